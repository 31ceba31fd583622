import type { SeriesStore } from '../ports/index.ts';
import { bucketsOf, createPoints } from './points.ts';

/** Live series in memory. */
export function createMemorySeriesStore(): SeriesStore {
  const points = createPoints();
  return {
    write: async (written) => points.write(written),
    read: async (series, fromMs, toMs, revision) =>
      revision === undefined
        ? points.best(series, fromMs, toMs)
        : points
            .within(series, fromMs, toMs)
            .filter((point) => point.revision === revision)
            .map(({ timeMs, value }) => ({ timeMs, value, revision })),
    readBuckets: async (series, fromMs, toMs, everyMs) => bucketsOf(points.best(series, fromMs, toMs), everyMs),
    newest: async (series) => points.best(series, -Infinity, Infinity).findLast(({ value }) => value !== null) ?? null,
    count: async (series) => points.count(series),
  };
}
