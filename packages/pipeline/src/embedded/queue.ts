import type { WorkDatabase } from '@orrery/stores/embedded';
import { OrreryError, messageOf } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { PostponedJobError, UnrecoverableJobError, type JobOf, type JobType, type Queue } from '../ports.ts';
import {
  complete,
  countJobs,
  dueJobs,
  enqueue,
  fail,
  failedJobs,
  healJobs,
  hasWork,
  loadJob,
  nextDueMs,
  postpone,
  pruneJobs,
  putSchedule,
  runSchedules,
  type QueuedJob,
} from './jobs.ts';
import { startLoop, type Loop } from './loop.ts';

export interface EmbeddedQueueOptions {
  readonly logger?: Logger;
}

const PRUNE_EVERY_MS = 600_000;
const IDLE_POLL_MS = 20;
const HOLD = 'job:';
const SCHEDULE_BELL = 'queue schedule';
const holdOf = (type: JobType, seq: number): string => `${HOLD}${type}/${seq}`;
const bellOf = (type: JobType): string => `queue:${type}`;

/**
 * Queue in tables of the work database. A running job stays queued in the table until its handler resolves, so that the
 * job of a killed process is still there. Stopping waits for the running handlers and leaves the database open.
 */
export async function createEmbeddedQueue(
  database: WorkDatabase,
  { logger }: EmbeddedQueueOptions = {},
): Promise<Queue> {
  const abort = new AbortController();
  const workers = new Map<JobType, Loop>();
  const working = new Set<Promise<void>>();
  const unlisten: (() => void)[] = [];
  const start = (topic: string, step: () => Promise<number>): Loop => {
    const loop = startLoop(step, topic, logger);
    unlisten.push(database.listen(topic, () => loop.bell.ring()));
    return loop;
  };

  const housekeeping = start('queue history', async () => {
    if (await healJobs(database)) {
      logger?.warn('The clock of this machine was ahead: jobs that were due in the future are due now.');
      for (const topic of [SCHEDULE_BELL, ...[...workers.keys()].map(bellOf)]) database.notify(topic);
    }
    await pruneJobs(database);
    return PRUNE_EVERY_MS;
  });
  const scheduler = start(SCHEDULE_BELL, async () => {
    const { types, nextMs } = await runSchedules(database);
    for (const type of types) database.notify(bellOf(type));
    return nextMs - Date.now();
  });

  const work = async <T extends JobType>(
    type: T,
    seq: number,
    handler: (job: JobOf<T>, signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    try {
      // Read again once it is claimed: another worker may have finished it since the list was read.
      const queued = await loadJob(database, seq);
      if (queued)
        await attempt(database, queued, () => handler(queued.job as JobOf<T>, abort.signal), abort.signal, logger);
    } catch (error) {
      if (!(error instanceof OrreryError && error.code === 'notReady'))
        logger?.error({ err: error, type }, 'the outcome of a job could not be stored, it will be repeated');
    }
  };

  return {
    name: 'embedded queue',
    add: async (job, options) => {
      await enqueue(database, job, options);
      database.notify(bellOf(job.type));
    },
    schedule: async (id, everyMs, job) => {
      await putSchedule(database, id, everyMs, job);
      database.notify(SCHEDULE_BELL);
    },
    process: (type, handler, concurrency = 1) => {
      if (workers.has(type))
        throw new OrreryError('defect', `The queue has a handler for "${type}" already; a type has one.`);
      let running = 0;
      const step = async (): Promise<number> => {
        if (running >= concurrency) return Infinity;
        // One time for both queries: a job that falls due between them would be in neither result.
        const now = Date.now();
        const candidates = await dueJobs(database, type, now, concurrency + heldOf(database, type));
        for (const seq of candidates) {
          if (running >= concurrency || abort.signal.aborted) break;
          if (database.held.has(holdOf(type, seq))) continue;
          database.held.add(holdOf(type, seq));
          running += 1;
          const done = work(type, seq, handler).finally(() => {
            running -= 1;
            working.delete(done);
            database.held.delete(holdOf(type, seq));
            // Last, because a woken worker must find the slot and the job free.
            database.notify(bellOf(type));
          });
          working.add(done);
        }
        return running >= concurrency ? Infinity : (await nextDueMs(database, type, now)) - Date.now();
      };
      workers.set(type, start(bellOf(type), step));
    },
    counts: async (type) => {
      const counts = await countJobs(database, type);
      const active = heldOf(database, type);
      return { ...counts, waiting: Math.max(0, counts.waiting - active), active };
    },
    failures: (type, limit) => failedJobs(database, type, limit),
    idle: async (horizonMs = 0) => {
      const atWork = (): boolean => [...database.held].some((hold) => hold.startsWith(HOLD));
      while (atWork() || (await hasWork(database, Date.now() + horizonMs)))
        await new Promise((resolve) => setTimeout(resolve, IDLE_POLL_MS));
    },
    stop: async () => {
      abort.abort();
      await Promise.all([...workers.values(), scheduler, housekeeping].map((loop) => loop.stop()));
      await Promise.all(working);
      for (const stopListening of unlisten) stopListening();
    },
  };
}

const heldOf = (database: WorkDatabase, type: JobType): number =>
  [...database.held].filter((hold) => hold.startsWith(`${HOLD}${type}/`)).length;

/**
 * One attempt at a job; its outcome is stored. A job that gave up because the queue stops has no outcome: it is still
 * queued.
 */
async function attempt(
  database: WorkDatabase,
  queued: QueuedJob,
  handler: () => Promise<void>,
  signal: AbortSignal,
  logger: Logger | undefined,
): Promise<void> {
  const { id, job } = queued;
  try {
    await handler();
  } catch (error) {
    const hopeless = error instanceof UnrecoverableJobError;
    if (signal.aborted && !hopeless) return;
    if (error instanceof PostponedJobError) {
      logger?.debug({ job, id, delayMs: error.delayMs, reason: error.message }, 'a job is postponed');
      await postpone(database, queued, error.delayMs);
      return;
    }
    logger?.warn({ err: error, job, id, attempt: queued.made + 1, attempts: queued.attempts }, 'a job failed');
    await fail(database, queued, messageOf(error), hopeless);
    return;
  }
  await complete(database, queued);
}
