import type { NeuralLayer } from './types.ts';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;
/** What the learning rate has fallen to by the last step, as a share of the first. */
const LAST_RATE = 0.01;

/** Learning rate at a step of so many: falls along half a cosine (Loshchilov and Hutter 2017). */
export function rateAt(learningRate: number, step: number, steps: number): number {
  const cosine = (1 + Math.cos((Math.PI * step) / Math.max(1, steps))) / 2;
  return learningRate * (LAST_RATE + (1 - LAST_RATE) * cosine);
}

/** Gradients of the layers, in their order: of the kernel and of the bias. */
export interface LayerGradient {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay of the kernels (AdamW, 2019). The layers are changed in place.
 */
export function createAdam(layers: readonly NeuralLayer[], weightDecay: number) {
  const parameters = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  const first = parameters.map(({ length }) => new Float32Array(length));
  const second = parameters.map(({ length }) => new Float32Array(length));
  let steps = 0;
  return (gradients: readonly LayerGradient[], rate: number): void => {
    steps++;
    const firstBias = 1 - FIRST_DECAY ** steps;
    const secondBias = 1 - SECOND_DECAY ** steps;
    const flat = gradients.flatMap(({ kernel, bias }) => [kernel, bias]);
    parameters.forEach((values, p) => {
      const slope = flat[p]!;
      const m = first[p]!;
      const v = second[p]!;
      const keep = p % 2 === 0 ? 1 - rate * weightDecay : 1;
      for (let i = 0; i < values.length; i++) {
        const g = slope[i]!;
        m[i] = FIRST_DECAY * m[i]! + (1 - FIRST_DECAY) * g;
        v[i] = SECOND_DECAY * v[i]! + (1 - SECOND_DECAY) * g * g;
        values[i] = keep * values[i]! - (rate * (m[i]! / firstBias)) / (Math.sqrt(v[i]! / secondBias) + EPSILON);
      }
    });
  };
}
