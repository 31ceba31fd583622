import type { Observation } from '@orrery/contract';
import type { SeriesBucket, SeriesPoint } from './series.ts';

export const RESOLUTIONS = { hour: 3_600_000, day: 86_400_000 } as const;
export type Resolution = keyof typeof RESOLUTIONS;

/**
 * Archive (PostgreSQL; embedded): all points as given, and summaries by hour and day. Idempotent by natural key; a
 * write replaces the stored point of its key unless that was retrieved later, and one with the same value changes
 * nothing.
 */
export interface ArchiveStore {
  /** Stores the points and updates the summaries of their hours and days, in one transaction. */
  archive(points: readonly Observation[]): Promise<void>;
  /** Summaries with fromMs <= start <= toMs, computed from the best revision of each moment. */
  summaries(series: string, resolution: Resolution, fromMs: number, toMs: number): Promise<readonly SeriesBucket[]>;
  /** Archived points as given, best revision of each moment: the training data of models. */
  history(series: string, fromMs: number, toMs: number): Promise<readonly SeriesPoint[]>;
  /**
   * All stored points of a range, each revision with its source and the time at which its value was first retrieved, in
   * order of time and revision. Read in pages: concurrent writes may or may not be included.
   */
  points(series: string, fromMs: number, toMs: number): AsyncIterable<Observation>;
  /** Names of the series that have points, in order. */
  seriesNames(): Promise<readonly string[]>;
  /** Number of natural keys, as in `SeriesStore`. */
  count(series: string): Promise<number>;
}
