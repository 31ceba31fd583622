export interface StateEntry {
  readonly key: string;
  readonly value: unknown;
  readonly atMs: number;
}

/** State of the system itself: a small JSON value by key (runs, ledgers, cursors). MongoDB; embedded. */
export interface StateStore {
  /** Stores a value; the last call wins, whatever its `atMs`. */
  put(key: string, value: unknown, atMs: number): Promise<void>;
  /** The value last put, or null. */
  get(key: string): Promise<unknown>;
  /**
   * Keys with the prefix, taken literally, and their values, newest first, those of the same time in order of the key;
   * with `untilMs` only those put at or before that time.
   */
  list(prefix: string, limit: number, untilMs?: number): Promise<readonly StateEntry[]>;
  /** Removes keys, except those put again after `untilMs`. */
  delete(keys: readonly string[], untilMs: number): Promise<void>;
}
