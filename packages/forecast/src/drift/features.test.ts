import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ar1, normals } from '../evaluate/testing/noise.ts';
import { seededRandom } from '../random.ts';
import { compareFeature, featureReferences, ksDistance, stabilityIndex, type FeatureReference } from './features.ts';

const referenceOf = (values: Float64Array): FeatureReference =>
  featureReferences(['x'], { rows: values.length, columns: 1, values: Float32Array.from(values) })[0]!;
const alarms = (reference: FeatureReference, live: Float64Array): boolean => {
  const { psi, psiLimit, ks, ksLimit } = compareFeature(reference, Float32Array.from(live));
  return psi > psiLimit || ks > ksLimit;
};
const counts = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 20 })
  .filter((all) => all.some((n) => n > 0));
const twoCounts = counts.chain((a) =>
  fc.tuple(fc.constant(a), fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: a.length, maxLength: a.length })),
);

describe('distances of distributions', () => {
  it('are 0 to oneself and never negative, the KS distance at most 1, the stability index the same either way', () => {
    fc.assert(
      fc.property(twoCounts, ([a, b]) => {
        fc.pre(b.some((n) => n > 0));
        expect(stabilityIndex(a, a)).toBe(0);
        expect(ksDistance(b, b)).toBe(0);
        // Both are sums of shares that add up to 1 but for rounding.
        expect(stabilityIndex(a, b)).toBeGreaterThan(-1e-12);
        expect(stabilityIndex(a, b)).toBeCloseTo(stabilityIndex(b, a), 9);
        expect(ksDistance(a, b)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('of normal distributions half a standard deviation apart are the limits: PSI 0.25, KS 0.2', () => {
    const n = 200_000;
    const reference = referenceOf(normals(n, 1));
    const { psi, ks } = compareFeature(
      reference,
      normals(n, 2).map((z) => z + 0.5),
    );
    // Twenty bins lose some of either distance: measured 0.24 and 0.195.
    expect(psi).toBeGreaterThan(0.23);
    expect(psi).toBeLessThan(0.26);
    expect(ks).toBeGreaterThan(0.185);
    expect(ks).toBeLessThan(0.2);
  });
});

describe('feature references', () => {
  it('count every value, hold the range and the missing share, and survive JSON', () => {
    const reference = referenceOf(Float64Array.of(NaN, 1, 2, 3, NaN, 2, 2, 2));
    expect(reference).toMatchObject({ missing: 0.25, low: 1, high: 3 });
    expect(reference.counts.reduce((a, b) => a + b, 0)).toBe(6);
    expect(reference.edges).toEqual([...new Set(reference.edges)]);
    expect(JSON.parse(JSON.stringify(reference))).toEqual(reference);
  });

  it('of a feature that was never known raise no alarm whatever they are compared with', () => {
    const reference = referenceOf(new Float64Array(100).fill(NaN));
    expect(compareFeature(reference, normals(100, 1))).toMatchObject({ psi: 0, ks: 0, beyond: 0, n: 100 });
    expect(compareFeature(referenceOf(normals(100, 1)), new Float64Array(10).fill(NaN))).toMatchObject({
      n: 0,
      psi: 0,
      ks: 0,
      missing: 1,
    });
  });

  it('put equal values of Kp, given in thirds, on the same side of an edge', () => {
    const random = seededRandom(4);
    const thirds = Float64Array.from({ length: 5000 }, () => Math.floor(random() * 28) / 3);
    const { psi, ks } = compareFeature(referenceOf(thirds), Float32Array.from(thirds));
    expect(psi).toBe(0);
    expect(ks).toBe(0);
  });
});

describe('drift of a feature', () => {
  const memory = 0.9;
  const reference = referenceOf(ar1(40_000, memory, 100));
  const LOOK = 2000;
  const RUNS = 300;

  it('is found in at most a few checks of a thousand if the autocorrelated process has not changed', () => {
    let found = 0;
    for (let run = 0; run < RUNS; run++) if (alarms(reference, ar1(LOOK, memory, 200 + run))) found++;
    // The aim is one in 10,000; the correlation is known only to within a quarter.
    expect(found / RUNS).toBeLessThan(0.01);
  });

  it('would be found all the time if its values were taken as independent', () => {
    const careless = { ...reference, correlationSteps: 1 };
    let found = 0;
    for (let run = 0; run < RUNS; run++) if (alarms(careless, ar1(200, memory, 200 + run))) found++;
    expect(found / RUNS).toBeGreaterThan(0.1);
  });

  it('is found in 2,000 steps when the mean shifts by one and a half standard deviations or the spread doubles', () => {
    for (let run = 0; run < 50; run++) {
      const live = ar1(LOOK, memory, 600 + run);
      expect(
        alarms(
          reference,
          live.map((z) => z + 1.5),
        ),
      ).toBe(true);
      expect(
        alarms(
          reference,
          live.map((z) => 2.5 * z),
        ),
      ).toBe(true);
    }
  });
});
