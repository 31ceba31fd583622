import type { Revision } from '@orrery/contract';
import type { SeriesBucket, SeriesPoint } from '../ports/index.ts';
import type { InfluxGroup } from './connection.ts';
import { IS_GAP, IS_VALUE, MEASUREMENT, revisionOf, within } from './points.ts';

/** Aggregates of values and counts of gaps, each by revision and bucket: two statements. */
export function bucketsQuery(series: string, fromMs: number, toMs: number, everyMs: number): string {
  const where = within(series, fromMs, toMs);
  const by = `GROUP BY time(${everyMs}ms), revision fill(none)`;
  return [
    `SELECT count(value), min(value), mean(value), max(value), last(value) FROM ${MEASUREMENT} WHERE ${where} AND ${IS_VALUE} ${by}`,
    `SELECT count(value) FROM ${MEASUREMENT} WHERE ${where} AND ${IS_GAP} ${by}`,
  ].join('; ');
}

/**
 * Buckets from aggregates: those of one revision are exact; in those of several, a better revision may replace some
 * points of another, so they are computed from the points.
 */
export function sortOut(
  values: readonly InfluxGroup[],
  gaps: readonly InfluxGroup[],
): { exact: SeriesBucket[]; mixed: number[] } {
  const revisions = new Map<number, Set<Revision>>();
  for (const group of [...values, ...gaps]) {
    for (const [timeMs] of group.values)
      revisions.set(timeMs!, (revisions.get(timeMs!) ?? new Set()).add(revisionOf(group)));
  }
  const exact = values
    .flatMap((group) => group.values)
    .filter(([timeMs]) => revisions.get(timeMs!)!.size === 1)
    .map(([timeMs, n, min, mean, max, last]) => ({
      timeMs: timeMs!,
      n: n!,
      min: min!,
      mean: mean!,
      max: max!,
      last: last!,
    }));
  const mixed = [...revisions].filter(([, met]) => met.size > 1).map(([timeMs]) => timeMs);
  return { exact, mixed: mixed.sort((a, b) => a - b) };
}

/** Neighbouring buckets as spans [start, end) in ms. */
export function spansOf(starts: readonly number[], everyMs: number): [number, number][] {
  const spans: [number, number][] = [];
  for (const startMs of starts) {
    const last = spans.at(-1);
    if (last?.[1] === startMs) last[1] += everyMs;
    else spans.push([startMs, startMs + everyMs]);
  }
  return spans;
}

/** Buckets of points in chronological order; gaps do not count. */
export function bucketPoints(points: readonly SeriesPoint[], everyMs: number): SeriesBucket[] {
  const buckets: { timeMs: number; n: number; min: number; sum: number; max: number; last: number }[] = [];
  for (const { timeMs, value } of points) {
    if (value === null) continue;
    const startMs = Math.floor(timeMs / everyMs) * everyMs;
    const bucket = buckets.at(-1);
    if (bucket?.timeMs !== startMs) {
      buckets.push({ timeMs: startMs, n: 1, min: value, sum: value, max: value, last: value });
      continue;
    }
    bucket.n += 1;
    bucket.sum += value;
    bucket.min = Math.min(bucket.min, value);
    bucket.max = Math.max(bucket.max, value);
    bucket.last = value;
  }
  return buckets.map(({ sum, ...bucket }) => ({ ...bucket, mean: sum / bucket.n }));
}
