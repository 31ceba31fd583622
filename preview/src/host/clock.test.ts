import type { ServiceClock } from '@orrery/contract';
import { dateMath } from '@grafana/data';
import { afterEach, describe, expect, it } from 'vitest';
import { followClock, simulatedNow } from './clock.ts';

const STORM = Date.UTC(2024, 4, 10, 6);
const HOUR_MS = 3_600_000;
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
