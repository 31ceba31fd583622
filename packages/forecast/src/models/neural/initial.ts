import { seededRandom } from '../../random.ts';
import { inverseSoftplus, middleOf } from './head.ts';
import type { NeuralLayer } from './types.ts';

function uniform(count: number, limit: number, random: () => number): Float32Array {
  return Float32Array.from({ length: count }, () => (2 * random() - 1) * limit);
}

/** The q-th quantile of ascending values; 0 where there are none. */
function quantileOf(sorted: Float32Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below);
}

/**
 * Biases of the last layer with which the network says the climatology of the scaled training targets, whatever its
 * inputs.
 */
function climatology(targets: Float32Array, rows: number, outputs: number, quantiles: readonly number[]): Float32Array {
  const bias = new Float32Array((1 + quantiles.length) * outputs);
  const middle = middleOf(quantiles);
  for (let output = 0; output < outputs; output++) {
    const known = Float32Array.from({ length: rows }, (_, row) => targets[row * outputs + output]!);
    const sorted = known.filter((value) => !Number.isNaN(value)).sort();
    const levels = quantiles.map((q) => quantileOf(sorted, q));
    levels.forEach((level, i) => {
      const towards = levels[i + Math.sign(middle - i)]!;
      bias[(1 + i) * outputs + output] = i === middle ? level : inverseSoftplus(Math.abs(level - towards));
    });
  }
  return bias;
}

export interface NetworkShape {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly quantiles: readonly number[];
}

/**
 * Layers before training: He's uniform kernels (2015), and for the last Glorot's (2010) with the climatology of the
 * targets as bias.
 */
export function initialLayers(shape: NetworkShape, targets: Float32Array, rows: number, seed: number): NeuralLayer[] {
  const { hidden, outputs, quantiles } = shape;
  const random = seededRandom(seed);
  const widths = [shape.inputs, ...hidden, (1 + quantiles.length) * outputs];
  return widths.slice(1).map((width, i) => {
    const inputs = widths[i]!;
    const isLast = i === widths.length - 2;
    const limit = Math.sqrt(6 / (isLast ? inputs + width : inputs));
    const bias = isLast ? climatology(targets, rows, outputs, quantiles) : new Float32Array(width);
    return { inputs, outputs: width, kernel: uniform(inputs * width, limit, random), bias };
  });
}
