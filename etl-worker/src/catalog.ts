import { STATE, type SeriesEntry, type SourceEntry } from '@orrery/contract';
import type { StateStore } from '@orrery/stores';
import { writeState } from '@orrery/stores/typed';
import { HISTORY_FILES } from './history/index.ts';
import { seriesOf } from './series/catalogue.ts';
import type { Source, SourceInfo } from './providers/source.ts';

/**
 * Series of the sources, and of the files of history. Of several sources of a series the one that is asked most often
 * keeps it fresh.
 */
export function seriesCatalog(sources: readonly Source[]): SeriesEntry[] {
  const live = new Map<string, SourceInfo>(sources.map(({ info }) => [info.id, info]));
  const files = HISTORY_FILES.map(({ info }) => info).filter(({ id }) => !live.has(id));
  const all = new Map<string, SourceInfo>([...live, ...files.map((info) => [info.id, info] as const)]);
  return seriesOf([...all.values()]).map(({ id, title, unit, description, cadenceMs, sources: ids }) => {
    const keepers = ids.flatMap((source) => live.get(source) ?? []).sort((a, b) => a.cadenceMs - b.cadenceMs);
    const publisher = (keepers[0] ?? all.get(ids[0] ?? ''))?.publisher ?? 'unknown';
    return { id, title, unit, description, cadenceMs, source: publisher, sourceId: keepers[0]?.id ?? null };
  });
}

/** Tells the service what there is: sources and series. */
export async function writeCatalog(store: StateStore, sources: readonly Source[], nowMs: number): Promise<void> {
  const entries = sources.map(({ info, provider }): SourceEntry => {
    const { id, title, publisher, terms, address, cadenceMs, politeness } = info;
    return { id, title, publisher, terms, address, cadenceMs, politeness, provider: provider?.id ?? 'computed' };
  });
  await writeState(store, STATE.sources, [], entries, nowMs);
  await writeState(store, STATE.series, [], seriesCatalog(sources), nowMs);
}
