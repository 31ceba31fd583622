import { REVISIONS, type Observation } from '@orrery/contract';
import { stays } from '../latest.ts';
import type { SeriesBucket, SeriesPoint } from '../ports/index.ts';

const rankOf = ({ revision }: Pick<Observation, 'revision'>): number => REVISIONS.indexOf(revision);

/** Points by series and natural key: the common part of series and archive. */
export function createPoints() {
  const bySeries = new Map<string, Map<string, Observation>>();
  const within = (series: string, fromMs: number, toMs: number): readonly Observation[] =>
    [...(bySeries.get(series)?.values() ?? [])]
      .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
      .sort((a, b) => a.timeMs - b.timeMs || rankOf(a) - rankOf(b));
  return {
    within,
    /** Each point replaces the stored one of its key unless that stays (`stays`). */
    write(points: readonly Observation[]): void {
      for (const point of points) {
        const own = bySeries.get(point.series) ?? new Map<string, Observation>();
        bySeries.set(point.series, own);
        const key = `${point.timeMs} ${point.revision}`;
        const known = own.get(key);
        if (known && stays(known, point)) continue;
        own.set(key, { ...point });
      }
    },
    /** The best revision of each moment, in chronological order. */
    best(series: string, fromMs: number, toMs: number): readonly SeriesPoint[] {
      const moments = within(series, fromMs, toMs).map(({ timeMs, value, revision }) => ({ timeMs, value, revision }));
      return [...new Map(moments.map((point) => [point.timeMs, point])).values()];
    },
    count: (series: string): number => bySeries.get(series)?.size ?? 0,
    names: (): readonly string[] => [...bySeries.keys()].sort(),
  };
}

/** Buckets aligned to the epoch of points in order of time; null values do not count. */
export function bucketsOf(points: readonly SeriesPoint[], everyMs: number): readonly SeriesBucket[] {
  const groups = new Map<number, number[]>();
  for (const { timeMs, value } of points) {
    if (value === null) continue;
    const startMs = Math.floor(timeMs / everyMs) * everyMs;
    const group = groups.get(startMs);
    if (group) group.push(value);
    else groups.set(startMs, [value]);
  }
  return [...groups].map(([timeMs, values]) => ({
    timeMs,
    n: values.length,
    min: values.reduce((least, value) => Math.min(least, value), Infinity),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: values.reduce((largest, value) => Math.max(largest, value), -Infinity),
    last: values.at(-1)!,
  }));
}
