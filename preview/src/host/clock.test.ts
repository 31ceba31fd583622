import { HOUR_MS, type ServiceClock } from '@orrery/contract';
import { dateMath } from '@grafana/data';
import { afterEach, describe, expect, it } from 'vitest';
import { describeReplay, followClock, simulatedNow } from './clock.ts';

const STORM = Date.UTC(2024, 4, 10, 6);
const clock: ServiceClock = {
  nowMs: STORM,
  speed: 600,
  replay: { fromMs: STORM, toMs: STORM + 24 * HOUR_MS },
  demo: null,
};

const realNow = Date.now;
afterEach(() => {
  Date.now = realNow;
});

describe('the time of a replay', () => {
  it("goes as fast as the service's clock and stands where the recording ends", () => {
    let real = 1000;
    const now = simulatedNow(clock, () => real);
    expect(now()).toBe(STORM);
    real += 6000;
    expect(now()).toBe(STORM + HOUR_MS);
    real += 600_000;
    expect(now()).toBe(STORM + 24 * HOUR_MS);
  });

  it('is what relative ranges are told from', () => {
    followClock(clock);
    const from = dateMath.toDateTime('now-1h', { roundUp: false })?.valueOf() ?? NaN;
    expect(Math.abs(from - (STORM - HOUR_MS))).toBeLessThan(HOUR_MS);
  });

  it('changes nothing where the clock is real, or not known', () => {
    followClock({ ...clock, replay: null });
    followClock(null);
    expect(Date.now).toBe(realNow);
  });
});

it('the badge says what is replayed, when it is and how fast time goes', () => {
  const at = Date.UTC(2024, 4, 10, 14, 20);
  const demo = { ...clock, demo: { title: 'the storm of May 2024', recorded: [], notes: {} } };
  expect(describeReplay(demo, at)).toBe('Demo: replay of the storm of May 2024, clock 2024-05-10 14:20 UTC, 600 ×');
  expect(describeReplay({ ...clock, speed: 1 }, at)).toBe('Replay, clock 2024-05-10 14:20 UTC, 1 ×');
  expect(describeReplay(demo, STORM + 24 * HOUR_MS)).toMatch(
    /, ended at 2024-05-11 06:00 UTC; start it again to see it again$/,
  );
});
