import { DAY_MS, HOUR_MS } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officialInputs, officialStormInputs } from '../trained/official.ts';
import { logitProbability } from '../models/logit.ts';
import { seededRandom } from '../random.ts';
import { DST } from '../targets/dst.ts';
import { KP } from '../targets/kp.ts';
import type { TargetSpec, Variant } from '../targets/spec.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import { fitOfficial } from './official.ts';
import { foldsOf } from './folds.ts';
import { onlyRows, prepare, rowsBetween } from './prepare.ts';
import { hashOf } from './train.ts';
import { addProducts, bestWeights, errorProducts } from './weights.ts';

/** What a target does without the solar wind, with a row at each stride of the target. */
const everyStep = ({ variants, strideMs }: TargetSpec): Variant => ({ ...(variants[1] as Variant), strideMs });

describe('folds', () => {
  it('cover the validation span end to end', () => {
    const span = fc.record({
      trainToMs: fc.integer({ min: 0, max: 2e12 }),
      length: fc.integer({ min: DAY_MS, max: 1e12 }),
      folds: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(span, ({ trainToMs, length, folds }) => {
        const all = foldsOf({ trainToMs, validateToMs: trainToMs + length, folds });
        expect(all).toHaveLength(folds);
        expect([all[0]?.toMs, all.at(-1)?.untilMs]).toEqual([trainToMs, trainToMs + length]);
        all.slice(1).forEach(({ toMs }, i) => expect(toMs).toBe(all[i]?.untilMs));
        expect(all.every(({ toMs, untilMs }) => untilMs > toMs)).toBe(true);
      }),
    );
  });
});

describe('rows of a fold', () => {
  const history = madeUpHistory(160, 3);
  const { startMs } = history.kp;
  const toMs = startMs + 150 * DAY_MS;
  const prepared = prepare({ ...KP, knots: [3, 24, 72] }, everyStep(KP), history, toMs);
  const border = startMs + 120 * DAY_MS;

  it.each([3, 24, 72])('of %i h never mix what was known with what came', (knot) => {
    const past = rowsBetween(prepared, knot, -Infinity, border);
    const future = rowsBetween(prepared, knot, border, toMs);
    const endOf = (row: number): number => (prepared.issuedAtMs[row] as number) + knot * HOUR_MS;
    expect(Math.max(...[...past].map(endOf))).toBe(border);
    expect(prepared.issuedAtMs[future[0] as number]).toBe(border);
    expect(Math.max(...[...future].map(endOf))).toBe(toMs);
    // 8 rows a day; those whose outcome straddles the border belong to neither side.
    expect(
      prepared.issuedAtMs.filter((atMs) => atMs <= toMs - knot * HOUR_MS).length - past.length - future.length,
    ).toBe(knot / 3 - 1);
  });

  it('hold what was observed at the valid step', () => {
    const row = 100;
    const step = ((prepared.issuedAtMs[row] as number) - startMs) / (3 * HOUR_MS);
    expect(prepared.targets.get(3)?.[row]).toBe(history.kp.values[step]);
    expect(prepared.targets.get(24)?.[row]).toBe(history.kp.values[step + 7]);
  });

  it('know no outcome of a step that is not over at the end', () => {
    const outcomes = prepared.targets.get(24)!;
    const ended = prepared.issuedAtMs.map((atMs) => atMs + 24 * HOUR_MS <= toMs);
    expect(Array.from(outcomes, (value) => !Number.isNaN(value))).toEqual(ended);
    expect(ended.at(-1)).toBe(false);
  });

  it('are told from the anchor where the target has one', () => {
    const of = prepare({ ...DST, knots: [1] }, everyStep(DST), history, toMs);
    const step = ((of.issuedAtMs[50] as number) - startMs) / HOUR_MS;
    expect(of.targets.get(1)?.[50]).toBeCloseTo(
      (history.dst.values[step] as number) - (history.dst.values[step - 1] as number),
      9,
    );
  });

  it('are left out where the inputs a variant needs are not there', () => {
    const holed = {
      ...history,
      kp: { ...history.kp, values: history.kp.values.map((value, i) => (i >= 800 && i < 880 ? NaN : value)) },
    };
    const { issuedAtMs } = prepare({ ...KP, knots: [3] }, everyStep(KP), holed, toMs);
    const inHole = issuedAtMs.filter(
      (atMs) => atMs > startMs + 805 * 3 * HOUR_MS && atMs < startMs + 880 * 3 * HOUR_MS,
    );
    expect(inHole).toEqual([]);
    expect(issuedAtMs.length).toBeGreaterThan(400);
  });

  it('are the only ones left in a target', () => {
    expect([...onlyRows(Float64Array.of(1, 2, 3), Uint32Array.of(1))]).toEqual([NaN, 2, NaN]);
  });
});

describe('weights of the blend', () => {
  const random = seededRandom(4);
  const observed = Float64Array.from({ length: 4000 }, () => random() * 9);
  const noisy = (size: number): Float64Array => observed.map((value) => value + (random() - 0.5) * size);
  const exact = noisy(0.2);
  const rough = noisy(4);

  it('go to the better member', () => {
    expect(bestWeights(errorProducts([rough, exact], observed), [true, true])).toEqual([0, 1]);
    expect(bestWeights(errorProducts([exact, rough], observed), [true, true])).toEqual([1, 0]);
  });

  it('are shared by members that err alike and apart', () => {
    const [a = NaN, b = NaN] = bestWeights(errorProducts([noisy(2), noisy(2)], observed), [true, true]);
    // The optimum is a half each; 4000 errors know it to 0.01, the search to a step of 0.05.
    expect(Math.abs(a - 0.5)).toBeLessThanOrEqual(0.05 + 1e-9);
    expect(a + b).toBeCloseTo(1, 12);
  });

  it('leave out a member that is absent, were it said to be perfect', () => {
    expect(bestWeights(errorProducts([rough, exact, observed], observed), [true, true, false])).toEqual([0, 1, 0]);
  });

  it('are never negative and add up to 1', () => {
    const present = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).filter((all) => all.includes(true));
    fc.assert(
      fc.property(present, fc.integer(), (there, seed) => {
        const draw = seededRandom(seed);
        const members = there.map(() => Float64Array.from({ length: 20 }, () => draw() * 9));
        const weights = bestWeights(errorProducts(members, observed.subarray(0, 20)), there);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        there.forEach((here, i) => here || expect(weights[i]).toBeCloseTo(0, 9));
      }),
      { numRuns: 30 },
    );
  });

  it('are the same from parts as from the whole', () => {
    const members = [rough, noisy(3)];
    const part = (from: number, to: number) =>
      errorProducts(
        members.map((member) => member.subarray(from, to)),
        observed.subarray(from, to),
      );
    const sum = addProducts([part(0, 1000), part(1000, 4000)]);
    const whole = errorProducts(members, observed);
    expect(sum.n).toBe(whole.n);
    sum.products.forEach((line, a) =>
      line.forEach((value, b) => expect(value).toBeCloseTo(whole.products[a]?.[b] as number, 6)),
    );
  });
});

describe('the official forecast', () => {
  /** Ours says the mean always, the official one what comes, half a unit off at most. */
  const pairs = (count: number) => {
    const random = seededRandom(6);
    return Array.from({ length: count }, (_, i) => {
      const observed = random() * 7;
      const about = observed + random() - 0.5;
      return { mean: 3.5, spread: 1.5, p: [0.2, 0.1, 0.05], about, leadHours: i % 2 ? 12 : 72, observed };
    });
  };

  it('is believed where it is right and we are not', () => {
    const { mean, spread, near, far } = fitOfficial(KP, pairs(5000))!;
    const shiftFor7 = officialInputs(3.5, 7, 72).reduce((sum, input, i) => sum + input * (mean[i] as number), 0);
    // To what it says, within what the penalty holds back.
    expect(shiftFor7).toBeCloseTo(3.5, 0);
    expect(spread).toBeLessThan(0.3);
    for (const { storms, threshold } of [near, far]) {
      expect(storms).toHaveLength(3);
      expect(threshold).toBeGreaterThan(0);
      expect(threshold).toBeLessThan(1);
    }
  });

  it('tells a storm from none, near and far', () => {
    const { near, far } = fitOfficial(KP, pairs(5000))!;
    for (const [{ storms, threshold }, leadHours] of [
      [near, 12],
      [far, 72],
    ] as const) {
      const pOf = (about: number): number => logitProbability(storms[0]!, officialStormInputs(0.2, about, leadHours));
      expect(pOf(6)).toBeGreaterThan(threshold);
      expect(pOf(3)).toBeLessThan(threshold);
    }
  });

  it('is left out where there is too little to learn from', () => {
    expect(fitOfficial(KP, pairs(2399))).toBeNull();
  });
});

describe('the hash of the data', () => {
  const history = madeUpHistory(40, 3);
  const toMs = history.kp.startMs + 30 * DAY_MS;
  const withKp = (at: number): typeof history => ({
    ...history,
    kp: { ...history.kp, values: history.kp.values.map((value, i) => (i === at ? value + 0.01 : value)) },
  });

  it('tells the values known by the end, and those only', () => {
    expect(hashOf(withKp(30 * 8), toMs)).toBe(hashOf(history, toMs));
    expect(hashOf(withKp(30 * 8 - 1), toMs)).not.toBe(hashOf(history, toMs));
  });
});
