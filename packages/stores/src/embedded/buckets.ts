import type { SeriesBucket } from '../ports/index.ts';
import type { Rows } from './database.ts';

/** Start of the bucket of a time, aligned to the epoch also before it, where SQL's remainder is negative. */
export const bucketStart = (time: string, every: string): string =>
  `(${time} - ((${time} % ${every}) + ${every}) % ${every})`;

/** Aggregates of a bucket over columns time_ms and value; nulls do not count. */
export const BUCKET_AGGREGATES = 'count(value), min(value), avg(value), max(value), arg_max(value, time_ms)';

/** Buckets of rows of start, n, min, mean, max, last. */
export function bucketsOfRows(rows: Rows): readonly SeriesBucket[] {
  return rows.map(([timeMs, n, min, mean, max, last]) => ({
    timeMs: Number(timeMs),
    n: Number(n),
    min: min as number,
    mean: mean as number,
    max: max as number,
    last: last as number,
  }));
}
