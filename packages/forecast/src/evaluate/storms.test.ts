import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reliabilityBins } from './reliability.ts';
import { bestThreshold, brierScore, brierSkill, contingency, decisionScores, stormEvents } from './storms.ts';

const f64 = (...values: number[]): Float64Array => Float64Array.from(values);
const ROUNDING = 1e-12;
const cases = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 20 }).map((p) => p / 20),
    fc.integer({ min: 0, max: 1 }),
  ),
  { minLength: 2, maxLength: 60 },
);

describe('storm decisions', () => {
  it('count 5 as a storm and 5− as none, also in 32-bit numbers', () => {
    expect([...stormEvents(Float32Array.from([14 / 3, 5, 16 / 3, 4.9999995]))]).toEqual([0, 1, 1, 1]);
  });

  it('score the tornado forecasts of Finley (1884) as the literature does', () => {
    const scores = decisionScores({ hits: 28, falseAlarms: 72, misses: 23, correctNegatives: 2680 });
    // Jolliffe & Stephenson 2012, ch. 3: POD 0.549, FAR 0.720, CSI 0.228, HSS 0.355, PSS 0.523.
    expect(scores.pod).toBeCloseTo(0.549, 3);
    expect(scores.far).toBeCloseTo(0.72, 3);
    expect(scores.csi).toBeCloseTo(0.228, 3);
    expect(scores.hss).toBeCloseTo(0.355, 3);
    expect(scores.tss).toBeCloseTo(0.523, 3);
  });

  it('have no score if there is nothing to score', () => {
    expect(decisionScores(contingency([0, 0], [0, 0]))).toEqual({
      pod: null,
      far: null,
      csi: null,
      hss: null,
      tss: null,
    });
  });

  it('score 1 when always right and 0 when always or never called', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const event = rows.map(([, e]) => e);
        fc.pre(event.includes(0) && event.includes(1));
        expect(decisionScores(contingency(event, event))).toEqual({ pod: 1, far: 0, csi: 1, hss: 1, tss: 1 });
        for (const constant of [0, 1]) {
          const { hss, tss } = decisionScores(
            contingency(
              event.map(() => constant),
              event,
            ),
          );
          expect([hss, tss].every((score) => Math.abs(score!) < ROUNDING)).toBe(true);
        }
      }),
    );
  });
});

describe('best threshold', () => {
  it('is the best of all rules `p >= threshold`', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const [p, event] = [f64(...rows.map(([x]) => x)), rows.map(([, e]) => e)];
        const best = bestThreshold(p, event);
        const hssAt = (threshold: number): number =>
          decisionScores(
            contingency(
              [...p].map((x) => Number(x >= threshold)),
              event,
            ),
          ).hss ?? -1;
        if (!event.includes(0) || !event.includes(1)) {
          expect(best).toBeNull();
          return;
        }
        const brute = Math.max(...Array.from({ length: 41 }, (_, k) => hssAt(k / 40)));
        expect(Math.abs(hssAt(best!.threshold) - best!.hss)).toBeLessThan(ROUNDING);
        expect(best!.hss).toBeGreaterThan(brute - ROUNDING);
      }),
    );
  });
});

describe('probabilities', () => {
  it('have a Brier skill of 0 when they always equal the rate, and of 1 when certain and right', () => {
    const event = [0, 0, 0, 1];
    expect(brierSkill(f64(0.25, 0.25, 0.25, 0.25), event)).toBeCloseTo(0, 12);
    expect(brierSkill(f64(0, 0, 0, 1), event)).toBe(1);
    expect(brierScore(f64(0.5, 0, 0, 1), event)).toBeCloseTo(1 / 16, 12);
    expect(brierSkill(f64(0, 0), [0, 0])).toBeNull();
  });

  it('have a higher skill against a wrong climatological rate', () => {
    const [p, event] = [f64(0.1, 0.2, 0.3, 0.8), [0, 0, 0, 1]];
    expect(brierSkill(p, event, 0.9)!).toBeGreaterThan(brierSkill(p, event)!);
  });

  it('keep every case and the overall rates in reliability bins of either kind', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('width' as const, 'count' as const), (rows, by) => {
        const [p, event] = [f64(...rows.map(([x]) => x)), rows.map(([, e]) => e)];
        const bins = reliabilityBins(p, event, { by, bins: 5 });
        const total = (f: (bin: (typeof bins)[number]) => number): number => bins.reduce((sum, bin) => sum + f(bin), 0);
        expect(total(({ n }) => n)).toBe(rows.length);
        expect(total(({ n, observed }) => n * observed)).toBeCloseTo(
          event.reduce((a, b) => a + b, 0),
          9,
        );
        expect(total(({ n, probability }) => n * probability)).toBeCloseTo(
          p.reduce((a, b) => a + b, 0),
          9,
        );
        expect(bins.map((bin) => bin.probability)).toEqual(
          [...bins.map((bin) => bin.probability)].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('fill bins of equal count evenly, where bins of equal width leave the rare ones nearly empty', () => {
    const p = Float64Array.from({ length: 1000 }, (_, i) => (i / 1000) ** 4);
    expect(reliabilityBins(p, new Uint8Array(1000), { by: 'count' }).every(({ n }) => n === 100)).toBe(true);
    expect(reliabilityBins(p, new Uint8Array(1000))[0]!.n).toBeGreaterThan(500);
  });
});
