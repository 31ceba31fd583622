import {
  documentSchema,
  isObservation,
  observationSchema,
  readBody,
  type StreamRecord,
  messageOf,
} from '@orrery/contract';
import type { JobOf } from '@orrery/pipeline';
import type { RawResponse, Reject, Source, Transformed } from '../../providers/source.ts';
import { missingSource, STAGE_RETRIES, type Flow } from '../context.ts';
import { jobIds, quarantinedRecord } from '../../ledger/ids.ts';
import { withinHorizon } from '../../records/horizon.ts';
import { readRaw } from '../../ledger/raw.ts';

/** Transform result of a raw response, checked against the contract. */
export type TransformRaw = (source: Source, job: JobOf<'transform' | 'publish'>) => Promise<Transformed>;

/**
 * Results kept in memory between transform and publish; a result that is not there any more is computed again, it is
 * the same.
 */
const REMEMBERED = 16;
/** Of large results fewer: so many records for each transform that may be at work. */
const REMEMBERED_RECORDS = 12_500;

/** Transforms of raw responses in the store, the last few remembered. `atATime`: so many may be at work. */
export function createTransformRaw(flow: Flow, atATime: number): TransformRaw {
  const remembered = new Map<string, Transformed>();
  return async (source, { rawId, retrievedAtMs }) => {
    const key = `${rawId}@${retrievedAtMs}`;
    const known = remembered.get(key);
    if (known) {
      remembered.delete(key);
      return known;
    }
    const raw = await readRaw(flow.stores.blobs, { rawId, retrievedAtMs });
    const result = transformChecked(source, raw);
    remembered.set(key, result);
    forgetOldest(remembered, atATime * REMEMBERED_RECORDS);
    return result;
  };
}

function forgetOldest(remembered: Map<string, Transformed>, mostRecords: number): void {
  let records = [...remembered.values()].reduce((sum, kept) => sum + kept.records.length, 0);
  for (const [oldest, kept] of remembered) {
    const enough = remembered.size <= REMEMBERED && records <= mostRecords;
    if (enough || remembered.size === 1) return;
    remembered.delete(oldest);
    records -= kept.records.length;
  }
}

/**
 * The source's transform, each record checked again by the contract and by the times it may have: what does not fit is
 * a reject, and so is the whole response where the transform throws. It never throws itself.
 */
export function transformChecked(source: Source, raw: RawResponse): Transformed {
  let result: Transformed;
  try {
    result = source.transform(raw);
  } catch (error) {
    const reason = `transform failed: ${messageOf(error)}`;
    return { records: [], rejects: [{ reason, raw: raw.body }], complete: false, claimed: null, gaps: [] };
  }
  // A replay retrieves at times of the past, and the demo shows elements of a year later.
  return withinHorizon(checkedByContract(result), Math.max(raw.retrievedAtMs, Date.now()));
}

function checkedByContract(result: Transformed): Transformed {
  if (result.records.every(isObservation)) return result;
  const rejects: Reject[] = [...result.rejects];
  const records: StreamRecord[] = [];
  for (const record of result.records) {
    if (isObservation(record)) {
      records.push(record);
      continue;
    }
    const problem = problemOf(record);
    if (problem === null) records.push(record);
    else rejects.push({ reason: `against the contract: ${problem}`, raw: JSON.stringify(record) });
  }
  return { ...result, records, rejects };
}

/** What the contract says against a record; of a document its body counts too. Null where it fits. */
function problemOf(record: StreamRecord): string | null {
  const schema = record.kind === 'observation' ? observationSchema : documentSchema;
  const { error } = schema.safeParse(record);
  if (error !== undefined) return error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ');
  return record.kind === 'document' ? readBody(record.collection, record.body).problem : null;
}

/** Transforms a kept raw response: rejects are set aside, then publishing is queued. */
export async function transform(flow: Flow, transformRaw: TransformRaw, job: JobOf<'transform'>): Promise<void> {
  const source = flow.sources.get(job.source);
  if (!source) throw missingSource(job.source);
  const { rawId, retrievedAtMs, dueMs } = job;
  const result = await transformRaw(source, job);
  if (result.rejects.length > 0) {
    await flow.stores.quarantine.add(
      result.rejects.map(({ reason, raw }) => quarantinedRecord(job.source, reason, raw, retrievedAtMs)),
    );
    flow.metrics.quarantined.inc({ source: job.source }, result.rejects.length);
  }
  const newestMs = result.records.reduce<number | null>(
    (newest, { timeMs }) => Math.max(newest ?? timeMs, timeMs),
    null,
  );
  await flow.runs.note(
    job.source,
    dueMs,
    { rawId, retrievedAtMs },
    {
      stage: 'transformed',
      records: result.records.length,
      rejects: result.rejects.length,
      complete: result.complete,
      claimed: result.claimed,
      gaps: result.gaps.length,
      newestMs,
      error: result.rejects[0]?.reason ?? null,
    },
  );
  flow.metrics.pipelineRecords.inc({ source: job.source, stage: 'transformed' }, result.records.length);
  if (newestMs !== null) flow.metrics.sourceDataTimestamp.set({ source: job.source }, newestMs / 1000);
  await flow.queue.add(
    { type: 'publish', source: job.source, rawId, retrievedAtMs, dueMs },
    { id: jobIds.publish(job.source, rawId, retrievedAtMs), ...STAGE_RETRIES },
  );
}
