import { OrreryError } from '@orrery/contract';
import { levelsOf, middleOf } from './head.ts';
import { scaleRow, widthOf } from './scaling.ts';
import type { NeuralLayer, NeuralWeights } from './types.ts';

/** In the units of the targets. `quantiles` is outputs × Q, output by output, ascending within each. */
export interface NeuralPrediction {
  readonly mean: Float32Array;
  readonly quantiles: Float32Array;
}

function dense({ inputs, outputs, kernel, bias }: NeuralLayer, from: Float32Array, isLast: boolean): Float32Array {
  const sums = Float64Array.from(bias);
  for (let i = 0; i < inputs; i++) {
    const value = from[i]!;
    // Half of what ReLU lets through, and all that is missing, is zero.
    if (value === 0) continue;
    const start = i * outputs;
    for (let j = 0; j < outputs; j++) sums[j]! += value * kernel[start + j]!;
  }
  return isLast ? Float32Array.from(sums) : Float32Array.from(sums, (sum) => (sum > 0 ? sum : 0));
}

/**
 * What the network says of one row of `features` inputs (NaN where missing); throws `invalidRequest` for a row of
 * another length.
 */
export function predictNeural(weights: NeuralWeights, row: Float32Array): NeuralPrediction {
  const { features, outputs, quantiles, inputScaler, targetScaler, layers } = weights;
  if (row.length !== features) {
    throw new OrreryError('invalidRequest', `The network takes ${features} features, not ${row.length}.`);
  }
  let values: Float32Array = new Float32Array(widthOf(inputScaler));
  scaleRow(inputScaler, row, 0, values, 0);
  layers.forEach((layer, i) => (values = dense(layer, values, i === layers.length - 1)));
  const mean = new Float32Array(outputs);
  const all = new Float32Array(outputs * quantiles.length);
  const levels = new Float64Array(quantiles.length);
  const middle = middleOf(quantiles);
  for (let output = 0; output < outputs; output++) {
    const centre = targetScaler.mean[output]!;
    const deviation = targetScaler.deviation[output]!;
    mean[output] = centre + deviation * values[output]!;
    levelsOf(values, outputs + output, outputs, middle, levels);
    for (let i = 0; i < levels.length; i++) all[output * levels.length + i] = centre + deviation * levels[i]!;
  }
  return { mean, quantiles: all };
}
