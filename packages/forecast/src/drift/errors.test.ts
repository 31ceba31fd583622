import { describe, expect, it } from 'vitest';
import type { LeadPairs } from '../evaluate/pairs.ts';
import { ar1 } from '../evaluate/testing/noise.ts';
import { compareErrorsWith, coverageIsOff, CUSUM_LIMIT, errorReferences, type ErrorDrift } from './errors.ts';

const STEP_MS = 3 * 3_600_000;
/** Held-out years and checked spans of Kp: three years and 90 days of three-hour steps. */
const HELD_OUT = 8760;
const LOOK = 720;
/** Half the 80 % band of a normal error of deviation 1. */
const HALF_BAND = 1.2816;
const MEMORY = 0.6;

/** Forecasts with the given errors and a band of the given half-width. */
function leadOf(errors: Float64Array, halfBand = HALF_BAND, leadHours = 3): LeadPairs {
  const observed = errors.map((_, i) => 3 + Math.sin(i / 50));
  const value = observed.map((y, i) => y + errors[i]!);
  const issuedAtMs = errors.map((_, i) => i * STEP_MS);
  const bands = { lower80: value.map((x) => x - halfBand), upper80: value.map((x) => x + halfBand) };
  return { leadHours, pairs: { issuedAtMs, validAtMs: issuedAtMs, observed, value, ...bands } };
}

const [reference] = errorReferences([leadOf(ar1(HELD_OUT, MEMORY, 1))]);
const look = (errors: Float64Array, halfBand = HALF_BAND): ErrorDrift =>
  compareErrorsWith(reference!, leadOf(errors, halfBand))!;
const runs = (count: number): number[] => Array.from({ length: count }, (_, run) => 5000 + run);
const alarm = ({ high, low, large }: ErrorDrift): boolean => Math.max(high, low, large) > CUSUM_LIMIT;

describe('drift of errors', () => {
  it('batches autocorrelated errors until they are about independent', () => {
    // In an AR(1) of memory 0.6, 4 steps count as one independent value.
    expect(reference!.batch).toBeGreaterThanOrEqual(4);
    expect(reference!.batch).toBeLessThanOrEqual(64);
    expect(errorReferences([leadOf(ar1(40, MEMORY, 1))])).toEqual([]);
  });

  it('is found in at most two checks of a hundred if the errors have not changed', () => {
    const drifts = runs(300).map((seed) => look(ar1(LOOK, MEMORY, seed)));
    expect(drifts.filter(alarm).length / drifts.length).toBeLessThan(0.02);
    expect(drifts.filter(coverageIsOff).length / drifts.length).toBeLessThan(0.02);
  });

  it('is found within 90 days when the forecast is biased by one standard deviation, with the direction', () => {
    for (const seed of runs(50)) {
      const up = look(ar1(LOOK, MEMORY, seed).map((e) => e + 1));
      expect(up.high).toBeGreaterThan(CUSUM_LIMIT);
      expect(up.low).toBeLessThan(CUSUM_LIMIT);
      expect(up.bias).toBeGreaterThan(0.5);
      expect(look(ar1(LOOK, MEMORY, seed).map((e) => e - 1)).low).toBeGreaterThan(CUSUM_LIMIT);
    }
  });

  it('is found within 90 days when errors double, also by the coverage', () => {
    for (const seed of runs(50)) {
      const drift = look(ar1(LOOK, MEMORY, seed).map((e) => 2 * e));
      expect(drift.large).toBeGreaterThan(CUSUM_LIMIT);
      expect(coverageIsOff(drift)).toBe(true);
      expect(drift.rmse).toBeGreaterThan(1.5);
    }
  });

  it('is found where batch means hardly vary, so that the slack is many of their standard deviations', () => {
    // Each error cancels the last while their size persists for days: batches are long, and their means nearly 0.
    const undoing = (n: number, seed: number): Float64Array =>
      ar1(n, 0.97, seed).map((z, i) => (i % 2 === 0 ? 1 : -1) * Math.exp(z / 2));
    const [steady] = errorReferences([leadOf(undoing(HELD_OUT, 1))]);
    expect(steady!.error.deviation).toBeLessThan(steady!.error.single / 50);
    const leaning = undoing(LOOK, 2).map((e) => e + 1);
    expect(compareErrorsWith(steady!, leadOf(undoing(LOOK, 2)))!.high).toBe(0);
    expect(compareErrorsWith(steady!, leadOf(leaning))!.high).toBeGreaterThan(CUSUM_LIMIT);
  });

  it('is not found when errors double and the bands widen accordingly', () => {
    const drifts = runs(50).map((seed) =>
      look(
        ar1(LOOK, MEMORY, seed).map((e) => 2 * e),
        2 * HALF_BAND,
      ),
    );
    expect(drifts.filter((drift) => alarm(drift) || coverageIsOff(drift))).toEqual([]);
  });

  it('is not found when a bias of the held-out years disappears, but is when it grows', () => {
    const [biased] = errorReferences([leadOf(ar1(HELD_OUT, MEMORY, 1).map((e) => e + 0.5))]);
    const against = (shift: number): ErrorDrift[] =>
      runs(30).map((seed) => compareErrorsWith(biased!, leadOf(ar1(LOOK, MEMORY, seed).map((e) => e + shift)))!);
    expect(against(0).filter(alarm)).toEqual([]);
    expect(against(1.5).every(alarm)).toBe(true);
  });

  it('is judged in units of the target if there are no bands, and not at all if only the reference has some', () => {
    const bare = ({ leadHours, pairs: { issuedAtMs, validAtMs, observed, value } }: LeadPairs): LeadPairs => ({
      leadHours,
      pairs: { issuedAtMs, validAtMs, observed, value },
    });
    const [unscaled] = errorReferences([bare(leadOf(ar1(HELD_OUT, MEMORY, 1)))]);
    expect(unscaled!.scaled).toBe(false);
    const doubled = bare(leadOf(ar1(LOOK, MEMORY, 2).map((e) => 2 * e)));
    expect(compareErrorsWith(unscaled!, doubled)).toMatchObject({ coverage80: null });
    expect(compareErrorsWith(unscaled!, doubled)!.large).toBeGreaterThan(CUSUM_LIMIT);
    expect(compareErrorsWith(reference!, doubled)).toBeNull();
  });
});
