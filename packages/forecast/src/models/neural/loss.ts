import { levelsOf, middleOf } from './head.ts';

/** Rows of the last layer's values and what they should have said, in scaled units. */
export interface ScoredBatch {
  /** rows × (1 + Q) · outputs. */
  readonly raw: Float32Array;
  /** rows × outputs, NaN where nothing is to be learned. */
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  readonly rows: number;
  readonly outputs: number;
  readonly quantiles: readonly number[];
}

export interface Loss {
  /** Sum of the loss over all known targets, times their weights, and the sum of those weights. */
  readonly total: number;
  readonly weight: number;
}

/** Sum of the weights of all known targets. */
function weightOf({ targets, weights, rows, outputs }: ScoredBatch): number {
  let weight = 0;
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      if (!Number.isNaN(targets[row * outputs + output]!)) weight += weights[row]!;
    }
  }
  return weight;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Pinball loss summed over the quantiles (Koenker and Bassett 1978) and half the squared error of the mean. With
 * `gradient` (as long as `raw`, zeros) the derivative of the MEAN loss by each value of `raw` is written into it.
 */
export function scoreBatch(batch: ScoredBatch, gradient?: Float32Array): Loss {
  const { raw, targets, weights, rows, outputs, quantiles } = batch;
  const width = (1 + quantiles.length) * outputs;
  const middle = middleOf(quantiles);
  const levels = new Float64Array(quantiles.length);
  const weight = weightOf(batch);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const rowWeight = weights[row]!;
    if (rowWeight === 0) continue;
    for (let output = 0; output < outputs; output++) {
      const target = targets[row * outputs + output]!;
      if (Number.isNaN(target)) continue;
      const at = row * width + output;
      const error = raw[at]! - target;
      levelsOf(raw, at + outputs, outputs, middle, levels);
      let loss = 0.5 * error * error;
      for (let i = 0; i < levels.length; i++) {
        const above = levels[i]! - target;
        loss += above > 0 ? (1 - quantiles[i]!) * above : -quantiles[i]! * above;
      }
      total += rowWeight * loss;
      if (gradient === undefined) continue;
      gradient[at] = (rowWeight / weight) * error;
      slopes(raw, gradient, at + outputs, outputs, middle, levels, quantiles, target, rowWeight / weight);
    }
  }
  return { total, weight };
}

/** Derivatives by the values behind the quantiles: a distance moves its own quantile and all that lie farther out. */
function slopes(
  raw: Float32Array,
  gradient: Float32Array,
  start: number,
  stride: number,
  middle: number,
  levels: Float64Array,
  quantiles: readonly number[],
  target: number,
  factor: number,
): void {
  let upper = 0;
  for (let i = levels.length - 1; i > middle; i--) {
    upper += levels[i]! > target ? 1 - quantiles[i]! : -quantiles[i]!;
    gradient[start + i * stride] = factor * upper * logistic(raw[start + i * stride]!);
  }
  let lower = 0;
  for (let i = 0; i < middle; i++) {
    lower += levels[i]! > target ? 1 - quantiles[i]! : -quantiles[i]!;
    gradient[start + i * stride] = -factor * lower * logistic(raw[start + i * stride]!);
  }
  const own = levels[middle]! > target ? 1 - quantiles[middle]! : -quantiles[middle]!;
  gradient[start + middle * stride] = factor * (upper + own + lower);
}
