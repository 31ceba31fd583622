import type { LayerGradient, NeuralLayer } from '@orrery/forecast/neural';
import type { TensorFlow } from './engine.ts';

/** Rows of scaled inputs, one after the other. */
export interface Rows {
  readonly inputs: Float32Array;
  readonly rows: number;
}

const floats = (tensor: { dataSync(): ArrayLike<number> }): Float32Array => tensor.dataSync() as Float32Array;

function sumOfColumns(matrix: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < matrix.length; at += width) {
    for (let column = 0; column < width; column++) sums[column]! += matrix[at + column]!;
  }
  return Float32Array.from(sums);
}

type Matrix = ReturnType<TensorFlow['tensor2d']>;

interface Pass {
  /** What goes into each layer, and last what comes out. */
  readonly activations: readonly Matrix[];
  readonly kernels: readonly Matrix[];
  readonly masks: readonly (Matrix | undefined)[];
}

/**
 * Dense layers on TensorFlow.js. Products are of matrices transposed beforehand: with `transposeA` or `transposeB` the
 * WASM backend leaves XNNPACK for a loop that is seven times slower. No tensor outlives a call.
 */
export function createNetwork(tf: TensorFlow, layers: readonly NeuralLayer[]) {
  function pass({ inputs, rows }: Rows, dropout: readonly Float32Array[]): Pass {
    const activations = [tf.tensor2d(inputs, [rows, layers[0]!.inputs])];
    const kernels = layers.map((layer) => tf.tensor2d(layer.kernel, [layer.inputs, layer.outputs]));
    const masks = layers.map((layer, i) => dropout[i] && tf.tensor2d(dropout[i], [rows, layer.outputs]));
    layers.forEach(({ bias }, i) => {
      const activation = i === layers.length - 1 ? 'linear' : 'relu';
      const out = tf.fused.matMul({ a: activations[i]!, b: kernels[i]!, bias: tf.tensor1d(bias), activation });
      const mask = masks[i];
      activations.push((mask ? tf.mul(out, mask) : out) as Matrix);
    });
    return { activations, kernels, masks };
  }

  function back({ activations, kernels, masks }: Pass, last: Float32Array): LayerGradient[] {
    const gradients: LayerGradient[] = [];
    let slope = tf.tensor2d(last, activations.at(-1)!.shape);
    for (let i = layers.length - 1; i >= 0; i--) {
      const input = activations[i]!;
      const kernel = floats(tf.matMul(tf.transpose(input), slope));
      gradients.unshift({ kernel, bias: sumOfColumns(floats(slope), layers[i]!.outputs) });
      if (i === 0) break;
      const through = tf.mul(tf.matMul(slope, tf.transpose(kernels[i]!)), tf.step(input));
      const mask = masks[i - 1];
      slope = (mask ? tf.mul(through, mask) : through) as Matrix;
    }
    return gradients;
  }

  return {
    /** Values of the last layer: rows × its outputs. */
    forward: (rows: Rows): Float32Array => tf.tidy(() => floats(pass(rows, []).activations.at(-1)!)),

    /**
     * Gradients of all layers, given that of the loss by the values of the last; `dropout` holds a mask per hidden
     * layer, or nothing.
     */
    gradients: (
      rows: Rows,
      dropout: readonly Float32Array[],
      slopesOf: (raw: Float32Array) => Float32Array,
    ): LayerGradient[] => {
      let gradients: LayerGradient[] = [];
      tf.tidy(() => {
        const forward = pass(rows, dropout);
        gradients = back(forward, slopesOf(floats(forward.activations.at(-1)!)));
      });
      return gradients;
    },
  };
}
