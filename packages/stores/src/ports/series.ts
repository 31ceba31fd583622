import type { Observation, Revision } from '@orrery/contract';

/** A point as read: the best revision of its moment. */
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
 * Live series (InfluxDB; embedded). Every write is idempotent by series, time and revision, and replaces the stored
 * point of its key unless that was retrieved later. (InfluxDB has no conditional write, so there a late response only
 * fills gaps; see `influx/marks.ts`.)
 */
export interface SeriesStore {
  /** Resolves when every point can be read back, not before. */
  write(points: readonly Observation[]): Promise<void>;
  /**
   * Points with fromMs <= time <= toMs in chronological order, the best revision of each moment or only the requested
   * one.
   */
  read(series: string, fromMs: number, toMs: number, revision?: Revision): Promise<readonly SeriesPoint[]>;
  /** Buckets of `everyMs` aligned to the epoch; empty ones are left out, null values do not count. */
  readBuckets(series: string, fromMs: number, toMs: number, everyMs: number): Promise<readonly SeriesBucket[]>;
  /** The newest moment whose best revision has a value, or null. */
  newest(series: string): Promise<SeriesPoint | null>;
  /** Number of natural keys: each revision of a moment counts, and so does an explicit gap. */
  count(series: string): Promise<number>;
}
