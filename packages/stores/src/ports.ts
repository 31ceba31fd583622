import type { CollectionName, DocumentRecord, Observation, QuarantinedRecord, Revision } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';

/** A point as it is read back: the best revision of its moment. */
export interface SeriesPoint {
  readonly timeMs: number;
  readonly value: number | null;
  readonly revision: Revision;
}

/** A bucket of points: the extremes survive the aggregate. `timeMs` is its start. */
export interface SeriesBucket {
  readonly timeMs: number;
  readonly n: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly last: number;
}

/**
 * Live series (InfluxDB; embedded). Every write is idempotent by series, time and revision, and replaces what is there
 * of its key unless that was retrieved later. (InfluxDB has no conditional write, so there a late answer only fills
 * what is missing; see `influx/marks.ts`.)
 */
export interface SeriesStore extends Stoppable {
  /** Resolves when every point can be read back, not before. */
  write(points: readonly Observation[]): Promise<void>;
  /** Points with fromMs <= time <= toMs in order of time, the best revision of each moment or just the asked one. */
  read(series: string, fromMs: number, toMs: number, revision?: Revision): Promise<readonly SeriesPoint[]>;
  /** Buckets of `everyMs` aligned to the epoch; empty ones are left out, null values do not count. */
  readBuckets(series: string, fromMs: number, toMs: number, everyMs: number): Promise<readonly SeriesBucket[]>;
  /** The newest moment whose best revision has a value, or null. */
  newest(series: string): Promise<SeriesPoint | null>;
  /** Natural keys kept: each revision of a moment counts, so does a stated gap. */
  count(series: string): Promise<number>;
}

export const RESOLUTIONS = { hour: 3_600_000, day: 86_400_000 } as const;
export type Resolution = keyof typeof RESOLUTIONS;

/**
 * Archive (PostgreSQL; embedded): all points as they were given, and summaries by hour and day. Idempotent by natural
 * key; a write replaces what is there of its key unless that was retrieved later, and one that says the same changes
 * nothing.
 */
export interface ArchiveStore extends Stoppable {
  /** Keeps the points and brings the summaries of the hours and days they touch up to date, in one transaction. */
  archive(points: readonly Observation[]): Promise<void>;
  /** Summaries with fromMs <= start <= toMs, computed from the best revision of each moment. */
  summaries(series: string, resolution: Resolution, fromMs: number, toMs: number): Promise<readonly SeriesBucket[]>;
  /** Archived points as they were given, best revision of each moment: what models train from. */
  history(series: string, fromMs: number, toMs: number): Promise<readonly SeriesPoint[]>;
  /**
   * All that is kept of a range, each revision with its source and the time at which its value was first retrieved, in
   * order of time and revision. Read in pages: what is written meanwhile may or may not be in it.
   */
  points(series: string, fromMs: number, toMs: number): AsyncIterable<Observation>;
  /** Names of the series that have points, in order. */
  seriesNames(): Promise<readonly string[]>;
  /** Natural keys kept, as in `SeriesStore`. */
  count(series: string): Promise<number>;
}

export interface DocumentQuery {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly ids?: readonly string[];
  /** At most so many, newest first. */
  readonly limit?: number;
}

/** Hierarchical documents and artifacts (MongoDB with GridFS; embedded). Idempotent by collection and id. */
export interface DocumentStore extends Stoppable {
  upsert(documents: readonly DocumentRecord[]): Promise<void>;
  /** Documents whose interval overlaps the range, ends included, newest first; without an end it is an instant. */
  find(collection: CollectionName, query: DocumentQuery): Promise<readonly DocumentRecord[]>;
  count(collection: CollectionName): Promise<number>;
  /** Content-addressed blobs: raw responses, model weights. Writing one again changes nothing. */
  putBlob(id: string, content: Uint8Array, metadata: Readonly<Record<string, string>>): Promise<void>;
  getBlob(
    id: string,
  ): Promise<{ readonly content: Uint8Array; readonly metadata: Readonly<Record<string, string>> } | null>;
  /** Removes blobs; ids that are not there are left out. */
  deleteBlobs(ids: readonly string[]): Promise<void>;
  quarantine(records: readonly QuarantinedRecord[]): Promise<void>;
  quarantined(query: { readonly source?: string; readonly limit?: number }): Promise<readonly QuarantinedRecord[]>;
  /** State of the system itself: a small JSON value by key (runs, ledgers, cursors). */
  putState(key: string, value: unknown, atMs: number): Promise<void>;
  /** The value last put, or null. */
  getState(key: string): Promise<unknown>;
  /**
   * Keys with the prefix, taken literally, and their values, newest first; with `untilMs` those that were put at or
   * before that time.
   */
  listState(
    prefix: string,
    limit: number,
    untilMs?: number,
  ): Promise<readonly { readonly key: string; readonly value: unknown; readonly atMs: number }[]>;
  /** Removes keys, but not those that were put again after `untilMs`. */
  deleteState(keys: readonly string[], untilMs: number): Promise<void>;
}

/** The three stores; embedded they share one database. */
export interface Stores {
  readonly series: SeriesStore;
  readonly archive: ArchiveStore;
  readonly documents: DocumentStore;
}
