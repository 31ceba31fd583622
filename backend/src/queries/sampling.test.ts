import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inSlices, sampleTimes } from './sampling.ts';

const NO_LIMIT = 1e9;
/** Times are whole milliseconds, so a step may be off by the rounding of both its ends. */
const ROUNDING_MS = 1;

describe('sampleTimes', () => {
  it('includes both ends of the range', () => {
    const times = sampleTimes({}, { fromMs: 1000, toMs: 11_000, maxDataPoints: 10 }, 1, NO_LIMIT);
    expect([...times]).toEqual([1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 11_000]);
  });

  it('takes the larger of the interval and the range over the points', () => {
    const wide = sampleTimes({}, { fromMs: 0, toMs: 10_000, maxDataPoints: 100, intervalMs: 5000 }, 1, NO_LIMIT);
    expect([...wide]).toEqual([0, 5000, 10_000]);
  });

  it('lets the query win over the request', () => {
    const times = sampleTimes({ maxDataPoints: 1 }, { fromMs: 0, toMs: 10, maxDataPoints: 10 }, 1, NO_LIMIT);
    expect([...times]).toEqual([0, 10]);
  });

  it('gives one moment for an empty range', () => {
    expect([...sampleTimes({}, { fromMs: 7, toMs: 7, maxDataPoints: 10 }, 1, NO_LIMIT)]).toEqual([7]);
  });

  it('takes given moments as they are', () => {
    expect([...sampleTimes({ times: [5, 3] }, { fromMs: 0, toMs: 10 }, 1, NO_LIMIT)]).toEqual([5, 3]);
  });

  it('names the limit when there are too many points', () => {
    expect(() => sampleTimes({}, { fromMs: 0, toMs: 1000, maxDataPoints: 1000 }, 3, 3000)).toThrow(
      /limit of 3000 points/,
    );
  });

  it('keeps equal steps and ends for any range and number of points', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1, max: 4e10 }),
        fc.integer({ min: 1, max: 3000 }),
        (fromMs, span, maxDataPoints) => {
          fc.pre(span >= maxDataPoints);
          const times = sampleTimes({}, { fromMs, toMs: fromMs + span, maxDataPoints }, 1, NO_LIMIT);
          expect(times).toHaveLength(maxDataPoints + 1);
          expect(times[0]).toBe(fromMs);
          expect(times.at(-1)).toBe(fromMs + span);
          const step = span / maxDataPoints;
          times.forEach((t, k) => expect(Math.abs(t - fromMs - k * step)).toBeLessThanOrEqual(ROUNDING_MS));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('inSlices', () => {
  const double = (slice: Float64Array) => new Map([['double', slice.map((t) => 2 * t)]]);

  it('gives what one computation over all would give', () => {
    const times = Float64Array.from({ length: 5001 }, (_, i) => i);
    expect(inSlices(times, double)).toEqual(double(times));
  });
});
