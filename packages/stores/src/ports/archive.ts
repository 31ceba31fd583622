import type { Observation } from '@orrery/contract';
import type { SeriesBucket, SeriesPoint } from './series.ts';

export const RESOLUTIONS = { hour: 3_600_000, day: 86_400_000 } as const;
export type Resolution = keyof typeof RESOLUTIONS;

/**
 * Archive (PostgreSQL; embedded): all points as they were given, and summaries by hour and day. Idempotent by natural
 * key; a write replaces what is there of its key unless that was retrieved later, and one that says the same changes
 * nothing.
 */
export interface ArchiveStore {
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
