import { OrreryError } from '@orrery/contract';
import type { RequestSpan } from '../pool/task.ts';

/** Points of a series when the asker names neither a number nor an interval. */
const DEFAULT_POINTS = 500;
/** Guards `floor` against a quotient that rounding left a hair below a whole number. */
const GRID_SLACK = 1e-9;

interface Sampled {
  readonly times?: readonly number[] | undefined;
  readonly maxDataPoints?: number | undefined;
  readonly intervalMs?: number | undefined;
}

/** How many moments `sampleTimes` gives. */
export function countTimes(query: Sampled, span: RequestSpan): number {
  return query.times?.length ?? Math.floor((span.toMs - span.fromMs) / stepOf(query, span) + GRID_SLACK) + 1;
}

/** step = max(intervalMs, (to − from)/maxDataPoints), ms; values of the query win over the request's. */
function stepOf(query: Sampled, { fromMs, toMs, ...shared }: RequestSpan): number {
  const intervalMs = query.intervalMs ?? shared.intervalMs;
  const points = query.maxDataPoints ?? shared.maxDataPoints ?? (intervalMs === undefined ? DEFAULT_POINTS : undefined);
  return Math.max(intervalMs ?? 0, points === undefined ? 0 : (toMs - fromMs) / points, 1);
}

/**
 * The moments of a computed series, epoch ms: `times` of the query, or from + k·step, both ends included. `objects` is
 * how many bodies or satellites are computed at each; more than `maxPoints` in all throws `tooLarge`.
 */
export function sampleTimes(query: Sampled, span: RequestSpan, objects: number, maxPoints: number): Float64Array {
  const count = countTimes(query, span);
  assertPoints(count, objects, maxPoints);
  if (query.times) return Float64Array.from(query.times);
  const stepMs = stepOf(query, span);
  return Float64Array.from({ length: count }, (_, k) => Math.round(span.fromMs + k * stepMs));
}

function assertPoints(times: number, objects: number, maxPoints: number): void {
  if (times * objects <= maxPoints) return;
  throw new OrreryError(
    'tooLarge',
    `${times} times × ${objects} objects are more than the limit of ${maxPoints} points (maxPoints); ask for fewer objects, a shorter range or a longer interval.`,
  );
}

/** Points of a slice: those of a fast body are interpolated within it. */
const SLICE = 2000;

/** Computes columns slice by slice into arrays as long as `timesMs`. */
export function inSlices<K extends string>(
  timesMs: Float64Array,
  compute: (slice: Float64Array) => ReadonlyMap<K, Float64Array>,
): Map<K, Float64Array> {
  if (timesMs.length <= SLICE) return new Map(compute(timesMs));
  const whole = new Map<K, Float64Array>();
  for (let start = 0; start < timesMs.length; start += SLICE) {
    for (const [key, part] of compute(timesMs.subarray(start, start + SLICE))) {
      const column = whole.get(key) ?? new Float64Array(timesMs.length);
      column.set(part, start);
      whole.set(key, column);
    }
  }
  return whole;
}
