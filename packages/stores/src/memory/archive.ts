import type { Observation } from '@orrery/contract';
import { RESOLUTIONS, type ArchiveStore } from '../ports/index.ts';
import { bucketsOf, createPoints } from './points.ts';

/** Archive in memory; summaries are computed at each call. */
export function createMemoryArchiveStore(): ArchiveStore {
  const points = createPoints();
  async function* observations(series: string, fromMs: number, toMs: number): AsyncGenerator<Observation> {
    yield* points.within(series, fromMs, toMs);
  }
  return {
    archive: async (written) => points.write(written),
    summaries: async (series, resolution, fromMs, toMs) =>
      bucketsOf(points.best(series, -Infinity, Infinity), RESOLUTIONS[resolution]).filter(
        ({ timeMs }) => timeMs >= fromMs && timeMs <= toMs,
      ),
    history: async (series, fromMs, toMs) => points.best(series, fromMs, toMs),
    points: observations,
    seriesNames: async () => points.names(),
    count: async (series) => points.count(series),
  };
}
