import { HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { daySums, percentileInterval, resample } from './bootstrap.ts';
import { compareErrors, rmseInterval } from './compare.ts';
import { rmse } from './errors.ts';
import { skillRows } from './rows.ts';
import { ar1, normals } from './testing/noise.ts';

const DAYS = 1000;
const times = (n: number, stepHours: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => i * stepHours * HOUR_MS);

describe('day sums', () => {
  it('give any block of days by one subtraction', () => {
    const { days, before } = daySums(times(80, 3), [
      new Float64Array(80).fill(1),
      Float64Array.from({ length: 80 }, (_, i) => i),
    ]);
    expect(days).toBe(10);
    expect(before[0]![7]! - before[0]![5]!).toBe(16);
    expect(before[1]![1]).toBe(28);
  });
});

describe('block bootstrap', () => {
  const n = DAYS;
  const timesMs = times(n, 24);
  const zero = new Float64Array(n);

  it('draws the same from the same seed and other blocks from another', () => {
    const y = normals(n, 1);
    expect(rmseInterval(timesMs, y, zero, { seed: 4 })).toEqual(rmseInterval(timesMs, y, zero, { seed: 4 }));
    expect(rmseInterval(timesMs, y, zero, { seed: 4 })).not.toEqual(rmseInterval(timesMs, y, zero, { seed: 5 }));
  });

  it('keeps the length of the data in every replicate', () => {
    const totals = resample(daySums(timesMs, [new Float64Array(n).fill(1)]), { blockDays: 27 })!;
    expect(totals.every(([count]) => count === n)).toBe(true);
  });

  it('gives no interval for data shorter than eight blocks', () => {
    expect(rmseInterval(times(100, 24), normals(100, 1), new Float64Array(100))).toBeNull();
    expect(compareErrors(times(100, 24), normals(100, 1), new Float64Array(100), normals(100, 2)).p).toBeNull();
  });

  it('contains the true RMSE about 19 times in 20, for independent and for autocorrelated errors', () => {
    for (const memory of [0, 0.7]) {
      let held = 0;
      const runs = 200;
      for (let run = 0; run < runs; run++) {
        const { low, high } = rmseInterval(timesMs, ar1(n, memory, 1000 + run), zero, { replicates: 200, seed: run })!;
        if (low <= 1 && high >= 1) held++;
      }
      // Measured 0.94 and 0.92 over 300 runs; percentile intervals over 37 blocks are known to be somewhat short
      // (Lahiri 2003).
      expect(held / runs).toBeGreaterThan(0.85);
      expect(held / runs).toBeLessThan(0.99);
    }
  });

  it('is wide enough for autocorrelated errors, for which blocks of one day are too short', () => {
    const lasting = ar1(n, 0.95, 3);
    const width = (blockDays: number): number => {
      const { low, high } = rmseInterval(timesMs, lasting, zero, { blockDays })!;
      return high - low;
    };
    // Squares of an AR(1) of memory 0.95 are correlated for 1/(1 − 0.95²) ≈ 10 days: the interval is at least twice as
    // wide.
    expect(width(27)).toBeGreaterThan(2 * width(1));
  });
});

describe('comparison', () => {
  const n = DAYS;
  const timesMs = times(n, 24);
  const y = ar1(n, 0.8, 11);
  const noisy = (scale: number, seed: number): Float64Array => normals(n, seed).map((e, i) => y[i]! + scale * e);

  it('finds the better of two forecasts and is sure of it', () => {
    const { difference, interval, p } = compareErrors(timesMs, y, noisy(0.8, 1), noisy(1, 2));
    expect(difference).toBeCloseTo(rmse(y, noisy(0.8, 1)) - rmse(y, noisy(1, 2)), 12);
    expect(interval!.high).toBeLessThan(0);
    expect(p!).toBeLessThan(0.02);
  });

  it('does not claim a difference between equals more than about once in twenty', () => {
    let claimed = 0;
    const runs = 100;
    for (let run = 0; run < runs; run++) {
      const { p } = compareErrors(timesMs, y, noisy(1, 100 + run), noisy(1, 900 + run), { replicates: 200 });
      if (p! < 0.05) claimed++;
    }
    expect(claimed / runs).toBeLessThan(0.13);
  });

  it('gives no interval if a replicate has no score', () => {
    expect(percentileInterval([1, null, 2])).toBeNull();
    expect(percentileInterval([3, 1, 2])!.low).toBeCloseTo(1.05, 12);
  });
});

describe('skill rows', () => {
  const n = 29_000;
  const observed = ar1(n, 0.9, 21).map((z) => 2.5 + 1.4 * z);
  const pairs = {
    issuedAtMs: times(n, 3),
    validAtMs: times(n, 3),
    observed,
    value: normals(n, 22).map((z, i) => observed[i]! + z),
    lower80: new Float64Array(n).fill(0.7),
    upper80: new Float64Array(n).fill(4.3),
    lower95: new Float64Array(n).fill(-0.25),
    upper95: new Float64Array(n).fill(5.25),
    p5: new Float64Array(n).fill(0.04),
    storm: Float64Array.from(observed, (kp) => Number(kp > 4.5)),
  };

  it('score 24 leads of ten years with 200 replicates in seconds, every score over the same pairs', () => {
    const leads = Array.from({ length: 24 }, (_, i) => ({ leadHours: 3 * (i + 1), pairs }));
    const holed = normals(n, 23).map((z, i) => (i % 10 === 0 ? NaN : z));
    const started = performance.now();
    const rows = skillRows(
      leads,
      { persistence: leads.map(() => holed), mean24h: leads.map(() => new Float64Array(n).fill(NaN)) },
      { replicates: 200 },
    );
    // Measured 0.4–1 s on a shared core; a bootstrap over pairs takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(rows).toHaveLength(24);
    const [row] = rows;
    expect(row!.n).toBe(26_100);
    expect(row!.rmse).toBeCloseTo(1, 1);
    expect(row!.rmseLow!).toBeLessThan(row!.rmse);
    expect(row!.rmseHigh!).toBeGreaterThan(row!.rmse);
    expect(row!.rivals['mean24h']).toBeNull();
    expect(row!.rivals['persistence']!).toBeGreaterThan(2);
    expect(row!.coverage80!).toBeCloseTo(0.8, 1);
    expect(row!.coverage95!).toBeCloseTo(0.95, 1);
    expect(row!.pod).toBe(1);
    expect(row!.brierSkill!).toBeLessThan(0.05);
  });

  it('are null for what the forecast does not have, and leave out a lead without pairs', () => {
    const { issuedAtMs, validAtMs, value } = pairs;
    const bare = { issuedAtMs, validAtMs, observed, value };
    const nothing = { ...bare, observed: new Float64Array(n).fill(NaN) };
    const rows = skillRows(
      [
        { leadHours: 3, pairs: nothing },
        { leadHours: 6, pairs: bare },
      ],
      {},
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      leadHours: 6,
      crps: null,
      coverage80: null,
      events: null,
      hss: null,
      brierSkill: null,
      rivals: {},
    });
  });
});
