import { describe, expect, test } from 'vitest';
import { decodeNeural, encodeNeural } from './codec.ts';
import { fromHalf, toHalf } from './half.ts';
import { predictNeural } from './predict.ts';
import { randomNetwork } from './testing/networks.ts';

/**
 * Kernels keep 11 significant bits; over 90 inputs and two layers that moves a prediction by less than 2 ‰ of a
 * deviation.
 */
const HALF_TOLERANCE = 2e-3;

const network = randomNetwork({ features: 90, outputs: 24, hidden: [128, 64], flagged: [3, 4, 89], seed: 7 });

describe('encodeNeural and decodeNeural', () => {
  test('keep every bit in float32', () => {
    expect(decodeNeural(encodeNeural(network, 'float32'))).toEqual(network);
  });

  test('keep the predictions in float16, at half the size', () => {
    const bytes = encodeNeural(network);
    expect(bytes.length).toBeLessThan(0.53 * encodeNeural(network, 'float32').length);
    const decoded = decodeNeural(bytes);
    const { mean, scale } = network.inputScaler;
    const rows = Array.from({ length: 50 }, (_, i) =>
      mean.map((centre, k) => centre + (1.7 * Math.sin(i + k * k)) / scale[k]!),
    );
    const worst = Math.max(
      ...rows.flatMap((row) => {
        const before = predictNeural(network, row).quantiles;
        const deviation = network.targetScaler.deviation;
        return [...predictNeural(decoded, row).quantiles].map(
          (q, i) => Math.abs(q - before[i]!) / deviation[Math.floor(i / 5)]!,
        );
      }),
    );
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(HALF_TOLERANCE);
  });

  test('are stable: what was read is written as the same bytes', () => {
    const bytes = encodeNeural(network);
    expect(encodeNeural(decodeNeural(bytes))).toEqual(bytes);
  });

  test('read from the middle of a larger buffer', () => {
    const bytes = encodeNeural(network, 'float32');
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 5);
    expect(decodeNeural(larger.subarray(5, 5 + bytes.length))).toEqual(network);
  });

  test('refuse other, cut and damaged bytes with a reason', () => {
    const bytes = encodeNeural(network);
    expect(() => decodeNeural(new Uint8Array(3))).toThrow('must begin with ONN1');
    expect(() => decodeNeural(bytes.slice(1))).toThrow('must begin with ONN1');
    expect(() => decodeNeural(bytes.subarray(0, bytes.length - 1))).toThrow(`instead of ${bytes.length}`);
    const damaged = bytes.slice();
    damaged[9] = 0;
    expect(() => decodeNeural(damaged)).toThrow('damaged');
  });
});

describe('halves', () => {
  test('all come back as the bits they were', () => {
    for (let half = 0; half < 0x10000; half++) {
      const isNotANumber = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
      if (!isNotANumber) expect(toHalf(fromHalf(half))).toBe(half);
    }
    expect(fromHalf(toHalf(NaN))).toBeNaN();
  });

  test('are the nearest, ties to even', () => {
    const step = 2 ** -10;
    expect(fromHalf(toHalf(1 + 0.5 * step))).toBe(1);
    expect(fromHalf(toHalf(1 + 1.5 * step))).toBe(1 + 2 * step);
    expect(fromHalf(toHalf(1 + 0.51 * step))).toBe(1 + step);
    expect(fromHalf(toHalf(-1.5 * 2 ** -24))).toBe(-(2 ** -23));
    expect(fromHalf(toHalf(65_519))).toBe(65_504);
    expect(fromHalf(toHalf(65_520))).toBe(Infinity);
  });
});
