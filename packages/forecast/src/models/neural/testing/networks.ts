import { seededRandom } from '../../../random.ts';
import { initialLayers } from '../initial.ts';
import { widthOf } from '../scaling.ts';
import type { NeuralWeights } from '../types.ts';

export interface RandomNetwork {
  readonly features: number;
  readonly outputs: number;
  readonly hidden?: readonly number[];
  readonly quantiles?: readonly number[];
  readonly flagged?: readonly number[];
  readonly seed?: number;
}

/** A network that has learned nothing: weights and scalers of chance, for tests of what is done with weights. */
export function randomNetwork(wanted: RandomNetwork): NeuralWeights {
  const { features, outputs, hidden = [8], quantiles = [0.025, 0.1, 0.5, 0.9, 0.975], flagged = [], seed = 1 } = wanted;
  const random = seededRandom(seed);
  const floats = (count: number, from: number, to: number): Float32Array =>
    Float32Array.from({ length: count }, () => from + (to - from) * random());
  const inputScaler = { mean: floats(features, -5, 5), scale: floats(features, 0.1, 2), flagged };
  const targetScaler = { mean: floats(outputs, -5, 5), deviation: floats(outputs, 0.5, 3) };
  const shape = { inputs: widthOf(inputScaler), hidden, outputs, quantiles };
  const layers = initialLayers(shape, floats(50 * outputs, -2, 2), 50, seed);
  const record = { backend: 'none', seed, epochs: 0, bestEpoch: 0, trainLoss: 1, laterLoss: null };
  return { features, outputs, quantiles, inputScaler, targetScaler, layers, record };
}
