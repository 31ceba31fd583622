import { isTrusted, messageOf, STATE, type Cursor, type KeptRaw, type RunRecord } from '@orrery/contract';
import { PostponedJobError, type JobOf } from '@orrery/pipeline';
import { readState, writeState } from '@orrery/stores/typed';
import { REACH_AGAIN_MS, SourceError } from '../../http/errors.ts';
import type { ExtractContext, RawResponse, Source } from '../../providers/source.ts';
import { missingSource, STAGE_RETRIES, type Flow, type RequestSession } from '../context.ts';
import { jobIds } from '../../ledger/ids.ts';
import { keepRaw } from '../../ledger/raw.ts';
import { freshRun } from '../../ledger/runs.ts';

/** A run under way; mutable, owned by one handler. */
interface Running {
  run: RunRecord;
  readonly kept: Map<string, KeptRaw>;
  /** Answers that are kept already, as objects: what a source gives back is mostly what it was answered. */
  readonly seen: WeakSet<RawResponse>;
  cursor: Cursor | null;
}

const STOP_GRACE_MS = 3000;

/**
 * Asks a source for what is new. Each answer is kept before the source sees it, then its transform is queued, then what
 * was learned (cursor, validators) is committed, unless the run failed: a crash at any point repeats work and loses
 * none.
 */
export async function extract(flow: Flow, job: JobOf<'extract'>, signal: AbortSignal): Promise<void> {
  const source = flow.sources.get(job.source);
  const before = await flow.runs.read(job.source, job.dueMs);
  if (!source) {
    if (before !== null && before.raws.length > 0) throw missingSource(job.source);
    return;
  }
  if (before !== null && (before.outcome === 'loaded' || before.outcome === 'unchanged')) return;
  const begun = before ?? freshRun(job.source, job.dueMs, flow.clock.now(), await flow.runs.newestMs(job.source));
  const running: Running = {
    run: { ...begun, outcome: 'running', error: null },
    kept: new Map((before?.raws ?? []).map((kept) => [keyOfKept(kept), kept])),
    seen: new WeakSet(),
    cursor: null,
  };
  await flow.runs.write(running.run);
  const session = flow.openSession(source);
  const startedMs = performance.now();
  let failure: unknown = null;
  try {
    const context = await contextOf(flow, source, session, running, signal);
    for (const raw of await source.extract(context)) await keep(flow, source, session, running, raw);
  } catch (error) {
    // What was answered before the failure is loaded all the same.
    failure = error;
  }
  await queueTransforms(flow, source, running);
  // The process stops: the run stays open and is taken up again.
  if (failure !== null && signal.aborted) throw failure;
  if (failure === null && running.cursor) {
    await writeState(flow.stores.state, STATE.cursors, [source.info.id], running.cursor, flow.clock.now());
  }
  // A run that failed is done again, from the beginning: its answers must not be 304 then.
  if (failure === null) await session.commit();
  await finish(flow, running, performance.now() - startedMs, failure);
  if (failure !== null) askAgain(flow, source, running.run, failure);
}

/** How long a run that failed is tried again where nobody says when that may help, real ms; then its next slot asks. */
const TRY_FOR_MS = 30_000;
const TRY_AFTER_MS = 2000;

/**
 * Puts the run off where asking again within its slot may help; where it does not, its next slot asks. Rejects with
 * what is no failure of the provider.
 */
function askAgain({ clock }: Flow, { info }: Source, { dueMs, startedMs }: RunRecord, failure: unknown): void {
  if (!(failure instanceof SourceError)) throw failure;
  const nowMs = clock.now();
  const triedMs = clock.realMs(nowMs - startedMs);
  const isOver = nowMs >= dueMs + info.cadenceMs;
  if (failure.kind === 'notReached' && !isOver) throw new PostponedJobError(failure.message, REACH_AGAIN_MS);
  if (failure.retryAtMs !== null && failure.retryAtMs < dueMs + info.cadenceMs)
    throw new PostponedJobError(failure.message, Math.max(TRY_AFTER_MS, clock.realMs(failure.retryAtMs - nowMs)));
  if (failure.kind === 'unreachable' && failure.retryAtMs === null && triedMs < TRY_FOR_MS && !isOver)
    throw new PostponedJobError(failure.message, Math.max(TRY_AFTER_MS, triedMs));
}

const keyOfKept = ({ rawId, retrievedAtMs }: KeptRaw): string => `${rawId}@${retrievedAtMs}`;

async function contextOf(
  flow: Flow,
  source: Source,
  session: RequestSession,
  running: Running,
  signal: AbortSignal,
): Promise<ExtractContext> {
  return {
    ...flow.settings,
    nowMs: flow.clock.now(),
    cursor: trustedCursor(await readState(flow.stores.state, STATE.cursors, source.info.id), flow.clock.now()),
    setCursor: async (next) => {
      running.cursor = next;
    },
    request: async (url, headers) => {
      signal.throwIfAborted();
      const raw = await unlessStopped(session.request(url, headers), signal);
      running.run = { ...running.run, requests: running.run.requests + 1 };
      if (raw === null) return null;
      running.run = { ...running.run, bytes: running.run.bytes + raw.body.length };
      await keep(flow, source, session, running, raw);
      return raw;
    },
  };
}

/** A cursor without its stamps of the future, which would keep its source from asking until they are past. */
function trustedCursor(cursor: Cursor | null, nowMs: number): Cursor | null {
  if (cursor === null) return null;
  const { answeredMs, askedMs, ...rest } = cursor;
  return {
    ...rest,
    ...(answeredMs !== undefined && isTrusted(answeredMs, nowMs) && { answeredMs }),
    ...(askedMs && { askedMs: Object.fromEntries(Object.entries(askedMs).filter(([, ms]) => isTrusted(ms, nowMs))) }),
  };
}

/** A request under way when the process stops may come to its end for a moment; a long one is left behind. */
async function unlessStopped<T>(request: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const left = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      timer = setTimeout(() => reject(signal.reason), STOP_GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    request.finally(() => signal.removeEventListener('abort', onAbort)).catch(() => undefined);
  });
  try {
    return await Promise.race([request, left]);
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps an answer and notes it in the run, so that the run can be taken up again after a crash. */
async function keep(
  flow: Flow,
  source: Source,
  session: RequestSession,
  running: Running,
  raw: RawResponse,
): Promise<void> {
  if (running.seen.has(raw)) return;
  const kept = await keepRaw(flow.stores, source.info.id, raw, running.run.dueMs);
  running.seen.add(raw);
  if (running.kept.has(keyOfKept(kept))) return;
  running.kept.set(keyOfKept(kept), kept);
  running.run = { ...running.run, raws: [...running.kept.values()] };
  await flow.runs.write(running.run);
  await session.kept(raw);
  flow.metrics.pipelineRecords.inc({ source: source.info.id, stage: 'raw' });
}

async function queueTransforms(flow: Flow, { info }: Source, { kept, run }: Running): Promise<void> {
  for (const { rawId, retrievedAtMs } of kept.values()) {
    await flow.queue.add(
      { type: 'transform', source: info.id, rawId, retrievedAtMs, dueMs: run.dueMs },
      { id: jobIds.transform(info.id, rawId, retrievedAtMs), ...STAGE_RETRIES },
    );
  }
}

const failedAs = (failure: unknown): RunRecord['outcome'] =>
  failure instanceof SourceError && failure.kind === 'interrupted' ? 'interrupted' : 'failed';

async function finish(flow: Flow, { run, kept }: Running, durationMs: number, failure: unknown): Promise<void> {
  const outcome = failure !== null ? failedAs(failure) : kept.size === 0 ? 'unchanged' : 'loaded';
  const error = failure === null ? null : messageOf(failure);
  await flow.runs.finish({ ...run, complete: failure === null, outcome, error, durationMs: Math.round(durationMs) });
  flow.metrics.pipelineRuns.inc({ source: run.source, outcome });
  const line = {
    source: run.source,
    dueMs: run.dueMs,
    outcome,
    requests: run.requests,
    bytes: run.bytes,
    durationMs: Math.round(durationMs),
  };
  if (failure === null) flow.logger.info(line, 'source pulled');
  // The client has said it.
  else if (failure instanceof SourceError) flow.logger.debug({ ...line, reason: error }, 'source failed');
  else flow.logger.warn({ ...line, err: failure }, 'source failed');
}
