import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ar1 } from '../evaluate/testing/noise.ts';
import { seededRandom } from '../random.ts';
import { correlationSteps } from './correlation.ts';

/** 32 blocks estimate a variance to within a quarter, and the largest of several such estimates is taken. */
const LOW = 0.7;
const HIGH = 2;

describe('correlation steps', () => {
  it('of an AR(1) series are (1 + memory) / (1 − memory), whether or not a tenth is missing', () => {
    const random = seededRandom(9);
    for (const memory of [0, 0.5, 0.9]) {
      const series = ar1(40_000, memory, 17);
      const expected = (1 + memory) / (1 - memory);
      for (const values of [series, series.map((value) => (random() < 0.1 ? NaN : value))]) {
        expect(correlationSteps(values) / expected).toBeGreaterThan(LOW);
        expect(correlationSteps(values) / expected).toBeLessThan(HIGH);
      }
    }
  });

  it('are 1 for constant values, for no values and for missing values only', () => {
    for (const values of [new Float64Array(1000).fill(3), new Float64Array(0), new Float64Array(500).fill(NaN)]) {
      expect(correlationSteps(values)).toBe(1);
    }
  });

  it('do not depend on unit or offset', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        (scale, zero) => {
          const series = ar1(2000, 0.8, 23);
          // Sums of a few thousand doubles.
          expect(correlationSteps(series.map((value) => scale * value + zero)) / correlationSteps(series)).toBeCloseTo(
            1,
            6,
          );
        },
      ),
    );
  });
});
