import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORECAST_TARGET_NAMES, HOUR_MS } from '@orrery/contract';
import { knownAt } from '../history.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import { layoutOf, type TargetSpec } from '../targets/spec.ts';
import { madeUpHistory, withOtherFuture } from '../testing/made-up-history.ts';
import { featureRow } from './feature.ts';
import { derive, viewAt } from './view.ts';

const DAYS = 130;
const history = madeUpHistory(DAYS, 7);
const { startMs } = history.kp;

/** Features of every variant of a target at a moment, end to end. */
const rowsAt = (spec: TargetSpec, of: typeof history, atMs: number): number[] =>
  spec.variants.flatMap((variant) => [...featureRow(layoutOf(spec, variant).features, viewAt(derive(of), atMs))]);

describe.each(FORECAST_TARGET_NAMES)('features of %s', (target) => {
  const spec = TARGET_SPECS[target];
  const moment = fc.integer({ min: 90 * 24, max: DAYS * 24 - 1 }).map((hour) => startMs + hour * HOUR_MS);

  it('do not change when everything after the moment does', () => {
    fc.assert(
      fc.property(moment, fc.integer(), (atMs, seed) => {
        expect(rowsAt(spec, withOtherFuture(history, atMs, seed), atMs)).toEqual(rowsAt(spec, history, atMs));
      }),
      { numRuns: 15 },
    );
  });

  it('are the same as a stream arrives as they are over the whole history', () => {
    fc.assert(
      fc.property(moment, (atMs) => {
        expect(rowsAt(spec, knownAt(history, atMs), atMs)).toEqual(rowsAt(spec, history, atMs));
      }),
      { numRuns: 15 },
    );
  });

  it('do change with the past', () => {
    const atMs = startMs + 120 * 24 * HOUR_MS;
    expect(rowsAt(spec, withOtherFuture(history, atMs - 6 * HOUR_MS - 24 * HOUR_MS, 1), atMs)).not.toEqual(
      rowsAt(spec, history, atMs),
    );
  });

  it('have names of their own', () => {
    for (const variant of spec.variants) {
      const names = layoutOf(spec, variant).features.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('are finite numbers on a whole history', () => {
    const row = rowsAt(spec, history, startMs + 125 * 24 * HOUR_MS);
    expect(row.filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});

describe('F10.7', () => {
  it('leaves out a day in which a flare lifted the noon value, and no other', () => {
    const values = Float64Array.from([150, 152, 149, 155, 938.6, 153, 160, 190]);
    const { f107 } = derive({ ...history, f107: { startMs: 0, stepMs: 24 * HOUR_MS, values } });
    expect([...f107.values]).toEqual([150, 152, 149, 155, NaN, 153, 160, 190]);
  });
});

describe('drivers', () => {
  it('give the coupling of Newell et al. for a southward field', () => {
    const one = (value: number) => ({ startMs: 0, stepMs: HOUR_MS, values: Float64Array.of(value) });
    const derived = derive({ ...history, solarWindSpeed: one(400), solarWindDensity: one(5), by: one(0), bz: one(-5) });
    // 400^(4/3) · 5^(2/3) / 1000 with sin = 1.
    expect(derived.newell.values[0]).toBeCloseTo((400 ** (4 / 3) * 5 ** (2 / 3)) / 1000, 9);
    expect(derived.southward.values[0]).toBe(5);
    expect(derived.electric.values[0]).toBeCloseTo(2, 12);
    // 5 protons per cm³ at 400 km/s: about 1.34 nPa.
    expect(derived.pressure.values[0]).toBeCloseTo(1.338, 3);
  });

  it('vanish for a northward field', () => {
    const one = (value: number) => ({ startMs: 0, stepMs: HOUR_MS, values: Float64Array.of(value) });
    const derived = derive({ ...history, solarWindSpeed: one(400), by: one(0), bz: one(5) });
    expect(derived.newell.values[0]).toBe(0);
    expect(derived.southward.values[0]).toBe(0);
  });
});

describe('rotations', () => {
  it('are those of the lead they are about', () => {
    const [spec] = [TARGET_SPECS.kp];
    for (const variant of spec.variants) {
      const { features, columns } = layoutOf(spec, variant);
      const view = viewAt(derive(history), startMs + 120 * 24 * HOUR_MS);
      const own = variant.ofLead(72).map(({ of }) => of(view));
      const laidOut = (columns.get(72) ?? []).slice(variant.common.length).map((column) => features[column]?.of(view));
      expect(laidOut).toEqual(own);
    }
  });
});
