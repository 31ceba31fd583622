import { HOUR_MS, MINUTE_MS } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketLength, bucketsOfPoints, regroup, withGaps } from './buckets.ts';

const points = fc
  .uniqueArray(fc.record({ timeMs: fc.integer({ min: 0, max: 10_000 }), value: fc.integer({ min: -100, max: 100 }) }), {
    selector: ({ timeMs }) => timeMs,
    minLength: 1,
  })
  .map((list) => list.map((point) => ({ ...point, revision: 'nowcast' as const })).sort((a, b) => a.timeMs - b.timeMs));

describe('the length of buckets', () => {
  it('keeps any range within the asked number of buckets', () => {
    const range = fc.tuple(fc.integer({ min: -1e12, max: 2e12 }), fc.integer({ min: 1, max: 1e12 }));
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 3000 }), ([fromMs, spanMs], wanted) => {
        const everyMs = bucketLength(fromMs, fromMs + spanMs, wanted);
        const count = Math.floor((fromMs + spanMs) / everyMs) - Math.floor(fromMs / everyMs) + 1;
        expect(count).toBeLessThanOrEqual(wanted);
      }),
    );
  });

  it.each([
    [6 * HOUR_MS, 400, MINUTE_MS],
    [7 * 24 * HOUR_MS, 1000, 15 * MINUTE_MS],
    [90 * 24 * HOUR_MS, 1000, 3 * HOUR_MS],
    [11 * 365 * 24 * HOUR_MS, 1000, 5 * 24 * HOUR_MS],
  ])('gives %d ms in %d points round steps', (spanMs, wanted, everyMs) => {
    expect(bucketLength(0, spanMs, wanted)).toBe(everyMs);
  });
});

/** Means are sums in another order; values are at most 100. */
const MEAN_TOLERANCE = 1e-9;

describe('buckets', () => {
  it('keep extremes, counts and the last value however they are put together', () => {
    fc.assert(
      fc.property(points, fc.constantFrom(2, 3, 10), (list, factor) => {
        const direct = bucketsOfPoints(list, 100 * factor);
        const stepwise = regroup(bucketsOfPoints(list, 100), 100 * factor);
        expect(stepwise.map(({ mean: _, ...rest }) => rest)).toEqual(direct.map(({ mean: _, ...rest }) => rest));
        stepwise.forEach(({ mean }, i) => expect(Math.abs(mean - direct[i]!.mean)).toBeLessThan(MEAN_TOLERANCE));
        const values = list.map(({ value }) => value);
        expect(Math.max(...direct.map(({ max }) => max))).toBe(Math.max(...values));
        expect(Math.min(...direct.map(({ min }) => min))).toBe(Math.min(...values));
        expect(direct.reduce((n, bucket) => n + bucket.n, 0)).toBe(list.length);
      }),
    );
  });

  it('know a zero from nothing', () => {
    const list = [
      { timeMs: 0, value: 0, revision: 'nowcast' as const },
      { timeMs: 1, value: null, revision: 'nowcast' as const },
    ];
    expect(bucketsOfPoints(list, 10)).toEqual([{ timeMs: 0, n: 1, min: 0, mean: 0, max: 0, last: 0 }]);
  });
});

describe('gaps', () => {
  const at = (...minutes: number[]) =>
    minutes.map((minute) => ({ timeMs: minute * MINUTE_MS, value: 1, min: 1, max: 1 }));
  const nulls = (list: ReturnType<typeof withGaps>) =>
    list.filter(({ value }) => value === null).map(({ timeMs }) => timeMs / MINUTE_MS);

  it('longer than two and a half intervals get one point without value', () => {
    expect(nulls(withGaps(at(0, 1, 2, 10, 11, 60), MINUTE_MS))).toEqual([3, 12]);
  });

  it('of two and a half intervals are none', () => {
    expect(nulls(withGaps(at(0, 1, 3.5), MINUTE_MS))).toEqual([]);
  });

  it('are not seen between hourly values of a series that is live by the minute', () => {
    expect(nulls(withGaps(at(0, 60, 120, 180, 240, 300, 720), MINUTE_MS))).toEqual([360]);
  });

  it('that the source states are not doubled', () => {
    const stated = { timeMs: MINUTE_MS, value: null, min: null, max: null };
    expect(withGaps([...at(0), stated, ...at(30)], MINUTE_MS)).toHaveLength(3);
  });
});
