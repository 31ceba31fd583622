import type { CollectionName, DocumentRecord, StreamRecord } from '@orrery/contract';
import { SINK_GROUPS } from '@orrery/pipeline/settings';
import type { DocumentStore } from '@orrery/stores';
import type { Stoppable } from '@orrery/telemetry';
import type { Flow } from '../context.ts';

export type SinkName = keyof typeof SINK_GROUPS;

/**
 * Starts the sinks: observations go to the series and to the archive, documents to the documents. The stream commits an
 * offset only after the handler resolved, and the stores resolve only when what was written can be read back.
 */
export async function startSinks(flow: Flow, names: readonly SinkName[]): Promise<readonly Stoppable[]> {
  const { stores, stream, metrics } = flow;
  const written = (sink: SinkName, records: readonly StreamRecord[]): void => {
    for (const [source, count] of countBySource(records)) metrics.pipelineRecords.inc({ source, stage: sink }, count);
  };
  const starts: Readonly<Record<SinkName, () => Promise<Stoppable>>> = {
    series: () =>
      stream.consume('observations', SINK_GROUPS.series, async ({ records }) => {
        await stores.series.write(records);
        written('series', records);
      }),
    archive: () =>
      stream.consume('observations', SINK_GROUPS.archive, async ({ records }) => {
        await stores.archive.archive(records);
        written('archive', records);
      }),
    documents: () =>
      stream.consume('documents', SINK_GROUPS.documents, async ({ records }) => {
        await stores.documents.upsert(await withoutKept(stores.documents, records));
        written('documents', records);
      }),
  };
  const sinks: Stoppable[] = [];
  for (const name of names) sinks.push(await starts[name]());
  return sinks;
}

/**
 * Collections whose documents are never written again: what was forecast stays as it was said, whatever is said of it
 * later.
 */
const INSERT_ONLY = new Set<CollectionName>(['forecast']);

/**
 * The documents that may be written: of insert-only collections those that are not kept yet, of one id in a batch the
 * first.
 */
export async function withoutKept(
  documents: Pick<DocumentStore, 'find'>,
  records: readonly DocumentRecord[],
): Promise<readonly DocumentRecord[]> {
  const kept = new Set<string>();
  for (const collection of INSERT_ONLY) {
    const ids = records.filter((record) => record.collection === collection).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const { id } of await documents.find(collection, { ids })) kept.add(`${collection}:${id}`);
  }
  return records.filter(({ collection, id }) => {
    if (!INSERT_ONLY.has(collection)) return true;
    const key = `${collection}:${id}`;
    const isNew = !kept.has(key);
    kept.add(key);
    return isNew;
  });
}

/** Neighbours mostly share their source, so that each run of them is counted at once. */
function countBySource(records: readonly StreamRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  let start = 0;
  records.forEach(({ source }, i) => {
    if (records[i + 1]?.source === source) return;
    counts.set(source, (counts.get(source) ?? 0) + i + 1 - start);
    start = i + 1;
  });
  return counts;
}
