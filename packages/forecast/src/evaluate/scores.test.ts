import { OrreryError } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { bias, mae, mse, rmse, skill } from './errors.ts';
import { completePairs, type Pairs } from './pairs.ts';
import { coverage, crps } from './quantiles.ts';
import { normals } from './testing/noise.ts';

const f64 = (...values: number[]): Float64Array => Float64Array.from(values);
/** Sums of a hundred doubles of size up to 1,000 differ in their last digits only. */
const ROUNDING = 1e-9;
const column = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 100 });
const twoColumns = column.chain((a) =>
  fc.tuple(
    fc.constant(a),
    fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: a.length, maxLength: a.length }),
  ),
);

describe('errors', () => {
  it('agree with values computed by hand', () => {
    const [observed, forecast] = [f64(1, 2, 3), f64(2, 2, 1)];
    expect(mse(observed, forecast)).toBeCloseTo(5 / 3, 12);
    expect(mae(observed, forecast)).toBeCloseTo(1, 12);
    expect(bias(observed, forecast)).toBeCloseTo(-1 / 3, 12);
    expect(skill(observed, forecast, f64(3, 2, 1))).toBeCloseTo(1 - 5 / 8, 12);
    expect(skill(observed, forecast, observed)).toBeNull();
  });

  it('split into bias and spread, and the mean absolute error never exceeds the RMSE', () => {
    fc.assert(
      fc.property(twoColumns, ([a, b]) => {
        const [observed, forecast] = [f64(...a), f64(...b)];
        const debiased = Float64Array.from(forecast, (value) => value - bias(observed, forecast));
        expect(
          Math.abs(mse(observed, forecast) - bias(observed, forecast) ** 2 - mse(observed, debiased)),
        ).toBeLessThan(1e6 * ROUNDING);
        expect(mae(observed, forecast)).toBeLessThanOrEqual(rmse(observed, forecast) + ROUNDING);
      }),
    );
  });
});

describe('quantile scores', () => {
  it('of one quantile only are the absolute error', () => {
    fc.assert(
      fc.property(twoColumns, ([a, b]) => {
        const [observed, forecast] = [f64(...a), f64(...b)];
        expect(Math.abs(crps(observed, [{ level: 0.5, values: forecast }]) - mae(observed, forecast))).toBeLessThan(
          ROUNDING,
        );
      }),
    );
  });

  it('come within half a percent of the CRPS of a normal distribution from its five quantiles', () => {
    const n = 40_000;
    const y = normals(n, 7);
    const quantiles = NORMAL.map(([level, z]) => ({ level, values: new Float64Array(n).fill(z) }));
    // Exact for each outcome (Gneiting et al. 2005, Mon. Wea. Rev. 133, 1098), so that sampling cancels.
    const exact = y.reduce((sum, z) => sum + z * (2 * phi(z) - 1) + 2 * density(z) - 1 / Math.sqrt(Math.PI), 0) / n;
    const ratio = crps(y, quantiles) / exact;
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.005);
  });

  it('are, for a linear distribution, the integral of the squared difference of the distributions', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 3, noNaN: true }), (y) => {
        // Uniform on 0–1: ∫(F − [x >= y])² dx = 1/3 − y + y² inside, and the distance to the interval more outside.
        const inside = Math.min(1, Math.max(0, y));
        const exact = 1 / 3 - inside + inside ** 2 + Math.abs(y - inside);
        const quantiles = [0.1, 0.5, 0.9].map((level) => ({ level, values: f64(level) }));
        expect(Math.abs(crps(f64(y), quantiles) - exact)).toBeLessThan(ROUNDING);
      }),
    );
  });

  it('count an outcome on the edge of a band as covered', () => {
    expect(coverage(f64(1, 2, 3, 4), f64(1, 0, 0, 0), f64(5, 2, 2, 9))).toBe(0.75);
  });
});

describe('complete pairs', () => {
  const pairs: Pairs = {
    issuedAtMs: f64(0, 1, 2, 3),
    validAtMs: f64(0, 1, 2, 3),
    observed: f64(1, NaN, 3, 4),
    value: f64(1, 2, 3, 4),
    lower80: f64(NaN, NaN, NaN, NaN),
    p5: f64(0.1, 0.2, NaN, 0.4),
  };

  it('leave a pair out of every column if any value is missing, and drop columns that are missing throughout', () => {
    const complete = completePairs(pairs, { ridge: f64(5, 6, 7, 8), mean24h: f64(NaN, NaN, NaN, NaN) });
    expect(complete.n).toBe(2);
    expect(complete.observed).toEqual(f64(1, 4));
    expect(complete.rivals).toEqual({ ridge: f64(5, 8), mean24h: null });
    expect(complete.lower80).toBeNull();
    expect(complete.storm).toBeNull();
    expect(complete.p5).toEqual(f64(0.1, 0.4));
  });

  it('refuse columns of unequal length by name', () => {
    expect(() => completePairs(pairs, { ridge: f64(1) })).toThrow(OrreryError);
    expect(() => completePairs(pairs, { ridge: f64(1) })).toThrow(/rival ridge has 1 entries beside 4/);
  });

  it('hold no NaN whatever is missing', () => {
    const random = seededRandom(3);
    const holed = (): Float64Array => Float64Array.from({ length: 50 }, () => (random() < 0.2 ? NaN : random()));
    const complete = completePairs(
      {
        ...pairs,
        issuedAtMs: holed(),
        validAtMs: holed(),
        observed: holed(),
        value: holed(),
        p5: holed(),
        lower80: holed(),
      },
      { a: holed() },
    );
    for (const values of [complete.observed, complete.value, complete.p5!, complete.rivals['a']!]) {
      expect(values).toHaveLength(complete.n);
      expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(complete.n).toBeGreaterThan(0);
  });
});

const NORMAL = [
  [0.025, -1.959964],
  [0.1, -1.281552],
  [0.5, 0],
  [0.9, 1.281552],
  [0.975, 1.959964],
] as const;

const density = (z: number): number => Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);

/** Distribution function of the normal by Simpson's rule; good to 1e-9 on the range of the sample. */
function phi(z: number): number {
  const steps = 200;
  const h = z / steps;
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += density(i * h) * (i % 2 ? 4 : 2);
  return 0.5 + (sum * h) / 3;
}
