import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../random.ts';
import { inverseSoftplus, softplus } from './head.ts';
import { scoreBatch, type ScoredBatch } from './loss.ts';

/**
 * Central differences of a piecewise smooth loss in Float32 inputs: the step of 1e-3 leaves errors of its square and of
 * rounding.
 */
const SLOPE_TOLERANCE = 1e-3;

function batchOf(
  raw: readonly number[],
  targets: readonly number[],
  quantiles: readonly number[],
  weights: readonly number[],
): ScoredBatch {
  const rows = weights.length;
  return {
    raw: Float32Array.from(raw),
    targets: Float32Array.from(targets),
    weights: Float32Array.from(weights),
    rows,
    outputs: targets.length / rows,
    quantiles,
  };
}

describe('scoreBatch', () => {
  test('is half the squared error of the mean plus the pinball of each quantile', () => {
    // Mean 1, median 2, and a target of 4: 0.5 · 3² + 0.5 · 2.
    expect(scoreBatch(batchOf([1, 2], [4], [0.5], [1]))).toEqual({ total: 5.5, weight: 1 });
    // Quantiles 0.5 and 0.9 at 2 and 5 around a target of 4: 0.5 · 2 + 0.1 · 1.
    const two = scoreBatch(batchOf([4, 2, inverseSoftplus(3)], [4], [0.5, 0.9], [1]));
    expect(two.total).toBeCloseTo(1.1, 5);
  });

  test('counts rows by their weights and leaves out masked targets', () => {
    const batch = batchOf([1, 9, 2, 9, 1, 1, 2, 2], [4, NaN, 4, 4], [0.5], [2, 0]);
    expect(scoreBatch(batch)).toEqual({ total: 11, weight: 2 });
  });

  test('has no slope where nothing is known', () => {
    const batch = batchOf([1, 2, 3, 4], [NaN, NaN], [0.5], [1, 1]);
    const slopes = new Float32Array(4);
    expect(scoreBatch(batch, slopes)).toEqual({ total: 0, weight: 0 });
    expect([...slopes]).toEqual([0, 0, 0, 0]);
  });

  test('has the slope of its mean by each value', () => {
    const random = seededRandom(5);
    const quantiles = [0.025, 0.1, 0.5, 0.9, 0.975];
    const raw = Array.from({ length: 3 * 12 }, () => 4 * random() - 2);
    const targets = Array.from({ length: 6 }, (_, i) => (i === 4 ? NaN : 6 * random() - 3));
    const weights = [1, 0.3, 2];
    const slopes = new Float32Array(raw.length);
    scoreBatch(batchOf(raw, targets, quantiles, weights), slopes);
    const meanAt = (i: number, by: number): number => {
      const moved = raw.map((value, k) => (k === i ? value + by : value));
      const { total, weight } = scoreBatch(batchOf(moved, targets, quantiles, weights));
      return total / weight;
    };
    raw.forEach((_, i) => {
      const measured = (meanAt(i, 1e-3) - meanAt(i, -1e-3)) / 2e-3;
      expect(Math.abs(slopes[i]! - measured)).toBeLessThan(SLOPE_TOLERANCE);
    });
    expect(slopes.filter((slope) => slope !== 0)).toHaveLength(raw.length - 6);
  });
});

describe('softplus', () => {
  test('neither overflows nor turns negative, and is undone by its inverse', () => {
    expect([softplus(-1e4), softplus(1e4)]).toEqual([0, 1e4]);
    for (const y of [1e-3, 0.5, 3, 200]) expect(softplus(inverseSoftplus(y))).toBeCloseTo(y, 10);
  });
});
