import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KP } from '../targets/kp.ts';
import { bandsOf, interpolate, type Bands } from './bands.ts';
import { blend, descending, type KnotForecast } from './knots.ts';
import type { KnotModel } from './parts.ts';
import { officialAbout } from './official.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('the blend', () => {
  it('is the weighted mean of the members that are there', () => {
    expect(blend([2, 4, 6], [0.5, 0.25, 0.25], [0, 9])).toBe(3.5);
    expect(blend([2, 4, NaN], [0.5, 0.25, 0.25], [0, 9])).toBeCloseTo(8 / 3, 12);
  });

  it('stays within the bounds of the target', () => {
    expect(blend([-3, 12], [1, 0], [0, 9])).toBe(0);
    expect(blend([-3, 12], [0, 1], [0, 9])).toBe(9);
  });
});

describe('storm probabilities', () => {
  it('never rise with the level', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 4 }), (raw) => {
        const all = descending(raw);
        all.forEach((p, i) => expect(p).toBeLessThanOrEqual(i === 0 ? (raw[0] as number) : (all[i - 1] as number)));
        raw.forEach((p, i) => expect(all[i]).toBeLessThanOrEqual(p));
      }),
    );
  });
});

describe('bands', () => {
  const knot: KnotForecast = {
    leadHours: 3,
    mean: 4,
    spread: 0.5,
    members: [],
    storms: [0.4, 0.1, 0.05],
    threshold: 0.4,
  };
  const z = [Float64Array.of(-2, -1, 0, 1, 2), Float64Array.of(-4, -3, 1, 2, 20)];
  const model = { quantiles: { centres: Float64Array.of(2, 6), z } } as unknown as KnotModel;

  it('are so many spreads about the mean as errors of such forecasts were, within the bounds', () => {
    // Halfway between the two bins: z is -3, -2, 0.5, 1.5, 11; 4 + 11 · 0.5 is beyond 9.
    expect(bandsOf(KP, model, knot).quantiles).toEqual([2.5, 3, 4.25, 4.75, 9]);
  });

  it('call a storm from the threshold on', () => {
    expect(bandsOf(KP, model, knot).storm).toBe(true);
    expect(bandsOf(KP, model, { ...knot, threshold: 0.41 }).storm).toBe(false);
    expect(bandsOf(KP, model, { ...knot, threshold: 0, storms: [] }).storm).toBe(false);
  });

  it('are linear in the lead between the leads that have models', () => {
    const at = (leadHours: number, mean: number, p: number, storm: boolean): Bands => ({
      leadHours,
      mean,
      quantiles: [mean - 2, mean - 1, mean, mean + 1, mean + 2],
      storms: [p],
      storm,
    });
    const all = interpolate([at(3, 2, 0, false), at(12, 5, 0.9, true)], [3, 6, 9, 12]);
    expect(all.map(({ mean }) => mean)).toEqual([2, 3, 4, 5]);
    expect(all[1]?.quantiles).toEqual([1, 2, 3, 4, 5]);
    expect(all[2]?.storms[0]).toBeCloseTo(0.6, 12);
    expect(all.map(({ storm }) => storm)).toEqual([false, false, true, true]);
    expect(all.map(({ leadHours }) => leadHours)).toEqual([3, 6, 9, 12]);
  });
});

describe('the official forecast about an interval', () => {
  const STEP_MS = 3 * 3_600_000;
  const kp = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9];
  const official = { knownMs: 0, startsMs: kp.map((_, i) => i * STEP_MS), kp };

  it('is its mean over half a day before and after, as far as it reaches', () => {
    expect(officialAbout(official, 5 * STEP_MS)).toBe(5);
    expect(officialAbout(official, 0)).toBe(2);
    expect(officialAbout(official, 11 * STEP_MS)).toBeCloseTo((7 + 8 + 9 + 9 + 9) / 5, 12);
  });

  it('is nothing beyond its end and between its intervals', () => {
    expect(officialAbout(official, 12 * STEP_MS)).toBeNaN();
    expect(officialAbout(official, -STEP_MS)).toBeNaN();
    expect(officialAbout(official, STEP_MS / 2)).toBeNaN();
  });
});
