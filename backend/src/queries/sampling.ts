import { OrreryError } from '@orrery/contract';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QueryContext } from './handler.ts';

/** Points of a series when the asker names neither a number nor an interval. */
const DEFAULT_POINTS = 500;
/** Guards `floor` against a quotient that rounding left a hair below a whole number. */
const GRID_SLACK = 1e-9;

interface Sampled {
  readonly times?: readonly number[] | undefined;
  readonly maxDataPoints?: number | undefined;
  readonly intervalMs?: number | undefined;
}

/**
 * The moments of a computed series, epoch ms: `times` of the query, or from + k·step with
 * step = max(intervalMs, (to − from)/maxDataPoints), both ends included. Values of the query win over the request's.
 * `objects` is how many bodies or satellites are computed at each; more than `maxPoints` in all throws `tooLarge`.
 */
export function sampleTimes(query: Sampled, context: QueryContext, objects: number, maxPoints: number): Float64Array {
  if (query.times) {
    assertPoints(query.times.length, objects, maxPoints);
    return Float64Array.from(query.times);
  }
  const { fromMs, toMs } = context;
  const span = toMs - fromMs;
  const intervalMs = query.intervalMs ?? context.intervalMs;
  const points =
    query.maxDataPoints ?? context.maxDataPoints ?? (intervalMs === undefined ? DEFAULT_POINTS : undefined);
  const stepMs = Math.max(intervalMs ?? 0, points === undefined ? 0 : span / points, 1);
  const count = Math.floor(span / stepMs + GRID_SLACK) + 1;
  assertPoints(count, objects, maxPoints);
  const times = new Float64Array(count);
  for (let k = 0; k < count; k++) times[k] = Math.round(fromMs + k * stepMs);
  return times;
}

function assertPoints(times: number, objects: number, maxPoints: number): void {
  if (times * objects <= maxPoints) return;
  throw new OrreryError(
    'tooLarge',
    `${times} times × ${objects} objects are more than the limit of ${maxPoints} points (maxPoints); ask for fewer objects, a shorter range or a longer interval.`,
  );
}

/** How many points are computed before other requests get their turn and a gone client is noticed. */
const SLICE = 2000;

/**
 * Computes columns slice by slice into arrays as long as `timesMs`, giving way to other requests in between.
 * Throws `cancelled` when the signal is aborted.
 */
export async function inSlices<K extends string>(
  timesMs: Float64Array,
  signal: AbortSignal,
  compute: (slice: Float64Array) => ReadonlyMap<K, Float64Array>,
): Promise<Map<K, Float64Array>> {
  if (timesMs.length <= SLICE) return new Map(compute(timesMs));
  const whole = new Map<K, Float64Array>();
  for (let start = 0; start < timesMs.length; start += SLICE) {
    throwIfAborted(signal);
    for (const [key, part] of compute(timesMs.subarray(start, start + SLICE))) {
      const column = whole.get(key) ?? new Float64Array(timesMs.length);
      column.set(part, start);
      whole.set(key, column);
    }
    await nextTurn();
  }
  return whole;
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new OrreryError('cancelled', 'The client went away before the answer was ready.');
}
