import { seededRandom, type NeuralTask } from '@orrery/forecast/neural';

/** A number of the standard normal distribution (Box and Muller 1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** What the toy knows: y = sin(2a) + noise whose deviation is 0.1 + 0.4·b for a in [−2, 2) and b in [0, 1). */
export const toyMean = (a: number): number => Math.sin(2 * a);
export const toyDeviation = (b: number): number => 0.1 + 0.4 * b;

/**
 * A toy with a mean and a spread to learn, in units far from 1. Features: a, b (missing in every fifth row) and chance;
 * outputs: 100 + 10·y and the same with the sign turned. The last fifth of the rows is later.
 */
export function toyTask(rows: number, more: Partial<NeuralTask> = {}): NeuralTask {
  const random = seededRandom(99);
  const inputs = new Float32Array(rows * 3);
  const targets = new Float32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const a = 4 * random() - 2;
    const b = random();
    inputs.set([a, row % 5 === 0 ? NaN : b, random()], row * 3);
    const y = toyMean(a) + toyDeviation(b) * normal(random);
    targets.set([100 + 10 * y, 100 - 10 * y], row * 2);
  }
  const shape = { rows, features: 3, outputs: 2, trainRows: Math.floor(0.8 * rows), hidden: [32, 16] };
  return { inputs, targets, ...shape, batchSize: 256, epochs: 3, dropout: 0, seed: 4, ...more };
}
