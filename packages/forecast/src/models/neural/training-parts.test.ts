import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../random.ts';
import { createAdam, rateAt } from './adam.ts';
import { dropoutMask, gather, shuffled } from './batches.ts';
import { predictNeural } from './predict.ts';
import { initialLayers } from './initial.ts';
import { randomNetwork } from './testing/networks.ts';

/** Float32 has 7 digits, a handful of operations costs one. */
const DIGITS = 6;
/** The starting network still adds chance from its kernels to the climatology, unless its inputs are zero as here. */
const CLIMATOLOGY_TOLERANCE = 1e-3;

describe('Adam', () => {
  const layer = () => ({ inputs: 1, outputs: 2, kernel: Float32Array.of(1, -1), bias: Float32Array.of(0, 0) });

  test('moves each weight by the learning rate in its first step, and a bias is not decayed', () => {
    const layers = [layer()];
    createAdam(layers, 0.5)([{ kernel: Float32Array.of(3, -1e-3), bias: Float32Array.of(0, 2) }], 0.1);
    expect(layers[0]!.kernel[0]).toBeCloseTo(1 - 0.05 - 0.1, DIGITS);
    expect(layers[0]!.kernel[1]).toBeCloseTo(-1 + 0.05 + 0.1, 5);
    expect(layers[0]!.bias[0]).toBe(0);
    expect(layers[0]!.bias[1]).toBeCloseTo(-0.1, DIGITS);
  });

  test('finds the least of a bowl', () => {
    const layers = [layer()];
    const adam = createAdam(layers, 0);
    const { kernel, bias } = layers[0]!;
    for (let step = 0; step < 500; step++)
      adam([{ kernel: kernel.map((x) => 2 * (x - 3)), bias: bias.map((x) => 20 * (x + 1)) }], rateAt(0.1, step, 500));
    for (const value of kernel) expect(value).toBeCloseTo(3, 2);
    for (const value of bias) expect(value).toBeCloseTo(-1, 2);
  });

  test('slows down from the whole rate to a hundredth of it', () => {
    expect(rateAt(2, 0, 100)).toBe(2);
    expect(rateAt(2, 50, 100)).toBeCloseTo(1.01, DIGITS);
    expect(rateAt(2, 100, 100)).toBeCloseTo(0.02, DIGITS);
  });
});

describe('batches', () => {
  test('hold each row once, in an order that the seed gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (count, seed) => {
        const order = shuffled(count, seededRandom(seed));
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
        expect(shuffled(count, seededRandom(seed))).toEqual(order);
      }),
    );
    expect(shuffled(50, seededRandom(1))).not.toEqual(shuffled(50, seededRandom(2)));
  });

  test('are the rows asked for', () => {
    expect([...gather(Float32Array.of(1, 2, 3, 4, 5, 6), 2, Int32Array.of(2, 0))]).toEqual([5, 6, 1, 2]);
  });

  test('drop the share of units asked for and keep the sum', () => {
    const mask = dropoutMask(10_000, 0.2, seededRandom(1));
    const dropped = mask.filter((factor) => factor === 0).length;
    // Five standard deviations of a binomial count: 5 · √(10,000 · 0.2 · 0.8).
    expect(Math.abs(dropped - 2000)).toBeLessThan(200);
    expect(mask.find((factor) => factor > 0)).toBeCloseTo(1.25, DIGITS);
  });
});

describe('initialLayers', () => {
  test('say the climatology of the known targets before they have learned anything', () => {
    const targets = Float32Array.from({ length: 101 }, (_, i) => (i - 50) / 10);
    const withGaps = Float32Array.from({ length: 202 }, (_, i) => (i % 2 ? NaN : targets[i / 2]!));
    const quantiles = [0.1, 0.5, 0.9];
    const shape = { inputs: 1, hidden: [4], outputs: 1, quantiles };
    const network = randomNetwork({ features: 1, outputs: 1, quantiles });
    const targetScaler = { mean: Float32Array.of(0), deviation: Float32Array.of(1) };
    const layers = initialLayers(shape, withGaps, 202, 1);
    const said = predictNeural({ ...network, targetScaler, layers }, Float32Array.of(NaN)).quantiles;
    [-4, 0, 4].forEach((level, i) => expect(Math.abs(said[i]! - level)).toBeLessThan(CLIMATOLOGY_TOLERANCE));
  });
});
