import { STATE, type DriftReport } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import type { LeadPairs } from '../evaluate/pairs.ts';
import { ar1 } from '../evaluate/testing/noise.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import { errorReferences } from './errors.ts';
import { featureReferences } from './features.ts';
import { checkForDrift } from './check.ts';

const HELD_OUT = 8760;
const LOOK = 720;
const NAMES = ['bz.step1', 'solarWindSpeed.step1', 'kp.step1'];
const LEADS = [3, 6, 9];

/** Three independent, autocorrelated features, changed column by column. */
function matrixOf(
  rows: number,
  seed: number,
  change: (value: number, column: number, row: number) => number = (value) => value,
): Matrix {
  const columns = NAMES.map((_, column) => ar1(rows, 0.5, seed + column));
  const values = Float32Array.from({ length: rows * columns.length }, (_, i) => {
    const [row, column] = [Math.floor(i / columns.length), i % columns.length];
    return change(columns[column]![row]!, column, row);
  });
  return { rows, columns: columns.length, values };
}

function leadsOf(n: number, seed: number, change: (error: number) => number = (error) => error): LeadPairs[] {
  return LEADS.map((leadHours) => {
    const observed = ar1(n, 0.8, seed + 50 + leadHours);
    const errors = ar1(n, 0.4, seed + 90 + leadHours).map(change);
    const value = observed.map((y, i) => y + errors[i]!);
    const issuedAtMs = observed.map((_, i) => i * 10_800_000);
    const bands = { lower80: value.map((x) => x - 1.2816), upper80: value.map((x) => x + 1.2816) };
    return { leadHours, pairs: { issuedAtMs, validAtMs: issuedAtMs, observed, value, ...bands } };
  });
}

const reference = {
  features: featureReferences(NAMES, matrixOf(40_000, 1)),
  errors: errorReferences(leadsOf(HELD_OUT, 1)),
};
const look = (features: Matrix, leads: LeadPairs[]): DriftReport =>
  checkForDrift({ target: 'kp', version: 'a', atMs: 9, fromMs: 1, toMs: 9, reference, features, leads });

describe('a drift check', () => {
  it('finds nothing when nothing has changed, and reports every feature and lead as the contract says', () => {
    const report = look(matrixOf(LOOK, 500), leadsOf(LOOK, 500));
    expect(report.reasons).toEqual([]);
    expect(report.drifted).toBe(false);
    expect(STATE.drifts.value.parse(report)).toEqual(report);
    expect(report.features.map(({ feature }) => feature)).toEqual(NAMES);
    expect(report.errors.map(({ leadHours, n }) => [leadHours, n])).toEqual([
      [3, LOOK],
      [6, LOOK],
      [9, LOOK],
    ]);
  });

  it('rarely raises a false alarm', () => {
    const checks = Array.from({ length: 100 }, (_, run) =>
      look(matrixOf(LOOK, 3000 + 10 * run), leadsOf(LOOK, 3000 + 10 * run)),
    );
    expect(checks.filter(({ drifted }) => drifted).length).toBeLessThanOrEqual(3);
  });

  it('names the feature that shifted and what to do', () => {
    const { reasons } = look(
      matrixOf(LOOK, 500, (value, column) => (column === 0 ? value + 1.2 : value)),
      leadsOf(LOOK, 500),
    );
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(
      /^bz\.step1 is distributed differently than in training, .*PSI .* limit .*check its source .* retrain\.$/,
    );
  });

  it('distinguishes a wrong unit and a missing source from a shift', () => {
    const { reasons } = look(
      matrixOf(LOOK, 500, (value, column, row) =>
        column === 1 ? 1000 * value : column === 2 && row % 3 > 0 ? NaN : value,
      ),
      leadsOf(LOOK, 500),
    );
    expect(reasons.some((text) => /^kp\.step1 is missing .*67 % of the forecasts, 0 % in training/.test(text))).toBe(
      true,
    );
    expect(reasons.some((text) => /^solarWindSpeed\.step1 is outside the range seen in training/.test(text))).toBe(
      true,
    );
  });

  it('reports biased or growing errors of all leads in one sentence', () => {
    const leaning = look(
      matrixOf(LOOK, 500),
      leadsOf(LOOK, 500, (error) => error + 1),
    ).reasons;
    expect(leaning[0]).toMatch(
      /^Kp index is forecast too high at 3 leads from 3 to 9 h; at \d h by .* check the inputs/,
    );
    const grown = look(
      matrixOf(LOOK, 500),
      leadsOf(LOOK, 500, (error) => 2 * error),
    ).reasons;
    expect(
      grown.some((text) => /^Errors of Kp index have grown beyond what its bands allow at 3 leads/.test(text)),
    ).toBe(true);
    expect(grown.some((text) => /^The 80 % band of Kp index is too narrow at 3 leads/.test(text))).toBe(true);
  });

  it('skips leads without a reference and checks without a row', () => {
    const [first] = leadsOf(LOOK, 500);
    const report = look({ rows: 0, columns: 3, values: new Float32Array(0) }, [{ ...first!, leadHours: 72 }]);
    expect(report.errors).toEqual([]);
    expect(report.drifted).toBe(false);
    expect(STATE.drifts.value.parse(report)).toEqual(report);
  });
});
