import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reliabilityOf, scoreLead, skillOf, type Pair } from './score.ts';

const DAY = 86_400_000;
/** Sums of a few thousand doubles. */
const ROUNDING = 1e-9;

const pairOf = (value: number, observed: number, more: Partial<Pair> = {}): Pair => ({
  validAtMs: 0,
  observed,
  value,
  quantiles: [value - 2, value - 1, value, value + 1, value + 2],
  p5: null,
  storm: null,
  baselines: { persistence: observed + 2, mean24h: null, recurrence: null, climatology: 2 },
  ...more,
});

describe('scores of a lead', () => {
  it('are what their definitions say', () => {
    const row = scoreLead(24, [pairOf(3, 2), pairOf(1, 4), pairOf(2, 2)]);
    expect(row).toMatchObject({ n: 3, coverage80: 2 / 3, coverage95: 2 / 3, hss: null, rmseLow: null });
    expect(row.rmse).toBeCloseTo(Math.sqrt(10 / 3), 12);
    expect(row.mae).toBeCloseTo(4 / 3, 12);
    expect(row.bias).toBeCloseTo(-2 / 3, 12);
    expect(row.rivals).toMatchObject({ persistence: 2, mean24h: null });
  });

  it('of storms are those of the table of hits and misses', () => {
    const storm = (said: number, came: number) => pairOf(3, came, { storm: said, p5: said });
    const many = (n: number, pair: Pair) => Array.from({ length: n }, () => pair);
    // Finley's tornadoes, the classic table (Wilks 2011, table 8.1): 28 hits, 72 false alarms, 23 misses, 2680 rest.
    const row = scoreLead(24, [...many(28, storm(1, 6)), ...many(72, storm(1, 1)), ...many(23, storm(0, 6)), ...many(2680, storm(0, 1))]); // prettier-ignore
    expect(row.events).toBe(51);
    expect(row.pod).toBeCloseTo(0.549, 3);
    expect(row.far).toBeCloseTo(0.72, 3);
    expect(row.hss).toBeCloseTo(0.355, 3);
    expect(row.tss).toBeCloseTo(0.523, 3);
  });

  it('count Kp 5o as a storm and 5- as none', () => {
    const calls = [pairOf(5, 5, { storm: 1 }), pairOf(5, 14 / 3, { storm: 1 })];
    expect(scoreLead(3, calls)).toMatchObject({ events: 1, far: 0.5 });
  });

  it('have an interval about the RMSE that is the same every time', () => {
    const pairs = Array.from({ length: 240 }, (_, i) => pairOf(2, 2 + Math.sin(i), { validAtMs: (i * DAY) / 8 }));
    const row = scoreLead(3, pairs);
    expect(row.rmseLow).toBeLessThan(row.rmse);
    expect(row.rmseHigh).toBeGreaterThan(row.rmse);
    expect(scoreLead(3, pairs)).toEqual(row);
  });

  it('CRPS is no more than the mean error of the median where the bands hold nothing back, and never negative', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })), { minLength: 1, maxLength: 50 }), (list) => {
        const sure = list.map(([value, observed]) => pairOf(value, observed, { quantiles: [value, value, value, value, value] }));
        const row = scoreLead(3, sure);
        // All quantiles at one value: CRPS is the absolute error (the weights are symmetric and sum to 1).
        expect(Math.abs((row.crps ?? NaN) - row.mae)).toBeLessThan(ROUNDING);
      }),
    ); // prettier-ignore
  });
});

it('skill is the share of the squared error of the baseline that is gone', () => {
  expect(skillOf(1, 2)).toBe(0.75);
  expect(skillOf(2, 2)).toBe(0);
  expect(skillOf(1, null)).toBeNull();
});

it('reliability puts what was said into tenths and counts what came', () => {
  const said = (p5: number, observed: number) => pairOf(3, observed, { p5 });
  expect(reliabilityOf([said(0.02, 1), said(0.04, 6), said(1, 6)])).toEqual([
    { probability: 0.03, observed: 0.5, n: 2 },
    { probability: 1, observed: 1, n: 1 },
  ]);
});
