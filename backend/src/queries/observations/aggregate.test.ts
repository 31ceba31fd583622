import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downsample } from './aggregate.ts';

const observations = fc
  .uniqueArray(fc.record({ timeMs: fc.integer({ min: 0, max: 10_000 }), value: fc.integer({ min: 0, max: 9 }) }), { selector: (o) => o.timeMs, maxLength: 200 })
  .map((list) => list.sort((a, b) => a.timeMs - b.timeMs)); // prettier-ignore

describe('downsample', () => {
  it('gives never more points than asked for, in order of time', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 1, max: 50 }), (list, points) => {
        const times = downsample(list, 'mean', 0, 10_000, points).map((b) => b.timeMs);
        expect(times.length).toBeLessThanOrEqual(points);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps the extremes whatever the aggregate', () => {
    fc.assert(
      fc.property(
        observations,
        fc.constantFrom('mean' as const, 'last' as const),
        fc.integer({ min: 1, max: 20 }),
        (list, aggregate, points) => {
          const buckets = downsample(list, aggregate, 0, 10_000, points);
          expect(Math.max(...buckets.map((b) => b.max))).toBe(Math.max(...list.map((o) => o.value)));
          expect(Math.min(...buckets.map((b) => b.min))).toBe(Math.min(...list.map((o) => o.value)));
        },
      ),
    );
  });

  it('leaves data that fits alone, zeros included', () => {
    expect(downsample([{ timeMs: 5, value: 0 }], 'mean', 0, 10, 3)).toEqual([{ timeMs: 5, value: 0, min: 0, max: 0 }]);
  });

  it.each([
    ['mean', 2],
    ['min', 1],
    ['max', 3],
    ['last', 3],
  ] as const)('aggregates by %s', (aggregate, value) => {
    const list = [
      { timeMs: 0, value: 1 },
      { timeMs: 5, value: 3 },
    ];
    expect(downsample(list, aggregate, 0, 10, 1)).toEqual([{ timeMs: 0, value, min: 1, max: 3 }]);
  });
});
