import { HOUR_MS, MINUTE_MS } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayMs, hoursAtBowShock, L1_TO_BOW_SHOCK_KM, type Stretch } from './shift.ts';

/** Sums of doubles in another order. */
const ROUNDING = 9;

const minutes = (count: number, mean: (i: number) => number, fromMs = 0): Stretch[] =>
  Array.from({ length: count }, (_, i) => ({
    fromMs: fromMs + i * MINUTE_MS,
    toMs: fromMs + (i + 1) * MINUTE_MS,
    mean: mean(i),
    cover: 1,
  }));

/** The speed that takes so many minutes. */
const speedFor = (delayMinutes: number): number => (L1_TO_BOW_SHOCK_KM / (delayMinutes * MINUTE_MS)) * 1000;

describe('from L1 to the bow shock', () => {
  it('the wind takes about an hour when slow and less than half an hour when fast', () => {
    expect(delayMs(400) / MINUTE_MS).toBeCloseTo(58.75, 1);
    expect(delayMs(1000) / MINUTE_MS).toBeCloseTo(23.5, 1);
  });

  it('an hour of minutes arrives in the two hours that it then lies in', () => {
    const hours = hoursAtBowShock(
      minutes(60, (i) => (i < 30 ? 1 : 5)),
      () => speedFor(30),
    );
    expect([...hours]).toEqual([
      [0, 1],
      [HOUR_MS, 5],
    ]);
  });

  it('an hour that is hardly covered has no value', () => {
    const hours = hoursAtBowShock(
      minutes(60, () => 1),
      () => speedFor(45),
    );
    expect([...hours.keys()]).toEqual([HOUR_MS]);
  });

  it('values stay between the least and the largest that were measured, whatever the speeds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.integer({ min: 250, max: 2500 })), {
          minLength: 30,
          maxLength: 300,
        }),
        (wind) => {
          const hours = hoursAtBowShock(
            minutes(wind.length, (i) => wind[i]![0]),
            (timeMs) => wind[timeMs / MINUTE_MS]![1],
          );
          const values = wind.map(([value]) => value);
          for (const value of hours.values()) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 10 ** -ROUNDING);
            expect(value).toBeLessThanOrEqual(Math.max(...values) + 10 ** -ROUNDING);
          }
        },
      ),
    );
  });

  it('steady wind of whole hours gives the mean of five minutes the same as that of minutes', () => {
    const value = (i: number): number => Math.sin(i / 40);
    const fives = Array.from({ length: 48 }, (_, i): Stretch => {
      const mean = [0, 1, 2, 3, 4].reduce((sum, k) => sum + value(5 * i + k), 0) / 5;
      return { fromMs: 5 * i * MINUTE_MS, toMs: 5 * (i + 1) * MINUTE_MS, mean, cover: 1 };
    });
    const [a, b] = [minutes(240, value), fives].map((stretches) => hoursAtBowShock(stretches, () => speedFor(40)));
    expect([...a!.keys()]).toEqual([...b!.keys()]);
    for (const [hour, mean] of a!) expect(b!.get(hour)).toBeCloseTo(mean, ROUNDING);
  });
});
