import type { SeriesBucket } from '@orrery/stores';
import { SERIES } from '../catalog/series.ts';
import type { Sources } from '../sources/sources.ts';
import type { ObservationsStore } from '../stores/observations.ts';
import type { Readers, SeriesReader } from './readers.ts';

/** What queries read from where the service pulls its few sources itself and there is no pipeline beside it. */
export function readersOfSources(sources: Sources): Readers {
  return {
    elements: sources.elements,
    series: seriesReaderOf(sources.observations),
    archive: { summaries: async () => [] },
    documents: {
      find: async () => [],
      quarantined: async () => [],
      getState: async () => null,
      listState: async () => [],
    },
    catalog: {
      series: async () => SERIES,
      sources: async () => [],
      notices: async ({ id }) => sources.seriesNotices(id),
    },
    pipeline: null,
    now: Date.now,
  };
}

function seriesReaderOf(store: ObservationsStore): SeriesReader {
  const read: SeriesReader['read'] = async (series, fromMs, toMs, revision) =>
    revision === undefined || revision === 'nowcast'
      ? store.read(series, fromMs, toMs).map(({ timeMs, value }) => ({ timeMs, value, revision: 'nowcast' }))
      : [];
  return {
    read,
    newest: async (series) => {
      const newest = store.newest(series);
      return newest && { ...newest, revision: 'nowcast' };
    },
    readBuckets: async (series, fromMs, toMs, everyMs) => {
      const groups = new Map<number, number[]>();
      for (const { timeMs, value } of store.read(series, fromMs, toMs)) {
        const startMs = Math.floor(timeMs / everyMs) * everyMs;
        groups.set(startMs, [...(groups.get(startMs) ?? []), value]);
      }
      return [...groups].map(([timeMs, values]): SeriesBucket => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const [min, max] = [Math.min(...values), Math.max(...values)];
        return { timeMs, n: values.length, min, mean, max, last: values.at(-1) ?? mean };
      });
    },
  };
}
