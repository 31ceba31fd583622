import type { Observation } from '@orrery/contract';
import type { Transformed } from '../providers/source.ts';
import { SERIES, type SeriesId } from '../series/definitions.ts';

/** A step of more than so many cadences is a gap; the half absorbs times that are a little off. */
const TOLERANCE = 1.5;

/**
 * Stretches without a value, from the first to the last missing moment, within the time that the points of all series
 * span together. `points` are in order of time; those with a null value count as missing.
 */
export function gapsOf(points: readonly Observation[], series: readonly SeriesId[]): Transformed['gaps'] {
  const [first, last] = [points[0]?.timeMs, points.at(-1)?.timeMs];
  if (first === undefined || last === undefined) return [];
  return series.flatMap((id) => {
    const { cadenceMs } = SERIES[id];
    const times = points.filter((p) => p.series === id && p.value !== null).map((p) => p.timeMs);
    // At the ends a whole interval must be missing: a daily value stands for its day though other series go on until
    // the evening.
    const head = (times[0] ?? Infinity) - first >= cadenceMs ? [first - cadenceMs] : [];
    const tail = last - (times.at(-1) ?? -Infinity) >= cadenceMs ? [last + cadenceMs] : [];
    const bounds = [...head, ...times, ...tail];
    return bounds.slice(1).flatMap((toMs, i) => {
      const fromMs = bounds[i]!;
      return toMs - fromMs > TOLERANCE * cadenceMs
        ? [{ series: id, fromMs: fromMs + cadenceMs, toMs: toMs - cadenceMs }]
        : [];
    });
  });
}
