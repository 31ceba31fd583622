import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictNeural } from './predict.ts';
import { randomNetwork } from './testing/networks.ts';

/**
 * The issue allows 50 ms for a whole forecast; one network of the size we use takes 0.03 ms, so 1 ms is slow by any
 * measure.
 */
const SLOW_MS = 1;

const value = fc.oneof({ weight: 5, arbitrary: fc.float({ min: -1e6, max: 1e6, noNaN: true }) }, fc.constant(NaN));

describe('predictNeural', () => {
  test('never lets quantiles cross, whatever the weights and inputs', () => {
    const levels = fc.uniqueArray(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(levels, fc.array(value, { minLength: 4, maxLength: 4 }), fc.integer(), (some, row, seed) => {
        const quantiles = some.sort((a, b) => a - b);
        const network = randomNetwork({ features: 4, outputs: 3, quantiles, flagged: [1, 3], seed });
        const said = predictNeural(network, Float32Array.from(row));
        expect(said.quantiles).toHaveLength(3 * quantiles.length);
        for (let output = 0; output < 3; output++) {
          const own = [...said.quantiles.subarray(output * quantiles.length, (output + 1) * quantiles.length)];
          expect(own.every(Number.isFinite)).toBe(true);
          expect(own).toEqual([...own].sort((a, b) => a - b));
        }
      }),
    );
  });

  test('takes a missing feature for its mean where it has no flag', () => {
    const network = randomNetwork({ features: 2, outputs: 1 });
    const there = predictNeural(network, Float32Array.of(1, network.inputScaler.mean[1]!));
    expect(predictNeural(network, Float32Array.of(1, NaN))).toEqual(there);
  });

  test('tells a missing feature from its mean where it has a flag', () => {
    const network = randomNetwork({ features: 2, outputs: 1, flagged: [1] });
    const there = predictNeural(network, Float32Array.of(1, network.inputScaler.mean[1]!));
    expect(predictNeural(network, Float32Array.of(1, NaN)).mean).not.toEqual(there.mean);
  });

  test('takes an infinite input for a missing one', () => {
    const network = randomNetwork({ features: 2, outputs: 1, flagged: [1] });
    expect(predictNeural(network, Float32Array.of(1, Infinity))).toEqual(
      predictNeural(network, Float32Array.of(1, NaN)),
    );
  });

  test('is fast enough to backtest years of forecasts', () => {
    const network = randomNetwork({ features: 90, outputs: 24, hidden: [128, 64] });
    const row = new Float32Array(90).fill(0.5);
    const times = Array.from({ length: 200 }, () => {
      const start = performance.now();
      predictNeural(network, row);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[100]).toBeLessThan(SLOW_MS);
  });

  test('refuses a row of another length', () => {
    expect(() => predictNeural(randomNetwork({ features: 2, outputs: 1 }), new Float32Array(3))).toThrow(
      'The network takes 2 features, not 3.',
    );
  });
});
