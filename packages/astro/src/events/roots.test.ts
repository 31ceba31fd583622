import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossings, extrema, minimumBetween, rootBetween } from './roots.ts';

/** 0.1 ms in days, the tolerance of the search, with room for rounding. */
const TIME_TOLERANCE = 2e-9;
const checkpoint = (): void => undefined;

describe('rootBetween', () => {
  it('finds the zero of any cubic that changes sign once', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.99, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (root, bend) => {
          const f = (x: number): number => (x - root) * (1 + bend * (x - root) ** 2);
          expect(Math.abs(rootBetween(f, -1, 1) - root)).toBeLessThan(TIME_TOLERANCE);
        },
      ),
    );
  });
});

describe('minimumBetween', () => {
  it('finds the bottom of a valley', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.9, max: 0.9, noNaN: true }), (bottom) => {
        const at = minimumBetween((x) => Math.abs(x - bottom) ** 1.5, -1, 1, 1e-7);
        expect(Math.abs(at - bottom)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('crossings', () => {
  it('finds every zero of a wave, whatever part of it is asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (phase, from, span) => {
          const to = from + span;
          // A zero at the very edge may fall on either side of it.
          fc.pre(Math.abs(Math.sin(from + phase)) > 1e-6 && Math.abs(Math.sin(to + phase)) > 1e-6);
          const found = [...crossings((x) => Math.sin(x + phase), { from, to, step: 0.7, checkpoint })];
          const first = Math.ceil((from + phase) / Math.PI);
          const last = Math.floor((to + phase) / Math.PI);
          expect(found.length).toBe(Math.max(0, last - first + 1));
          found.forEach(({ at, rising }, i) => {
            expect(Math.abs(at - ((first + i) * Math.PI - phase))).toBeLessThan(TIME_TOLERANCE);
            expect(rising).toBe((first + i) % 2 === 0);
          });
        },
      ),
    );
  });

  it('finds two zeros between grid points around a top that just shows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.02, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (height, top) => {
          const f = (x: number): number => height - (x - top) ** 2;
          for (const sign of [1, -1]) {
            const found = [...crossings((x) => sign * f(x), { from: -3, to: 4, step: 0.5, pairs: true, checkpoint })];
            expect(found.length).toBe(2);
            expect(found.map(({ rising }) => rising)).toEqual(sign > 0 ? [true, false] : [false, true]);
            expect(Math.abs(found[0]!.at - (top - Math.sqrt(height)))).toBeLessThan(TIME_TOLERANCE);
          }
        },
      ),
    );
  });

  it('does not take a turn from +180° to −180° for a zero', () => {
    const saw = (x: number): number => x * 50 - 360 * Math.round((x * 50) / 360);
    const found = [...crossings(saw, { from: -1, to: 20, step: 1, wraps: true, checkpoint })];
    expect(found.map(({ at }) => Math.round(at * 1e6) / 1e6)).toEqual([0, 7.2, 14.4]);
  });
});

describe('extrema', () => {
  it('finds tops and bottoms and tells them apart', () => {
    const found = [...extrema(Math.cos, 0.01, { from: 1, to: 10, step: 0.9, checkpoint })];
    expect(found.map(({ at }) => at / Math.PI)).toEqual([1, 2, 3].map((n) => expect.closeTo(n, 8) as number));
    expect(found.map(({ rising }) => rising)).toEqual([true, false, true]);
  });
});
