import { OrreryError, messageOf } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import {
  DelayedError,
  Queue as BullQueue,
  UnrecoverableError,
  WaitingError,
  Worker,
  type Job as BullJob,
} from 'bullmq';
import type { Redis } from 'ioredis';
import { JOB_TYPES } from '../job-types.ts';
import {
  PostponedJobError,
  UnrecoverableJobError,
  type Job,
  type JobCounts,
  type JobOf,
  type JobOptions,
  type JobType,
  type Queue,
} from '../ports.ts';
import { connectRedis, type RedisConnections } from './connection.ts';
import { fromBullId, toBullId } from './ids.ts';
import { createSchedules } from './schedules.ts';

/**
 * BullMQ keeps delayed jobs in a sorted set whose score is the due time shifted by twelve bits (its `getDelayedScore`
 * script).
 */
const SCORE_PER_MS = 0x1000;
const IDLE_POLL_MS = 25;
/** A stop waits this long for an unavailable Redis: less than the time a process is given to stop. */
const AWAY_MS = 2000;
const AWAY_POLL_MS = 50;

export interface BullQueueConfig {
  /**
   * redis:// or rediss:// address. The server must not evict keys (`maxmemory-policy noeviction`) and should append
   * (`appendonly yes`).
   */
  readonly redisUrl: string;
  /**
   * Prefix of every key; two systems on one Redis need different ones. The braces keep a cluster's keys in one slot.
   */
  readonly prefix?: string;
  /** A worker silent for this long is considered dead and its job is repeated. */
  readonly lockMs?: number;
  /** Interval of the check for dead workers. */
  readonly stalledCheckMs?: number;
  /** A job whose workers died this many times is assumed to be the cause and fails. */
  readonly maxDeaths?: number;
  /** Finished jobs that are kept: adding the id of a kept job does nothing. */
  readonly keepFinished?: number;
  /** How long `add` and `schedule` wait for an unavailable Redis. */
  readonly producerPatienceMs?: number;
}

const DEFAULTS = {
  prefix: '{orrery}',
  lockMs: 15_000,
  stalledCheckMs: 5000,
  maxDeaths: 25,
  keepFinished: 10_000,
  producerPatienceMs: 3000,
} as const;
type Settings = Required<BullQueueConfig>;
type Handler = (job: Job, signal: AbortSignal) => Promise<void>;

/**
 * Queue on BullMQ, with one BullMQ queue per job type. Producers fail fast (`notReady`) while Redis is unavailable,
 * workers wait for it. Rejects with `notReady` when Redis does not answer at the start.
 */
export async function createBullQueue(config: BullQueueConfig, logger: Logger): Promise<Queue> {
  const settings: Settings = { ...DEFAULTS, ...config };
  const connections = await connectRedis(settings.redisUrl, settings.producerPatienceMs, logger);
  const queues = openQueues(settings, connections.producer, logger);
  const workers = new Map<JobType, Worker<Job>>();
  const schedules = createSchedules(logger);
  return {
    name: 'queue',
    add: (job, options) => orNotReady('add the job', () => addOnce(queues[job.type], job, options, settings)),
    schedule: (id, everyMs, job) =>
      orNotReady('set the schedule', () => schedules.set(queues[job.type], id, everyMs, job)),
    process: <T extends JobType>(
      type: T,
      handler: (job: JobOf<T>, signal: AbortSignal) => Promise<void>,
      concurrency = 1,
    ) => {
      if (workers.has(type))
        throw new OrreryError('defect', `The job type ${type} has a handler already; one is allowed.`);
      workers.set(type, startWorker(type, handler as Handler, concurrency, settings, connections.worker, logger));
    },
    counts: (type) => orNotReady('count jobs', () => countsOf(queues[type])),
    failures: (type, limit) => orNotReady('list failures', () => failuresOf(queues[type], limit)),
    idle: (horizonMs = 0) => untilIdle(Object.values(queues), connections.producer, horizonMs),
    stop: () => stopAll(workers, queues, schedules.stop, connections),
  };
}

function openQueues(settings: Settings, connection: Redis, logger: Logger): Readonly<Record<JobType, BullQueue<Job>>> {
  const open = (type: JobType): BullQueue<Job> => {
    const queue = new BullQueue<Job>(type, { connection, prefix: settings.prefix });
    queue.on('error', (error) => logger.debug({ queue: type, err: error }, 'queue error'));
    return queue;
  };
  return Object.fromEntries(JOB_TYPES.map((type) => [type, open(type)])) as Record<JobType, BullQueue<Job>>;
}

/**
 * BullMQ ignores a job whose id it still keeps, which is what we want unless that job failed. The state is read first
 * and on the same connection, so that a job which this call adds and which fails at once is not mistaken for one that
 * had failed before.
 */
async function addOnce(queue: BullQueue<Job>, job: Job, options: JobOptions, settings: Settings): Promise<void> {
  const jobId = toBullId(options.id);
  const [state] = await Promise.all([
    queue.getJobState(jobId),
    queue.add(job.type, job, {
      jobId,
      attempts: options.attempts ?? 1,
      delay: options.delayMs ?? 0,
      backoff: { type: 'exponential', delay: options.backoffMs ?? 0 },
      removeOnComplete: { count: settings.keepFinished },
      removeOnFail: { count: settings.keepFinished },
    }),
  ]);
  if (state !== 'failed') return;
  const failed = await queue.getJob(jobId);
  // Rejects if another producer was faster; then the job waits or runs, as intended.
  await failed
    ?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
    .catch(async (error: unknown) => {
      if ((await queue.getJobState(jobId)) === 'failed') throw error;
    });
}

function startWorker(
  type: JobType,
  handler: Handler,
  concurrency: number,
  settings: Settings,
  connection: Redis,
  logger: Logger,
): Worker<Job> {
  const worker: Worker<Job> = new Worker<Job>(
    type,
    async (job: BullJob<Job>, token: string | undefined, signal: AbortSignal | undefined) => {
      const startedMs = performance.now();
      const aborted = signal ?? new AbortController().signal;
      try {
        await handler(job.data, aborted);
        logger.debug({ job: job.data, id: job.id, durationMs: Math.round(performance.now() - startedMs) }, 'job done');
      } catch (error) {
        if (aborted.aborted) await giveBack(job, token);
        if (error instanceof PostponedJobError) await postpone(job, token, error, logger);
        logger.warn(
          { job: job.data, id: job.id, attempt: job.attemptsMade + 1, of: job.opts.attempts, err: error },
          'job failed',
        );
        throw error instanceof UnrecoverableJobError ? new UnrecoverableError(error.message) : error;
      }
    },
    {
      connection,
      prefix: settings.prefix,
      concurrency,
      lockDuration: settings.lockMs,
      stalledInterval: settings.stalledCheckMs,
      maxStalledCount: settings.maxDeaths,
      runRetryDelay: 500,
      // Of jobs that schedules add; added ones carry their own.
      removeOnComplete: { count: settings.keepFinished },
      removeOnFail: { count: settings.keepFinished },
    },
  );
  worker.on('error', (error) => logger.debug({ worker: type, err: error }, 'worker error'));
  worker.on('stalled', (id) => logger.warn({ worker: type, id }, 'worker died; its job is done again'));
  // Another worker may have the job by now, and both would do its work.
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => worker.cancelJob(id, 'the lock was lost')));
  return worker;
}

/** Returns a job that was told to stop to the waiting ones. Always rejects. */
async function giveBack(job: BullJob<Job>, token: string | undefined): Promise<never> {
  // If the lock is lost or Redis is unavailable, the job waits already or will be found without a worker.
  await job.moveToWait(token).catch(() => undefined);
  throw new WaitingError();
}

/** Postpones a job without using up an attempt. Always rejects. */
async function postpone(
  job: BullJob<Job>,
  token: string | undefined,
  { delayMs, message }: PostponedJobError,
  logger: Logger,
): Promise<never> {
  logger.debug({ job: job.data, id: job.id, delayMs, reason: message }, 'job postponed');
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}

async function countsOf(queue: BullQueue<Job>): Promise<JobCounts> {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'completed', 'failed');
  const of = (state: string): number => counts[state] ?? 0;
  return {
    waiting: of('waiting') + of('prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    completed: of('completed'),
    failed: of('failed'),
  };
}

async function failuresOf(queue: BullQueue<Job>, limit: number): ReturnType<Queue['failures']> {
  if (limit < 1) return [];
  const jobs = await queue.getFailed(0, limit - 1);
  return jobs.map((job) => ({
    id: fromBullId(job.id ?? ''),
    job: job.data,
    reason: job.failedReason,
    atMs: job.finishedOn ?? job.timestamp,
  }));
}

/** Idle twice in a row: the second check sees a job that a handler adds or that moves during the first. */
async function untilIdle(queues: readonly BullQueue<Job>[], redis: Redis, horizonMs: number): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    quiet = (await isQuiet(queues, redis, horizonMs)) ? quiet + 1 : 0;
    if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, IDLE_POLL_MS));
  }
}

async function isQuiet(queues: readonly BullQueue<Job>[], redis: Redis, horizonMs: number): Promise<boolean> {
  for (const queue of queues) {
    const { waiting, active } = await countsOf(queue);
    const due = await redis.zcount(queue.toKey('delayed'), '-inf', (Date.now() + horizonMs + 1) * SCORE_PER_MS);
    if (waiting + active + due > 0) return false;
  }
  return true;
}

/**
 * Workers first: a job that finishes may still add the next one. If Redis is unavailable, the state of running jobs is
 * unknown; they are left to the check for dead workers instead of delaying the stop.
 */
async function stopAll(
  workers: ReadonlyMap<JobType, Worker<Job>>,
  queues: Readonly<Record<JobType, BullQueue<Job>>>,
  stopSchedules: () => void,
  connections: RedisConnections,
): Promise<void> {
  stopSchedules();
  const running = [...workers.values()];
  const closed = Promise.all(running.map((worker) => closeWorker(worker)));
  const gaveUp = new AbortController();
  await Promise.race([closed, untilAway(connections.worker, gaveUp.signal)]);
  gaveUp.abort();
  if (connections.worker.status !== 'ready') {
    for (const worker of running) void worker.disconnect().catch(() => undefined);
  } else {
    await closed;
    await Promise.all(JOB_TYPES.map((type) => queues[type].close()));
  }
  await connections.close();
}

/** Takes no new job, aborts the running handlers, waits for them. */
function closeWorker(worker: Worker<Job>): Promise<void> {
  const closed = worker.close();
  worker.cancelAllJobs('the queue stops');
  return closed;
}

/** Resolves when Redis has been unavailable for `AWAY_MS`, or at the signal. */
async function untilAway(connection: Redis, signal: AbortSignal): Promise<void> {
  for (let awayMs = 0; awayMs < AWAY_MS && !signal.aborted; ) {
    await new Promise((resolve) => setTimeout(resolve, AWAY_POLL_MS));
    awayMs = connection.status === 'ready' ? 0 : awayMs + AWAY_POLL_MS;
  }
}

async function orNotReady<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = messageOf(error);
    throw new OrreryError(
      'notReady',
      `The queue could not ${what}: ${reason}. Nothing may have been done; try again when Redis answers.`,
      [],
      {
        cause: error,
      },
    );
  }
}
