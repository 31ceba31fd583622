import type { Vec3 } from './vector.ts';

/** Samples in chronological order. `values[i]` belongs to `timesMs[i]`; missing samples are left out. */
export interface Series<T> {
  readonly timesMs: readonly number[];
  readonly values: readonly T[];
}

/** Index of the last time not after `ms`, −1 before the first. */
export function lastNotAfter(timesMs: readonly number[], ms: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? Infinity) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Whether `ms` lies inside the series, or no farther outside than half a step. A single sample is valid for all times.
 */
export function covers(timesMs: readonly number[], ms: number): boolean {
  const [first, last] = [timesMs[0], timesMs.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (timesMs.length === 1) return true;
  const slack = (last - first) / (timesMs.length - 1) / 2;
  return ms >= first - slack && ms <= last + slack;
}

/** Weights of the up to four samples around `ms` for Lagrange's cubic (Meeus ch. 3); exact at the samples. */
function weights(timesMs: readonly number[], ms: number): readonly (readonly [index: number, weight: number])[] {
  const count = Math.min(4, timesMs.length);
  const start = Math.max(0, Math.min(lastNotAfter(timesMs, ms) - 1, timesMs.length - count));
  const at = (k: number): number => timesMs[start + k] ?? 0;
  return Array.from({ length: count }, (_, j) => {
    let weight = 1;
    for (let k = 0; k < count; k++) if (k !== j) weight *= (ms - at(k)) / (at(j) - at(k));
    return [start + j, weight] as const;
  });
}

/** A number at any moment by cubic interpolation; null outside the series. Not for angles that wrap: use vectors. */
export function numberAt(series: Series<number>, ms: number): number | null {
  if (!covers(series.timesMs, ms)) return null;
  return weights(series.timesMs, ms).reduce((sum, [i, w]) => sum + w * (series.values[i] ?? 0), 0);
}

/** A vector at any moment by cubic interpolation of its components; null outside the series. */
export function vectorAt(series: Series<Vec3>, ms: number): Vec3 | null {
  if (!covers(series.timesMs, ms)) return null;
  let [x, y, z] = [0, 0, 0];
  for (const [i, w] of weights(series.timesMs, ms)) {
    const v = series.values[i];
    if (!v) continue;
    x += w * v[0];
    y += w * v[1];
    z += w * v[2];
  }
  return [x, y, z];
}

/** An angle in degrees 0–360 at any moment, interpolated on the circle; null outside the series. */
export function angleAt(series: Series<number>, ms: number): number | null {
  if (!covers(series.timesMs, ms)) return null;
  let [x, y] = [0, 0];
  for (const [i, w] of weights(series.timesMs, ms)) {
    const radians = ((series.values[i] ?? 0) * Math.PI) / 180;
    x += w * Math.cos(radians);
    y += w * Math.sin(radians);
  }
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}
