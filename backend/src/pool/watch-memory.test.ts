import { createLogger } from '@orrery/telemetry';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchMemory } from './watch-memory.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Any process takes more than a megabyte. */
const ALWAYS_FULL_MB = 1;

it('stops one query at a time, and the next only when the memory of the first had time to be given back', async () => {
  const stopped: string[] = [];
  const stopLongest = (reason: Error): boolean => stopped.push(reason.message) > 0;
  const watch = watchMemory({ stopLongest }, ALWAYS_FULL_MB, createLogger('test', 'silent'));
  vi.advanceTimersByTime(900);
  expect(stopped).toEqual([expect.stringMatching(/limit of 1 MB \(maxMemoryMb\)/)]);
  vi.advanceTimersByTime(900);
  expect(stopped).toHaveLength(2);
  await watch.stop();
  vi.advanceTimersByTime(5000);
  expect(stopped).toHaveLength(2);
});
