import { COLLECTIONS } from '@orrery/contract';
import { HISTORY_FILES } from '../history/files.ts';
import { SERIES, type SeriesDefinition } from './definitions.ts';
import { SOURCES } from '../providers/registry.ts';
import type { SourceInfo } from '../providers/source.ts';

/** One series of the catalogue. */
export interface SeriesEntry {
  readonly id: string;
  readonly title: string;
  /** Grafana unit id. */
  readonly unit: string;
  /** Time from one value to the next, where a source gives every value it has. */
  readonly cadenceMs: number;
  /** Ids of the sources and history files that fill it. */
  readonly sources: readonly string[];
  readonly description: string;
}

/** Series of the sources, by id in order of the alphabet. Names that are collections of documents are left out. */
export function seriesOf(infos: readonly SourceInfo[]): readonly SeriesEntry[] {
  const definitions: Readonly<Record<string, SeriesDefinition>> = SERIES;
  const entries = new Map<string, SeriesEntry>();
  for (const info of infos) {
    for (const { name, unit, title } of info.provides) {
      if (COLLECTIONS.some((collection) => collection === name)) continue;
      const known = entries.get(name);
      const definition = definitions[name];
      entries.set(name, {
        id: name,
        title,
        unit,
        cadenceMs: definition?.cadenceMs ?? info.cadenceMs,
        sources: [...new Set([...(known?.sources ?? []), info.id])],
        description: definition?.description ?? info.title,
      });
    }
  }
  return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Every series that can be filled. */
export const SERIES_CATALOGUE: readonly SeriesEntry[] = seriesOf([
  ...SOURCES.map(({ info }) => info),
  ...HISTORY_FILES.map(({ info }) => info),
]);
