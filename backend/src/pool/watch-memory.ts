import { OrreryError } from '@orrery/contract';
import type { Logger, Stoppable } from '@orrery/telemetry';
import type { QueryPool } from './pool.ts';

/** Fast enough that a loop which fills arrays meets it before it meets the machine's limit. */
const LOOK_MS = 100;
/** Until the memory of a query that was stopped is the system's again; the next one is not stopped for it. */
const RELIEF_MS = 1000;

/**
 * Stops the query that has run the longest while the process takes more memory than it may. The heap of a thread has a
 * limit of its own; arrays of numbers lie outside of it.
 */
export function watchMemory(pool: Pick<QueryPool, 'stopLongest'>, maxMemoryMb: number, logger: Logger): Stoppable {
  let relievedMs = -Infinity;
  const timer = setInterval(() => {
    if (performance.now() < relievedMs) return;
    const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
    if (megabytes <= maxMemoryMb) return;
    const text = `The query was stopped because the service came to ${megabytes} MB of memory, more than its limit of ${maxMemoryMb} MB (maxMemoryMb); ask for less.`;
    if (!pool.stopLongest(new OrreryError('overran', text))) return;
    relievedMs = performance.now() + RELIEF_MS;
    logger.warn({ megabytes, maxMemoryMb }, 'query stopped');
  }, LOOK_MS);
  timer.unref();
  return { name: 'memory watch', stop: () => Promise.resolve(clearInterval(timer)) };
}
