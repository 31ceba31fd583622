import type { RecordOf, StreamRecord, Topic } from '@orrery/contract';
import type { JobOf } from '@orrery/pipeline';
import { missingSource, type Flow } from '../context.ts';
import type { Published } from './published.ts';
import type { TransformRaw } from '../transform/transform.ts';

/** Records of one call of the stream: large enough for batches, small enough for a broker's message limits. */
const CHUNK = 5000;

/** Publishes the records of a raw response; done again it publishes them again, and the sinks write each once. */
export async function publish(
  flow: Flow,
  transformRaw: TransformRaw,
  job: JobOf<'publish'>,
  published: Published | null = null,
): Promise<void> {
  const source = flow.sources.get(job.source);
  if (!source) throw missingSource(job.source);
  const { records } = await transformRaw(source, job);
  const fresh = published === null ? records : published.fresh(records);
  await publishRecords(flow, fresh);
  published?.remember(fresh);
  const { source: id, rawId, retrievedAtMs, dueMs } = job;
  await flow.runs.note(id, dueMs, { rawId, retrievedAtMs }, { stage: 'published' });
  flow.metrics.pipelineRecords.inc({ source: job.source, stage: 'published' }, fresh.length);
}

/** Publishes records to their topics in order. */
export async function publishRecords(
  { stream }: Pick<Flow, 'stream'>,
  records: readonly StreamRecord[],
): Promise<void> {
  await inChunks(
    'observations',
    records.filter((record) => record.kind === 'observation'),
  );
  await inChunks(
    'documents',
    records.filter((record) => record.kind === 'document'),
  );

  async function inChunks<T extends Topic>(topic: T, all: readonly RecordOf<T>[]): Promise<void> {
    for (let from = 0; from < all.length; from += CHUNK) await stream.publish(topic, all.slice(from, from + CHUNK));
  }
}
