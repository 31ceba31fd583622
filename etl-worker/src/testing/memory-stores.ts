import { REVISIONS, type DocumentRecord, type Observation, type QuarantinedRecord } from '@orrery/contract';
import type { SeriesPoint, Stores } from '@orrery/stores';

const rank = (point: Pick<SeriesPoint, 'revision'>): number => REVISIONS.indexOf(point.revision);

/** Points by natural key with reads of the best revision. */
function createPoints() {
  const byKey = new Map<string, Observation>();
  const best = (series: string, fromMs: number, toMs: number): SeriesPoint[] => {
    const moments = new Map<number, SeriesPoint>();
    for (const { series: name, timeMs, value, revision } of byKey.values()) {
      if (name !== series || timeMs < fromMs || timeMs > toMs) continue;
      const known = moments.get(timeMs);
      const point = { timeMs, value, revision };
      if (!known || rank(point) > rank(known)) moments.set(timeMs, point);
    }
    return [...moments.values()].sort((a, b) => a.timeMs - b.timeMs);
  };
  const write = async (points: readonly Observation[]): Promise<void> => {
    for (const point of points) {
      const key = `${point.series}|${point.timeMs}|${point.revision}`;
      if ((byKey.get(key)?.retrievedAtMs ?? -Infinity) <= point.retrievedAtMs) byKey.set(key, point);
    }
  };
  async function* all(series: string, fromMs: number, toMs: number): AsyncGenerator<Observation> {
    const own = [...byKey.values()].filter(
      (point) => point.series === series && point.timeMs >= fromMs && point.timeMs <= toMs,
    );
    yield* own.sort((a, b) => a.timeMs - b.timeMs || rank(a) - rank(b));
  }
  const names = async (): Promise<readonly string[]> =>
    [...new Set([...byKey.values()].map(({ series }) => series))].sort();
  const count = async (series: string): Promise<number> =>
    [...byKey.values()].filter((point) => point.series === series).length;
  return { best, write, count, all, names };
}

/** Stores in memory for tests of the flow: natural keys and state, no aggregates. */
export function createMemoryStores(): Stores & { readonly quarantined: ReadonlyMap<string, QuarantinedRecord> } {
  const series = createPoints();
  const archive = createPoints();
  const documents = new Map<string, DocumentRecord>();
  const blobs = new Map<string, { content: Uint8Array; metadata: Readonly<Record<string, string>> }>();
  const quarantined = new Map<string, QuarantinedRecord>();
  const state = new Map<string, { value: unknown; atMs: number }>();
  return {
    quarantined,
    series: {
      write: series.write,
      read: async (name, fromMs, toMs, revision) =>
        series.best(name, fromMs, toMs).filter((point) => revision === undefined || point.revision === revision),
      readBuckets: async () => [],
      newest: async (name) =>
        series
          .best(name, -Infinity, Infinity)
          .filter(({ value }) => value !== null)
          .at(-1) ?? null,
      count: series.count,
    },
    archive: {
      archive: archive.write,
      summaries: async () => [],
      history: async (name, fromMs, toMs) => archive.best(name, fromMs, toMs),
      points: archive.all,
      seriesNames: archive.names,
      count: archive.count,
    },
    documents: {
      async upsert(records) {
        for (const record of records) {
          const key = `${record.collection}|${record.id}`;
          const known = documents.get(key);
          if (!known || known.retrievedAtMs <= record.retrievedAtMs) documents.set(key, record);
        }
      },
      find: async (collection) =>
        [...documents.values()]
          .filter((record) => record.collection === collection)
          .sort((a, b) => b.timeMs - a.timeMs),
      count: async (collection) => [...documents.values()].filter((record) => record.collection === collection).length,
    },
    blobs: {
      async put(id, content, metadata) {
        if (!blobs.has(id)) blobs.set(id, { content, metadata });
      },
      get: async (id) => blobs.get(id) ?? null,
      async delete(ids) {
        for (const id of ids) blobs.delete(id);
      },
    },
    quarantine: {
      async add(records) {
        for (const record of records) if (!quarantined.has(record.id)) quarantined.set(record.id, record);
      },
      list: async ({ source, limit }) =>
        [...quarantined.values()].filter((record) => source === undefined || record.source === source).slice(0, limit),
    },
    state: {
      async put(key, value, atMs) {
        state.set(key, { value: structuredClone(value), atMs });
      },
      get: async (key) => state.get(key)?.value ?? null,
      list: async (prefix, limit, untilMs = Infinity) =>
        [...state]
          .filter(([key, { atMs }]) => key.startsWith(prefix) && atMs <= untilMs)
          .map(([key, { value, atMs }]) => ({ key, value, atMs }))
          .sort((a, b) => b.atMs - a.atMs)
          .slice(0, limit),
      async delete(keys, untilMs) {
        for (const key of keys) if ((state.get(key)?.atMs ?? Infinity) <= untilMs) state.delete(key);
      },
    },
  };
}
