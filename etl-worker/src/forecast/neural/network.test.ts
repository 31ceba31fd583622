// TensorFlow's own gradients, which training does without.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { initialLayers, scoreBatch, seededRandom, type NeuralLayer } from '@orrery/forecast/neural';
import { beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type Engine, type TensorFlow } from './engine.ts';
import { createNetwork } from './network.ts';

/** Both compute in Float32, in another order: 7 digits less what sums over 40 rows and 20 units cost. */
const TOLERANCE = 1e-5;
const ROWS = 40;

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});

const random = seededRandom(3);
const floats = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random() - 1);
const layers = initialLayers(
  { inputs: 7, hidden: [20, 10], outputs: 2, quantiles: [0.1, 0.5, 0.9] },
  floats(80),
  ROWS,
  1,
);
const inputs = { inputs: floats(ROWS * 7), rows: ROWS };
const masks = [floats(ROWS * 20).map((x) => (x > 0 ? 2 : 0)), floats(ROWS * 10).map((x) => (x > 0 ? 2 : 0))];
const slopes = floats(ROWS * 8);

/** Gradients of Σ slopes · out by TensorFlow's own differentiation. */
function ownGradients(tf: TensorFlow, of: readonly NeuralLayer[]): Float32Array[] {
  return tf.tidy(() => {
    const variables = of.flatMap((layer) => [
      tf.variable(tf.tensor2d(layer.kernel, [layer.inputs, layer.outputs])),
      tf.variable(tf.tensor1d(layer.bias)),
    ]);
    const { grads } = tf.variableGrads(() => {
      let out: ReturnType<typeof tf.tensor> = tf.tensor2d(inputs.inputs, [ROWS, 7]);
      of.forEach(({ outputs }, i) => {
        out = tf.add(tf.matMul(out, variables[2 * i]!), variables[2 * i + 1]!);
        if (i < of.length - 1) out = tf.mul(tf.relu(out), tf.tensor2d(masks[i]!, [ROWS, outputs]));
      });
      return tf.reshape(tf.sum(tf.mul(out, tf.tensor2d(slopes, [ROWS, 8]))), []);
    });
    const gradients = variables.map(({ name }) => grads[name]!.dataSync() as Float32Array);
    variables.forEach((variable) => variable.dispose());
    return gradients;
  });
}

describe('the network on TensorFlow.js', () => {
  test('has the gradients that TensorFlow finds itself', () => {
    const network = createNetwork(engine.tf, layers);
    const found = network.gradients(inputs, masks, () => slopes).flatMap(({ kernel, bias }) => [kernel, bias]);
    const own = ownGradients(engine.tf, layers);
    expect(found.map(({ length }) => length)).toEqual(own.map(({ length }) => length));
    found.forEach((gradient, p) => {
      const size = Math.max(...own[p]!.map(Math.abs));
      expect(size).toBeGreaterThan(0);
      gradient.forEach((value, i) => expect(Math.abs(value - own[p]![i]!) / size).toBeLessThan(TOLERANCE));
    });
  });

  test('leaves no tensor behind, even when the loss throws', () => {
    const network = createNetwork(engine.tf, layers);
    const before = engine.tf.memory().numTensors;
    network.forward(inputs);
    network.gradients(inputs, [], () => slopes);
    const failing = () =>
      network.gradients(inputs, masks, () => {
        throw new Error('no loss');
      });
    expect(failing).toThrow('no loss');
    expect(engine.tf.memory().numTensors).toBe(before);
  });

  test('goes downhill along its gradients', () => {
    const network = createNetwork(engine.tf, layers);
    const batch = {
      targets: floats(ROWS * 2),
      weights: new Float32Array(ROWS).fill(1),
      rows: ROWS,
      outputs: 2,
      quantiles: [0.1, 0.5, 0.9],
    };
    const before = scoreBatch({ ...batch, raw: network.forward(inputs) }).total;
    const gradients = network.gradients(inputs, [], (raw) => {
      const found = new Float32Array(raw.length);
      scoreBatch({ ...batch, raw }, found);
      return found;
    });
    const moved = layers.map((layer, i) => ({
      ...layer,
      kernel: layer.kernel.map((x, k) => x - 0.05 * gradients[i]!.kernel[k]!),
    }));
    expect(scoreBatch({ ...batch, raw: createNetwork(engine.tf, moved).forward(inputs) }).total).toBeLessThan(before);
  });
});
