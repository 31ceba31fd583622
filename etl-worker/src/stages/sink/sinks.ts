import type { StreamRecord } from '@orrery/contract';
import { SINK_GROUPS } from '@orrery/engines';
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
        await stores.documents.upsert(records);
        written('documents', records);
      }),
  };
  const sinks: Stoppable[] = [];
  for (const name of names) sinks.push(await starts[name]());
  return sinks;
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
