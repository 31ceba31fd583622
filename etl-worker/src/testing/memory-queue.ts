import { messageOf } from '@orrery/contract';
import {
  PostponedJobError,
  UnrecoverableJobError,
  type Job,
  type JobCounts,
  type JobOf,
  type JobOptions,
  type JobType,
  type Queue,
} from '@orrery/pipeline';

type State = keyof JobCounts;
interface Entry {
  readonly job: Job;
  readonly options: JobOptions;
  state: State;
  attemptsMade: number;
  reason: string;
}

export interface MemoryQueue extends Queue {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Noted and never due. */
  readonly schedules: ReadonlyMap<string, Job>;
}

/** A queue in memory for tests of the flow: the rules of the port, nothing durable. */
export function createMemoryQueue(): MemoryQueue {
  const entries = new Map<string, Entry>();
  const handlers = new Map<JobType, { handle: (job: Job) => Promise<void>; concurrency: number; active: number }>();
  const schedules = new Map<string, Job>();
  const timers = new Set<NodeJS.Timeout>();
  const abort = new AbortController();

  const later = (id: string, entry: Entry, ms: number): void => {
    entry.state = 'delayed';
    const timer = setTimeout(() => {
      timers.delete(timer);
      entry.state = 'waiting';
      pump(entry.job.type);
    }, ms);
    timers.add(timer);
    entries.set(id, entry);
  };

  function pump(type: JobType): void {
    const handler = handlers.get(type);
    if (!handler || abort.signal.aborted) return;
    for (const [id, entry] of entries) {
      if (handler.active >= handler.concurrency) return;
      if (entry.job.type !== type || entry.state !== 'waiting') continue;
      entry.state = 'active';
      handler.active += 1;
      void run(id, entry, handler).finally(() => {
        handler.active -= 1;
        pump(type);
      });
    }
  }

  async function run(id: string, entry: Entry, handler: { handle: (job: Job) => Promise<void> }): Promise<void> {
    try {
      await handler.handle(entry.job);
      entry.state = 'completed';
    } catch (error) {
      if (error instanceof PostponedJobError) return later(id, entry, error.delayMs);
      entry.attemptsMade += 1;
      entry.reason = messageOf(error);
      const again = entry.attemptsMade < (entry.options.attempts ?? 1) && !(error instanceof UnrecoverableJobError);
      if (again) later(id, entry, (entry.options.backoffMs ?? 0) * 2 ** (entry.attemptsMade - 1));
      else entry.state = 'failed';
    }
  }

  const count = (type: JobType, state: State): number =>
    [...entries.values()].filter((entry) => entry.job.type === type && entry.state === state).length;

  return {
    name: 'memory queue',
    entries,
    schedules,
    async add(job, options) {
      if (entries.has(options.id)) return;
      const entry: Entry = { job, options, state: 'waiting', attemptsMade: 0, reason: '' };
      if (options.delayMs) later(options.id, entry, options.delayMs);
      else entries.set(options.id, entry);
      queueMicrotask(() => pump(job.type));
    },
    schedule: async (id, _everyMs, job) => void schedules.set(id, job),
    process<T extends JobType>(
      type: T,
      handler: (job: JobOf<T>, signal: AbortSignal) => Promise<void>,
      concurrency = 1,
    ) {
      if (handlers.has(type)) throw new Error(`Two handlers of ${type}.`);
      handlers.set(type, { handle: (job) => handler(job as JobOf<T>, abort.signal), concurrency, active: 0 });
      pump(type);
    },
    async counts(type) {
      const of = (state: State): number => count(type, state);
      return {
        waiting: of('waiting'),
        active: of('active'),
        delayed: of('delayed'),
        completed: of('completed'),
        failed: of('failed'),
      };
    },
    async failures(type, limit) {
      return [...entries]
        .filter(([, entry]) => entry.job.type === type && entry.state === 'failed')
        .slice(0, limit)
        .map(([id, { job, reason }]) => ({ id, job, reason, atMs: 0 }));
    },
    async idle() {
      const busy = (): boolean =>
        [...entries.values()].some(({ state }) => state === 'waiting' || state === 'active' || state === 'delayed');
      while (busy()) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async stop() {
      abort.abort();
      for (const timer of timers) clearTimeout(timer);
      while ([...handlers.values()].some(({ active }) => active > 0))
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
