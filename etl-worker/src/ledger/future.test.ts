import { DAY_MS, MINUTE_MS, STATE } from '@orrery/contract';
import { createMemoryStateStore } from '@orrery/stores/memory';
import { writeState } from '@orrery/stores/typed';
import { createLogger } from '@orrery/telemetry';
import { expect, it, vi } from 'vitest';
import { forgetFuture } from './future.ts';
import { createRuns, freshRun } from './runs.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);

it('what a clock ahead of time has recorded is forgotten at the start, and said once', async () => {
  const state = createMemoryStateStore();
  const runs = createRuns(state);
  const aheadMs = NOW_MS + 365 * DAY_MS;
  for (const [atMs, newestMs] of [
    [NOW_MS - DAY_MS, 1],
    [NOW_MS + MINUTE_MS, 2],
    [aheadMs, 3],
  ] as const)
    await runs.write({ ...freshRun('kp', atMs, atMs, newestMs), outcome: 'loaded' });
  await writeState(state, STATE.cursors, ['kp'], { answeredMs: aheadMs }, aheadMs);
  const logger = createLogger('test', 'silent');
  const warned = vi.spyOn(logger, 'warn');
  await forgetFuture(state, NOW_MS, logger);
  expect(await runs.newestMs('kp')).toBe(2);
  expect(await state.get(STATE.cursors.key('kp'))).toEqual({ answeredMs: aheadMs });
  expect(warned).toHaveBeenCalledExactlyOnceWith(
    { entries: 1, newestMs: aheadMs },
    expect.stringMatching(/clock .*ahead.*2027-11-28/) as unknown,
  );
  await forgetFuture(state, NOW_MS, logger);
  expect(warned).toHaveBeenCalledTimes(1);
});
