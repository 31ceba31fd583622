import { OrreryError, throwIfAborted } from '@orrery/contract';
import PQueue from 'p-queue';
import { createTally } from './tally.ts';

/** Heavy queries that may wait, of all callers and of one. */
const MAX_WAITING = 16;
const MAX_WAITING_OF_ONE = 8;
const RETRY_AFTER_SECONDS = 10;

/** The line in which heavy queries wait, so that a thread is always free for light ones. */
export interface HeavyLane {
  /** Runs the work in its turn. Rejects with `tooManyRequests` or `overloaded` at once where the line is full. */
  run<T>(caller: string, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** `onWaiting` is called with the number of those who wait whenever it may have changed. */
export function createHeavyLane(concurrency: number, onWaiting: (waiting: number) => void): HeavyLane {
  const queue = new PQueue({ concurrency });
  queue.on('add', () => onWaiting(queue.size));
  queue.on('next', () => onWaiting(queue.size));
  const waiting = createTally();
  return {
    async run(caller, work, signal) {
      if (waiting.of(caller) >= MAX_WAITING_OF_ONE)
        throw full('tooManyRequests', `${MAX_WAITING_OF_ONE} heavy queries of yours wait already`);
      if (queue.size >= MAX_WAITING) throw full('overloaded', `${MAX_WAITING} heavy queries wait already`);
      const leave = waiting.take(caller);
      const begun = (): ReturnType<typeof work> => {
        leave();
        return work();
      };
      try {
        return await queue.add(begun, { signal, throwOnTimeout: true });
      } catch (thrown) {
        throwIfAborted(signal);
        throw thrown;
      } finally {
        leave();
      }
    },
  };
}

const full = (code: 'tooManyRequests' | 'overloaded', what: string): OrreryError =>
  new OrreryError(code, `${what}, the most there may be; ask again in ${RETRY_AFTER_SECONDS} s, or for less.`, [], {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
