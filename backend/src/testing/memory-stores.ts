import {
  REVISIONS,
  type CollectionName,
  type DocumentRecord,
  type Observation,
  type QuarantinedRecord,
} from '@orrery/contract';
import type { SeriesPoint, Stores } from '@orrery/stores';
import type { DocumentReader, QuarantineReader, SeriesReader, StateReader } from '../data/readers.ts';
import { bucketsOfPoints } from '../queries/observations/buckets.ts';

interface State {
  readonly key: string;
  readonly value: unknown;
  readonly atMs: number;
}

/** Reading sides of the stores over plain lists: the simplest thing that keeps the promises of the ports. */
export interface MemoryStores {
  readonly observations: Observation[];
  readonly documents: DocumentRecord[];
  readonly quarantine: QuarantinedRecord[];
  readonly state: State[];
}

export const emptyStores = (): MemoryStores => ({ observations: [], documents: [], quarantine: [], state: [] });

/** The ports over the lists; what a test does not need to write cannot be written. */
export function storesOver(lists: MemoryStores) {
  const read: SeriesReader['read'] = async (series, fromMs, toMs, revision) =>
    bestOf(
      lists.observations.filter(
        (o) => o.series === series && o.timeMs >= fromMs && o.timeMs <= toMs && (revision ?? o.revision) === o.revision,
      ),
    );
  const readBuckets: SeriesReader['readBuckets'] = async (series, fromMs, toMs, everyMs) =>
    bucketsOfPoints(await read(series, fromMs, toMs), everyMs);
  return {
    series: {
      read,
      readBuckets,
      newest: async (series: string) =>
        (await read(series, -Infinity, Infinity)).filter(({ value }) => value !== null).at(-1) ?? null,
    },
    archive: {
      summaries: async (series, resolution, fromMs, toMs) => {
        const lengthMs = { hour: 3_600_000, day: 86_400_000 }[resolution];
        const buckets = await readBuckets(series, -Infinity, Infinity, lengthMs);
        return buckets.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
      },
    } satisfies Pick<Stores['archive'], 'summaries'>,
    documents: documentsOver(lists),
    quarantine: quarantineOver(lists),
    state: stateOver(lists),
  };
}

function bestOf(observations: readonly Observation[]): readonly SeriesPoint[] {
  const best = new Map<number, SeriesPoint>();
  for (const { timeMs, value, revision } of observations) {
    const known = best.get(timeMs);
    if (!known || REVISIONS.indexOf(revision) >= REVISIONS.indexOf(known.revision))
      best.set(timeMs, { timeMs, value, revision });
  }
  return [...best.values()].sort((a, b) => a.timeMs - b.timeMs);
}

const newestFirst = <T extends { readonly atMs: number }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => b.atMs - a.atMs);

const documentsOver = ({ documents }: MemoryStores): DocumentReader => ({
  find: async (collection: CollectionName, { fromMs = -Infinity, toMs = Infinity, ids, limit = Infinity }) =>
    documents
      .filter((d) => d.collection === collection && (ids === undefined || ids.includes(d.id)))
      .filter((d) => d.timeMs <= toMs && (d.timeEndMs ?? d.timeMs) >= fromMs)
      .sort((a, b) => b.timeMs - a.timeMs)
      .slice(0, limit),
  count: async (collection) => documents.filter((d) => d.collection === collection).length,
});

const quarantineOver = ({ quarantine }: MemoryStores): QuarantineReader => ({
  list: async ({ source, limit = Infinity }) =>
    newestFirst(quarantine.filter((record) => (source ?? record.source) === record.source)).slice(0, limit),
});

const stateOver = ({ state }: MemoryStores): StateReader => ({
  get: async (wanted) => state.find(({ key }) => key === wanted)?.value ?? null,
  list: async (prefix, limit) => newestFirst(state.filter(({ key }) => key.startsWith(prefix))).slice(0, limit),
});
