/** A file with an answer of a provider. */
export interface Recording {
  /** Path below the folder with `/`, without `.gz`: `swpc-responses/2024-05-13_noaa-scales.json`. */
  readonly path: string;
  /** Name of the file without folder, date and `.gz`: `noaa-scales.json`. */
  readonly name: string;
  /**
   * From when on it was there, epoch ms: by what it says itself, else the end of the day it was recorded on by its
   * name; null where neither tells.
   */
  knownMs(): number | null;
  /** Its text, kept as long as there is memory for it. */
  read(): string;
}

/** What the stand-in of a provider is asked. */
export interface ReplayQuestion {
  readonly url: URL;
  /** Time of the simulated clock; null: the clock is real and recordings are given as they are, in turn. */
  readonly nowMs: number | null;
  /** How often the address was asked before. */
  readonly turn: number;
}

/** What it says: a body; `nothingYet` = it was recorded, but later than now; null = never recorded. */
export type ReplayAnswer = { readonly body: string; readonly type: string } | 'nothingYet' | null;

/** An answer that is to be recorded. */
export interface ToRecord {
  readonly url: URL;
  /** Last part of the path of its address, as a file may be named. */
  readonly name: string;
  /** Day of the retrieval, `2026-01-31`. */
  readonly day: string;
}

/** A recording that was kept in another form than the provider's: the name and the form in which it is served. */
export interface Reshaped {
  /** Whether a file of this name, without `.gz`, is one. */
  readonly matches: RegExp;
  readonly name: string;
  readonly read: (text: string) => string;
}

/** How the answers of a provider are recorded, and how its stand-in finds them again. */
export interface ProviderRecording {
  /** Folders below that of all recordings in which its recordings are. */
  readonly folders: readonly string[];
  /** Where an answer is recorded, below the folder of all recordings. */
  path(answer: ToRecord): string;
  /** The answer from the recordings of all providers. */
  answer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer;
  readonly reshaped?: readonly Reshaped[];
  /** When a recording was made by what stands in it, epoch ms UTC; null where it does not say. */
  knownMs?(name: string, read: () => string): number | null;
}
