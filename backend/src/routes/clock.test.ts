import type { ServiceClock } from '@orrery/contract';
import { afterEach, expect, it } from 'vitest';
import { startTestService, type TestService } from '../testing/service.ts';

let service: TestService | null = null;
afterEach(async () => {
  await service?.stop();
  service = null;
});

const clockOf = async (of: TestService): Promise<unknown> => (await fetch(`${of.url}/api/v1/clock`)).json();

it('tells the time of the data', async () => {
  service = await startTestService({ nowMs: 5 });
  expect(await clockOf(service)).toEqual({ nowMs: 5, speed: 1, replay: null, demo: null });
});

it('tells the simulated time of a replay, its speed and its span', async () => {
  const clock: ServiceClock = { nowMs: 7, speed: 600, replay: { fromMs: 1, toMs: 9 }, demo: null };
  service = await startTestService({ clock: () => clock });
  expect(await clockOf(service)).toEqual(clock);
});
