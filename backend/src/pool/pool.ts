import type { MessagePort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { asOrreryError, cancelled, OrreryError } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { Piscina } from 'piscina';
import { serveData, type DataSide } from './data-side.ts';
import { FLAGS, type ThreadAnswer, type ThreadData, type ThreadTask } from './task.ts';

/**
 * What a thread may need to notice that nobody waits any more, ms: it looks every 10 ms; one that does not is
 * terminated after this time, and replaced.
 */
const GRACE_MS = 35;
/** Light tasks that may wait for a thread; more than any honest dashboard has panels. */
const MAX_WAITING = 500;
const RETRY_AFTER_SECONDS = 5;
const NICE = 5;
const FLAGS_BYTES = Object.keys(FLAGS).length * Int32Array.BYTES_PER_ELEMENT;

export interface PoolOptions {
  /** The module of the thread; its default export does a task. */
  readonly file: URL;
  readonly threads: number;
  /** Heap of a thread, MB. */
  readonly threadMemoryMb: number;
  /** The longest that a task may take, ms. */
  readonly timeoutMs: number;
  readonly data: DataSide;
  readonly threadData: ThreadData;
  /** Called with the number of tasks that run whenever it has changed. */
  readonly onRunning: (tasks: number) => void;
}

/** A task without the parts that the pool adds. */
export type PoolTask = ThreadTask extends infer T ? (T extends ThreadTask ? Omit<T, 'flags'> : never) : never;

/** Threads that compute answers, one task at a time each. */
export interface QueryPool extends Stoppable {
  readonly threads: number;
  /**
   * Rejects with `cancelled` when the signal is aborted, `overran` where the task took longer or more memory than a
   * task may, `overloaded` where too many wait. Either way its thread is free, or another in its place.
   */
  run(task: PoolTask, signal: AbortSignal): Promise<ThreadAnswer>;
  /** Stops the task that has run the longest, for this reason; false where none runs. */
  stopLongest(reason: OrreryError): boolean;
}

interface Running {
  readonly startedMs: number;
  readonly stop: (reason: OrreryError) => void;
}

export function createQueryPool(options: PoolOptions): QueryPool {
  const { threads, threadMemoryMb, timeoutMs } = options;
  const piscina = new Piscina({
    filename: fileURLToPath(options.file),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    maxQueue: MAX_WAITING,
    resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
    workerData: options.threadData,
    execArgv: [],
    // The HTTP thread and the pipeline come first where there are fewer cores than threads.
    niceIncrement: NICE,
    recordTiming: false,
  });
  piscina.on('message', ({ connect }: { connect: MessagePort }) => serveData(options.data, connect));
  const running = new Set<Running>();

  const run: QueryPool['run'] = async (task, signal) => {
    const flags = new Int32Array(new SharedArrayBuffer(FLAGS_BYTES));
    const terminate = new AbortController();
    const stopped = new AbortController();
    const stop = (reason: OrreryError): void => {
      if (stopped.signal.aborted) return;
      stopped.abort(reason);
      Atomics.store(flags, FLAGS.stop, 1);
      setTimeout(() => terminate.abort(), GRACE_MS);
    };
    const gone = (): void => stop(cancelled());
    if (signal.aborted) gone();
    signal.addEventListener('abort', gone, { once: true });
    // A task that waits for its thread to start has not begun.
    const deadline = setInterval(() => {
      if (Atomics.load(flags, FLAGS.begun) === 1) stop(overranTime(timeoutMs));
    }, timeoutMs);
    const entry = { startedMs: performance.now(), stop };
    running.add(entry);
    options.onRunning(running.size);
    try {
      const answer = (await piscina.run(
        { ...task, flags: flags.buffer },
        { signal: terminate.signal },
      )) as ThreadAnswer;
      stopped.signal.throwIfAborted();
      return answer;
    } catch (thrown) {
      stopped.signal.throwIfAborted();
      throw poolError(thrown, threadMemoryMb);
    } finally {
      running.delete(entry);
      options.onRunning(running.size);
      clearInterval(deadline);
      signal.removeEventListener('abort', gone);
    }
  };
  return {
    name: 'query threads',
    threads,
    run,
    stopLongest: (reason) => {
      const longest = [...running].sort((a, b) => a.startedMs - b.startedMs)[0];
      longest?.stop(reason);
      return longest !== undefined;
    },
    stop: () => piscina.destroy(),
  };
}

const overranTime = (timeoutMs: number): OrreryError =>
  new OrreryError(
    'overran',
    `The query was stopped after ${timeoutMs / 1000} s, the most that one may take (queryTimeoutMs); ask for fewer objects, a shorter range or a longer interval.`,
  );

/** What Piscina and Node throw, in our terms. */
function poolError(thrown: unknown, threadMemoryMb: number): OrreryError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  const message = thrown instanceof Error ? thrown.message : '';
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new OrreryError(
      'overran',
      `The query was stopped at ${threadMemoryMb} MB of memory, the most that one may take (threadMemoryMb); ask for fewer objects, a shorter range or a longer interval.`,
    );
  }
  if (message === 'Task queue is at limit') {
    return new OrreryError(
      'overloaded',
      `${MAX_WAITING} queries wait already, the most there may be; ask again later.`,
      [],
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
  }
  return asOrreryError(thrown);
}
