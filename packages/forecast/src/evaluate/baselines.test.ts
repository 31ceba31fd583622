import { describeWithSharedData } from '@orrery/astro/testing';
import { FORECAST_TARGET_NAMES, FORECAST_TARGETS, type ForecastTarget, DAY_MS, HOUR_MS } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../features/view.ts';
import { INPUT_NAMES, INPUTS, valueAt, type Column, type History, type Input } from '../history.ts';
import { baselinesAt } from './baselines.ts';
import { climatologyAt, fitClimatology } from './climatology.ts';
import { readSharedHistory } from './testing/shared-history.ts';

const ISSUED_MS = Date.UTC(2020, 5, 15);
const START_MS = ISSUED_MS - 100 * DAY_MS;

/** A history from 100 days before the issue to 40 after it, by a function of the moment. */
function historyOf(value: (input: Input, timeMs: number) => number): History {
  const column = (input: Input): Column => {
    const { stepMs } = INPUTS[input];
    const values = Float64Array.from({ length: (140 * DAY_MS) / stepMs }, (_, i) =>
      value(input, START_MS + i * stepMs),
    );
    return { startMs: START_MS, stepMs, values };
  };
  return Object.fromEntries(INPUT_NAMES.map((name) => [name, column(name)])) as History;
}

describe('baselines', () => {
  const history = historyOf((_, timeMs) => (timeMs - START_MS) / HOUR_MS);

  it('are the last known value, the mean of the last day, and the value 27 days before the valid step', () => {
    const { persistence, mean24h, recurrence } = baselinesAt('kp', history, ISSUED_MS, null);
    expect(persistence).toHaveLength(24);
    expect(persistence[0]).toBe(2397);
    expect(persistence[23]).toBe(2397);
    expect(mean24h[0]).toBeCloseTo(2397 - 10.5, 9);
    expect(recurrence[0]).toBe(2400 - 27 * 24);
    expect(recurrence[23]).toBe(2400 + 69 - 27 * 24);
  });

  it('look past missing values: persistence to the last known value, recurrence to 54 days', () => {
    const holed = historyOf((_, timeMs) => {
      const hours = (timeMs - START_MS) / HOUR_MS;
      return hours >= 2391 || hours === 2400 - 27 * 24 ? NaN : hours;
    });
    const { persistence, mean24h, recurrence } = baselinesAt('kp', holed, ISSUED_MS, null);
    expect(persistence[0]).toBe(2388);
    expect(mean24h[0]).toBeCloseTo((2376 + 2388) / 2, 9);
    expect(recurrence[0]).toBe(2400 - 54 * 24);
  });

  it('of F10.7 have no 24-hour mean, and recurrence reaches the last lead', () => {
    const { mean24h, recurrence, persistence } = baselinesAt('f107', history, ISSUED_MS, null);
    expect(mean24h.every(Number.isNaN)).toBe(true);
    expect(recurrence[26]).toBe(persistence[26]);
  });

  it('are NaN where nothing is known', () => {
    const { persistence, mean24h, recurrence, climatology } = baselinesAt('dst', history, START_MS, null);
    for (const values of [persistence, mean24h, recurrence, climatology]) expect(values.every(Number.isNaN)).toBe(true);
  });

  it('do not change when anything after the issue does', () => {
    const past = fc.double({ min: 0, max: 9, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...FORECAST_TARGET_NAMES),
        past,
        past,
        fc.integer({ min: 0, max: 99 * 24 }),
        (target, a, b, hoursBack) => {
          const issuedAtMs = ISSUED_MS - hoursBack * HOUR_MS;
          // A step that is not over at the issue is not known either.
          const future = (other: number): History =>
            historyOf((input, timeMs) => (timeMs + INPUTS[input].stepMs > issuedAtMs ? other : Math.sin(timeMs / 1e7)));
          const said = (other: number): unknown =>
            baselinesAt(target, future(other), issuedAtMs, fitClimatology(target, future(other), issuedAtMs));
          expect(said(a)).toEqual(said(b));
          expect(said(NaN)).toEqual(said(a));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('climatology', () => {
  it('finds the waves of season and hour and survives JSON', () => {
    const wave = (timeMs: number): number =>
      2 +
      0.4 * Math.cos((4 * Math.PI * timeMs) / (365.2425 * DAY_MS)) +
      0.3 * Math.sin((2 * Math.PI * timeMs) / DAY_MS);
    const stepMs = 3 * HOUR_MS;
    const values = Float64Array.from({ length: 8 * 365 * 6 }, (_, i) => wave((i + 0.5) * stepMs));
    const fitted = fitClimatology(
      'kp',
      { ...historyOf(() => 0), kp: { startMs: 0, stepMs, values } },
      values.length * stepMs,
    );
    const again = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
    // Bins of half a month and of 3 h flatten a wave by 1 − sinc: up to 4.5 % of the amplitudes.
    const FLATTENING = 0.03;
    for (const timeMs of [0, 100 * DAY_MS, 200.25 * DAY_MS, 300.5 * DAY_MS]) {
      expect(Math.abs(climatologyAt(again, timeMs) - wave(timeMs + stepMs / 2))).toBeLessThan(FLATTENING);
    }
  });
});

const BASELINES = ['persistence', 'recurrence', 'climatology'] as const;
type Baseline = (typeof BASELINES)[number];

/** Published RMSE 2015–2024, by baseline and lead in hours. */
const PUBLISHED: Readonly<Record<ForecastTarget, readonly (readonly [Baseline, Readonly<Record<number, number>>])[]>> =
  {
    kp: [
      ['persistence', { 3: 0.85, 6: 1.08, 12: 1.28, 24: 1.47, 48: 1.63, 72: 1.7 }],
      ['climatology', { 3: 1.36, 24: 1.36, 72: 1.36 }],
    ],
    solarWindSpeed: [
      ['persistence', { 24: 71, 72: 115 }],
      ['recurrence', { 24: 99 }],
      ['climatology', { 24: 93 }],
    ],
    f107: [['persistence', { 24: 6.2, 72: 12.1, 168: 20.6, 648: 19.1 }]],
    dst: [['persistence', { 1: 4.1, 3: 8.3, 6: 11.7 }]],
  };
/**
 * They are given to two or three digits; ours agree to half of the last one (measured 0.850 … 1.696, 71.1, 114.7, 98.8,
 * 93.4, 4.08 … 11.68).
 */
const HALF_A_DIGIT = 0.006;
/**
 * F10.7 depends on which days count as flares: we filter 9 in the span (5.98, 11.84, 20.18, 18.70); filtering six of
 * them gives the published figures.
 */
const OF_F107 = 0.04;

describeWithSharedData('baselines over the real data', () => {
  it('have the published RMSE of 2015–2024', () => {
    const recorded = readSharedHistory();
    const history: History = { ...recorded, f107: derive(recorded).f107 };
    for (const target of FORECAST_TARGET_NAMES) {
      const measured = baselineRmse(target, history);
      for (const [name, byLead] of PUBLISHED[target]) {
        for (const [hours, published] of Object.entries(byLead)) {
          const rmse = measured(name, Number(hours));
          const tolerance = target === 'f107' ? OF_F107 : HALF_A_DIGIT;
          expect(Math.abs(rmse / published - 1), `${target} ${name} ${hours} h: ${rmse}`).toBeLessThan(tolerance);
        }
      }
    }
  });
});

function baselineRmse(target: ForecastTarget, history: History): (name: Baseline, leadHours: number) => number {
  const { stepMs, leads } = FORECAST_TARGETS[target];
  const climatology = fitClimatology(target, history, Date.UTC(2013, 0, 1));
  const squares: Record<Baseline, Float64Array> = {
    persistence: new Float64Array(leads),
    recurrence: new Float64Array(leads),
    climatology: new Float64Array(leads),
  };
  const counts: Record<Baseline, Float64Array> = {
    persistence: new Float64Array(leads),
    recurrence: new Float64Array(leads),
    climatology: new Float64Array(leads),
  };
  for (let issuedAtMs = Date.UTC(2015, 0, 1); issuedAtMs < Date.UTC(2025, 0, 1); issuedAtMs += stepMs) {
    const said = baselinesAt(target, history, issuedAtMs, climatology);
    for (let lead = 0; lead < leads; lead++) {
      const observed = valueAt(history[target], issuedAtMs + lead * stepMs);
      for (const name of BASELINES) {
        const error = said[name][lead]! - observed;
        if (Number.isNaN(error)) continue;
        squares[name][lead]! += error ** 2;
        counts[name][lead]! += 1;
      }
    }
  }
  return (name, leadHours) => {
    const lead = (leadHours * HOUR_MS) / stepMs - 1;
    return Math.sqrt(squares[name][lead]! / counts[name][lead]!);
  };
}
