import { DAY_MS, HOUR_MS, MINUTE_MS, type ObservationsQuery } from '@orrery/contract';
import type { SeriesBucket, SeriesPoint } from '@orrery/stores';

/** A point of the answer: the value by the asked aggregate with the extremes it would hide; all null is a gap. */
export interface AnswerPoint {
  readonly timeMs: number;
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Lengths of buckets that read well and divide each other's grid as far as possible; beyond a day, whole days. */
const STEPS = [
  1_000,
  2_000,
  5_000,
  10_000,
  15_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
] as const;

const countOf = (fromMs: number, toMs: number, everyMs: number): number =>
  Math.floor(toMs / everyMs) - Math.floor(fromMs / everyMs) + 1;

/**
 * The shortest length, ms, at which the range has no more than `points` buckets aligned to the epoch; a whole number of
 * days past a day.
 */
export function bucketLength(fromMs: number, toMs: number, points: number): number {
  const step = STEPS.find((everyMs) => countOf(fromMs, toMs, everyMs) <= points);
  if (step !== undefined) return step;
  let days = Math.max(2, Math.floor((toMs - fromMs) / DAY_MS / points));
  while (countOf(fromMs, toMs, days * DAY_MS) > points && days * DAY_MS <= toMs - fromMs) days++;
  // One bucket may straddle the grid however long it is; twice the range is the end of that.
  return days * DAY_MS;
}

/** Points as buckets of `everyMs` aligned to the epoch; points without a value do not count. */
export function bucketsOfPoints(points: readonly SeriesPoint[], everyMs: number): readonly SeriesBucket[] {
  const single = points.flatMap(({ timeMs, value }): SeriesBucket[] =>
    value === null ? [] : [{ timeMs, n: 1, min: value, mean: value, max: value, last: value }],
  );
  return regroup(single, everyMs);
}

/**
 * Buckets in order of time put together into longer ones aligned to the epoch: extremes stay, means are weighted by n.
 */
export function regroup(buckets: readonly SeriesBucket[], everyMs: number): readonly SeriesBucket[] {
  const merged: SeriesBucket[] = [];
  for (const bucket of buckets) {
    const timeMs = Math.floor(bucket.timeMs / everyMs) * everyMs;
    const open = merged.at(-1);
    if (open?.timeMs !== timeMs) {
      merged.push({ ...bucket, timeMs });
      continue;
    }
    const n = open.n + bucket.n;
    merged[merged.length - 1] = {
      timeMs,
      n,
      min: Math.min(open.min, bucket.min),
      mean: open.mean + (bucket.mean - open.mean) * (bucket.n / n),
      max: Math.max(open.max, bucket.max),
      last: bucket.last,
    };
  }
  return merged;
}

export const answerBucket = (bucket: SeriesBucket, aggregate: ObservationsQuery['aggregate']): AnswerPoint => ({
  timeMs: bucket.timeMs,
  value: bucket[aggregate],
  min: bucket.min,
  max: bucket.max,
});

export const answerPoint = ({ timeMs, value }: SeriesPoint): AnswerPoint => ({ timeMs, value, min: value, max: value });

/** Where two points are further apart than so many intervals, something is missing between them. */
const GAP_INTERVALS = 2.5;
/** So many distances tell how often values really come. */
const ENOUGH_DISTANCES = 4;

/**
 * The points with one without value, an interval after the last one, wherever a gap begins: lines break there. Where
 * three quarters of the distances are longer than `intervalMs` the values come less often than that (hourly means of a
 * series that is live by the minute), and that distance counts.
 */
export function withGaps(points: readonly AnswerPoint[], intervalMs: number): readonly AnswerPoint[] {
  const everyMs = Math.max(intervalMs, usualDistance(points));
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    if (!before || before.value === null || point.timeMs - before.timeMs <= GAP_INTERVALS * everyMs) return [point];
    return [{ timeMs: before.timeMs + everyMs, value: null, min: null, max: null }, point];
  });
}

/** The first quartile of the distances between points, ms; 0 where there are too few to tell. */
function usualDistance(points: readonly AnswerPoint[]): number {
  const distances = points.slice(1).map(({ timeMs }, i) => timeMs - (points[i]?.timeMs ?? timeMs));
  if (distances.length < ENOUGH_DISTANCES) return 0;
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 4)] ?? 0;
}
