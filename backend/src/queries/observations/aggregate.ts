import type { ObservationsQuery } from '@orrery/contract';
import type { Observation } from '../../sources/swpc-kp/transform.ts';

/** A bucket of observations: the value by the asked aggregate, with the extremes it would hide. */
export interface Bucket {
  readonly timeMs: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/**
 * At most `maxPoints` points from observations in order of time. As many as fit are kept as they are; more are put into
 * buckets of equal length that start at `fromMs`, labelled by their start. Empty buckets give no point.
 */
export function downsample(
  observations: readonly Observation[],
  aggregate: ObservationsQuery['aggregate'],
  fromMs: number,
  toMs: number,
  maxPoints: number,
): Bucket[] {
  if (observations.length <= maxPoints) {
    return observations.map(({ timeMs, value }) => ({ timeMs, value, min: value, max: value }));
  }
  const lengthMs = Math.max(1, (toMs - fromMs) / maxPoints);
  const groups = new Map<number, number[]>();
  for (const { timeMs, value } of observations) {
    const index = Math.min(maxPoints - 1, Math.floor((timeMs - fromMs) / lengthMs));
    const group = groups.get(index);
    if (group) group.push(value);
    else groups.set(index, [value]);
  }
  return [...groups].map(([index, values]) => {
    const min = Math.min(...values);
    const max = Math.max(...values);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const value = { mean, min, max, last: values.at(-1) ?? mean }[aggregate];
    return { timeMs: fromMs + index * lengthMs, value, min, max };
  });
}
