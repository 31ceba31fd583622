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
} from '../ports.ts';

type State = keyof JobCounts;
interface Entry {
  readonly job: Job;
  readonly options: JobOptions;
  state: State;
  attemptsMade: number;
  reason: string;
  /** When a delayed job is due, and when a failed one was given up; epoch ms. */
  atMs: number;
}
interface Schedule {
  readonly everyMs: number;
  readonly job: Job;
  nextMs: number;
  timer: NodeJS.Timeout;
}

/** State shared by several handles of one queue, as processes share a server. */
export interface QueuePlace {
  readonly entries: Map<string, Entry>;
  readonly schedules: Map<string, Schedule>;
  /** Waiting jobs of each type, the next one first. */
  readonly waiting: Map<JobType, Entry[]>;
  /** Notify the handles that a job waits. */
  readonly bells: Set<(type: JobType) => void>;
}

export const createQueuePlace = (): QueuePlace => ({
  entries: new Map(),
  schedules: new Map(),
  waiting: new Map(),
  bells: new Set(),
});

export interface MemoryQueue extends Queue {
  readonly entries: ReadonlyMap<string, Readonly<Entry>>;
  /** The job of each schedule. */
  scheduled(id: string): Job | undefined;
  /** Ends the handle as SIGKILL would: what its handlers do afterwards has no effect. */
  crash(): void;
}

const POLL_MS = 5;

interface Handler {
  readonly handle: (job: Job) => Promise<void>;
  readonly concurrency: number;
  readonly active: Set<Entry>;
}

/** A queue in memory with all guarantees of the port except durability; handles over one place are one queue. */
export function createMemoryQueue(place: QueuePlace = createQueuePlace()): MemoryQueue {
  const handlers = new Map<JobType, Handler>();
  const abort = new AbortController();
  let crashed = false;

  const pump = (type: JobType): void => {
    const handler = handlers.get(type);
    while (handler && !abort.signal.aborted && handler.active.size < handler.concurrency) {
      const entry = place.waiting.get(type)?.shift();
      if (entry === undefined) return;
      entry.state = 'active';
      handler.active.add(entry);
      void run(place, entry, handler, { isStopping: () => abort.signal.aborted, isDead: () => crashed }).finally(() => {
        handler.active.delete(entry);
        pump(type);
      });
    }
  };
  place.bells.add(pump);

  return {
    name: 'memory queue',
    entries: place.entries,
    scheduled: (id) => place.schedules.get(id)?.job,
    async add(job, options) {
      const known = place.entries.get(options.id);
      if (known !== undefined && known.state !== 'failed') return;
      const entry: Entry = { job, options, state: 'waiting', attemptsMade: 0, reason: '', atMs: 0 };
      place.entries.set(options.id, entry);
      if (options.delayMs) delay(place, entry, options.delayMs);
      else queueMicrotask(() => wait(place, entry));
    },
    async schedule(id, everyMs, job) {
      const known = place.schedules.get(id);
      const nextMs = known?.everyMs === everyMs ? known.nextMs : Date.now() + everyMs;
      clearTimeout(known?.timer);
      repeat(place, id, { everyMs, job, nextMs });
    },
    process<T extends JobType>(
      type: T,
      handler: (job: JobOf<T>, signal: AbortSignal) => Promise<void>,
      concurrency = 1,
    ) {
      if (handlers.has(type)) throw new Error(`Two handlers of ${type}.`);
      const handle = (job: Job): Promise<void> => handler(job as JobOf<T>, abort.signal);
      handlers.set(type, { handle, concurrency, active: new Set() });
      pump(type);
    },
    counts: async (type) => countsOf(place, type),
    async failures(type, limit) {
      // Of the same millisecond the one added last comes first.
      return [...place.entries]
        .reverse()
        .filter(([, { job, state }]) => job.type === type && state === 'failed')
        .sort(([, a], [, b]) => b.atMs - a.atMs)
        .slice(0, limit)
        .map(([id, { job, reason, atMs }]) => ({ id, job, reason, atMs }));
    },
    async idle(horizonMs = 0) {
      while (isBusy(place, Date.now() + horizonMs)) await pause(POLL_MS);
    },
    async stop() {
      abort.abort();
      while (!crashed && [...handlers.values()].some(({ active }) => active.size > 0)) await pause(POLL_MS);
      leave();
    },
    crash() {
      crashed = true;
      abort.abort();
      leave();
      for (const { active } of handlers.values()) for (const entry of active) wait(place, entry, 'first');
    },
  };

  function leave(): void {
    place.bells.delete(pump);
    if (place.bells.size > 0) return;
    for (const { timer } of place.schedules.values()) clearTimeout(timer);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs one job and stores its outcome, unless its handle has died meanwhile. */
async function run(
  place: QueuePlace,
  entry: Entry,
  handler: Handler,
  { isStopping, isDead }: { readonly isStopping: () => boolean; readonly isDead: () => boolean },
): Promise<void> {
  try {
    await handler.handle(entry.job);
    if (!isDead()) entry.state = 'completed';
  } catch (error) {
    if (isDead()) return;
    if (error instanceof PostponedJobError) return delay(place, entry, error.delayMs);
    if (isStopping()) return wait(place, entry, 'first');
    entry.attemptsMade += 1;
    entry.reason = messageOf(error);
    const { attempts = 1, backoffMs = 0 } = entry.options;
    if (entry.attemptsMade < attempts && !(error instanceof UnrecoverableJobError))
      return delay(place, entry, backoffMs * 2 ** (entry.attemptsMade - 1));
    entry.state = 'failed';
    entry.atMs = Date.now();
  }
}

function wait(place: QueuePlace, entry: Entry, where: 'first' | 'last' = 'last'): void {
  const { type } = entry.job;
  const list = place.waiting.get(type) ?? [];
  place.waiting.set(type, list);
  entry.state = 'waiting';
  if (where === 'first') list.unshift(entry);
  else list.push(entry);
  for (const ring of [...place.bells]) ring(type);
}

function delay(place: QueuePlace, entry: Entry, ms: number): void {
  entry.state = 'delayed';
  entry.atMs = Date.now() + ms;
  setTimeout(() => wait(place, entry), ms).unref();
}

/** Adds the job of a schedule when it is due, and again after each period. */
function repeat(place: QueuePlace, id: string, { everyMs, job, nextMs }: Omit<Schedule, 'timer'>): void {
  const timer = setTimeout(
    () => {
      const options = { id: `${id}:${nextMs}` };
      const entry: Entry = { job, options, state: 'waiting', attemptsMade: 0, reason: '', atMs: 0 };
      place.entries.set(options.id, entry);
      wait(place, entry);
      repeat(place, id, { everyMs, job, nextMs: Math.max(nextMs + everyMs, Date.now()) });
    },
    Math.max(0, nextMs - Date.now()),
  ).unref();
  place.schedules.set(id, { everyMs, job, nextMs, timer });
}

function countsOf({ entries }: QueuePlace, type: JobType): JobCounts {
  const counts = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
  for (const { job, state } of entries.values()) if (job.type === type) counts[state] += 1;
  return counts;
}

const isBusy = ({ entries, schedules }: QueuePlace, untilMs: number): boolean =>
  [...entries.values()].some(
    ({ state, atMs }) => state === 'waiting' || state === 'active' || (state === 'delayed' && atMs <= untilMs),
  ) || [...schedules.values()].some(({ nextMs }) => nextMs <= untilMs);
