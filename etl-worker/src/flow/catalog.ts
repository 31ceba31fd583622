import { COLLECTIONS, STATE_KEYS, type SeriesEntry, type SourceEntry } from '@orrery/contract';
import type { DocumentStore } from '@orrery/stores';
import type { Source } from '../sources/source.ts';

const isCollection = (name: string): boolean => (COLLECTIONS as readonly string[]).includes(name);

/** What a source fills that is a series. */
const seriesOf = ({ info }: Source): readonly SeriesEntry[] =>
  info.provides
    .filter(({ name }) => !isCollection(name))
    .map(({ name, title, unit }) => ({
      id: name,
      title,
      unit,
      source: info.publisher,
      sourceId: info.id,
      description: `${title}; ${info.title}, ${info.publisher}.`,
      cadenceMs: info.cadenceMs,
    }));

/** Tells the service what there is: sources and the series they fill. Of two sources of one series the first of the registry names it. */
export async function writeCatalog(store: DocumentStore, sources: readonly Source[], nowMs: number): Promise<void> {
  const entries = sources.map(({ info, provider }): SourceEntry => {
    const { id, title, publisher, terms, address, cadenceMs, politeness } = info;
    return { id, title, publisher, terms, address, cadenceMs, politeness, provider };
  });
  const series = new Map<string, SeriesEntry>();
  for (const entry of sources.flatMap(seriesOf)) if (!series.has(entry.id)) series.set(entry.id, entry);
  await store.putState(STATE_KEYS.sources, entries, nowMs);
  await store.putState(STATE_KEYS.series, [...series.values()], nowMs);
}
