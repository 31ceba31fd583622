/** Training of the neural network; in a file of its own, since TensorFlow.js is large and only a training needs it. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OrreryError } from '@orrery/contract';
import { seededRandom, type Layer, type NetworkTask } from '@orrery/forecast';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const BATCH_ROWS = 1024;
const LEARNING_RATE = 2e-3;
/** The learning rate falls to this share of itself along half a cosine (Loshchilov & Hutter 2017). */
const LAST_RATE_SHARE = 0.01;
const DROPOUT = 0.1;
/** The last tenth of the rows selects the weights that are kept; the network is not fitted on it. */
const FITTED_SHARE = 0.9;
/** Passes without a smaller error after which training ends. */
const PATIENCE = 10;
/** Quantiles that are learned beside the mean. */
const QUANTILES = [0.025, 0.1, 0.5, 0.9, 0.975];
const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/**
 * Trains a network with TensorFlow.js in WebAssembly by Adam with dropout; targets are in standard deviations. Beside
 * the mean of each output it learns quantiles, which make the hidden layers less sensitive to outliers and are dropped
 * afterwards. Returns the weights of the pass with the least loss on the last tenth of the rows. The same task gives
 * the same weights.
 * @throws OrreryError `notReady` where the WASM file is missing, `cancelled` when the signal aborts the training
 */
export async function trainNetwork(task: NetworkTask, signal?: AbortSignal): Promise<readonly Layer[]> {
  await openWasm();
  const standard = standardise(task);
  const network = createNetwork(task);
  try {
    const layers = await fit(network, { ...task, targets: standard.values }, signal);
    return layers.map((layer, i) => (i === layers.length - 1 ? meansOf(layer, standard) : layer));
  } finally {
    network.dispose();
  }
}

/** The WASM file lies beside a bundle, else in the package. */
async function openWasm(): Promise<void> {
  if (tf.getBackend() === 'wasm') return;
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = existsSync(join(here, WASM_FILE))
    ? here
    : join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  setWasmPaths(`${folder}/`);
  if (!(await tf.setBackend('wasm')))
    throw new OrreryError(
      'notReady',
      `TensorFlow.js found no working ${WASM_FILE} in ${folder}; run npm ci or build again.`,
    );
}

const fittedRows = (rows: number): number => Math.max(1, Math.floor(rows * FITTED_SHARE));

interface Standardised {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly values: Float32Array;
}

/** Targets in standard deviations from the mean of their output over the fitted rows; NaN stays NaN. */
function standardise({ targets, outputs, rows }: NetworkTask): Standardised {
  const [count, mean, squares] = [new Float64Array(outputs), new Float64Array(outputs), new Float64Array(outputs)];
  targets.subarray(0, fittedRows(rows) * outputs).forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const output = i % outputs;
    // Welford's recurrence: no cancellation where the mean is large against the deviation.
    const delta = value - (mean[output] as number);
    (count[output] as number) += 1;
    (mean[output] as number) += delta / (count[output] as number);
    (squares[output] as number) += delta * (value - (mean[output] as number));
  });
  const deviation = squares.map((sum, output) => Math.sqrt(sum / Math.max(1, count[output] as number)) || 1);
  const values = targets.map(
    (value, i) => (value - (mean[i % outputs] as number)) / (deviation[i % outputs] as number),
  );
  return { mean, deviation, values };
}

/** The part of the last layer that returns means, in the units of the targets. */
function meansOf({ kernel, bias }: Layer, { mean, deviation }: Standardised): Layer {
  const [width, outputs] = [bias.length, mean.length];
  return {
    kernel: Float32Array.from(
      { length: (kernel.length / width) * outputs },
      (_, i) =>
        (kernel[Math.floor(i / outputs) * width + (i % outputs)] as number) * (deviation[i % outputs] as number),
    ),
    bias: Float32Array.from(mean, (value, i) => (bias[i] as number) * (deviation[i] as number) + value),
  };
}

interface Variables {
  readonly kernel: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1>;
}

/** Some rows as tensors; `known` is 1 where there is a target, and 0 where `targets` holds 0 for want of one. */
interface Batch {
  readonly inputs: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly known: tf.Tensor2D;
}

/** Weights as variables (He's uniform initialisation, the last layer Glorot's), and what training does with them. */
function createNetwork({ inputs, rows, hidden, outputs, seed }: NetworkTask) {
  const random = seededRandom(seed);
  const widths = [inputs.length / rows, ...hidden, (1 + QUANTILES.length) * outputs];
  const layers = widths.slice(1).map((width, i): Variables => {
    const from = widths[i] as number;
    const limit = Math.sqrt(6 / (i < hidden.length ? from : from + width));
    const kernel = Float32Array.from({ length: from * width }, () => (2 * random() - 1) * limit);
    return {
      kernel: tf.variable(tf.tensor2d(kernel, [from, width])),
      bias: tf.variable(tf.zeros<tf.Rank.R1>([width])),
    };
  });
  const adam = tf.train.adam(LEARNING_RATE);
  const loss = (batch: Batch, dropout: number): tf.Scalar => {
    const forecast = layers.reduce<tf.Tensor>((values, layer, i) => {
      if (i === hidden.length) return dense(values, layer, null);
      return dense(values, layer, dropoutFactors([batch.inputs.shape[0], widths[i + 1] as number], dropout, random));
    }, batch.inputs);
    return lossOf(forecast, batch);
  };
  return {
    step: (batch: Batch, rate: number): void => {
      Object.assign(adam, { learningRate: rate });
      adam.minimize(() => loss(batch, DROPOUT));
    },
    loss: (batch: Batch): number => tf.tidy(() => loss(batch, 0).dataSync()[0] as number),
    weights: (): readonly Layer[] =>
      layers.map(({ kernel, bias }) => ({
        kernel: Float32Array.from(kernel.dataSync()),
        bias: Float32Array.from(bias.dataSync()),
      })),
    dispose: (): void => {
      adam.dispose();
      tf.dispose(layers.flatMap(({ kernel, bias }) => [kernel, bias]));
    },
  };
}

/** Factors of dropout by row and unit: 0 for units left out, for the others what keeps the expected sum. */
const dropoutFactors = (shape: [number, number], share: number, random: () => number): tf.Tensor2D =>
  share === 0
    ? tf.ones(shape)
    : tf.tensor2d(
        Float32Array.from({ length: shape[0] * shape[1] }, () => (random() < share ? 0 : 1 / (1 - share))),
        shape,
      );

/**
 * A layer with its gradient; ReLU where there are factors of dropout. Matrices are transposed before they are
 * multiplied: with `transposeA` or `transposeB` the WASM backend takes a path that is seven times slower.
 */
const dense = (inputs: tf.Tensor, { kernel, bias }: Variables, factors: tf.Tensor | null): tf.Tensor =>
  tf.customGrad((...given) => {
    const [a, b, offset, save] = given as unknown as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const sums = tf.fused.matMul({ a, b, bias: offset, activation: factors ? 'relu' : 'linear' });
    save(factors ? [a, b, sums, factors] : [a, b]);
    const gradFunc = (above: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [from, own, out, kept] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?, tf.Tensor2D?];
      const slope = (out && kept ? tf.mul(tf.mul(above, kept), tf.step(out)) : above) as tf.Tensor2D;
      return [tf.matMul(slope, tf.transpose(own)), tf.matMul(tf.transpose(from), slope), tf.sum(slope, 0)];
    };
    return { value: factors ? tf.mul(sums, factors) : sums, gradFunc };
  })(inputs, kernel, bias);

/**
 * Half the squared error of the mean and the pinball loss of each quantile (Koenker & Bassett 1978), averaged over the
 * known targets, with its gradient.
 */
const lossOf = (forecast: tf.Tensor, { targets, known }: Batch): tf.Scalar =>
  tf.customGrad((...given) => {
    const [values, save] = given as unknown as [tf.Tensor, tf.GradSaveFunc];
    const parts = tf.split(values, 1 + QUANTILES.length, 1).map((part) => tf.mul(known, tf.sub(part, targets)));
    const [errors, ...above] = parts as [tf.Tensor, ...tf.Tensor[]];
    const count = tf.maximum(1, tf.sum(known));
    const pinball = above.map((excess, i) => {
      const q = QUANTILES[i] as number;
      return { loss: tf.maximum(tf.mul(1 - q, excess), tf.mul(-q, excess)), slope: tf.sub(tf.step(excess), q) };
    });
    const slopes = tf.concat([errors, ...pinball.map(({ slope }) => tf.mul(known, slope))], 1);
    save([tf.div(slopes, count)]);
    const total = tf.addN([tf.mul(0.5, tf.square(errors)), ...pinball.map(({ loss }) => loss)]);
    const gradFunc = (above: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => tf.mul(above, saved[0] as tf.Tensor);
    return { value: tf.div(tf.sum(total), count), gradFunc };
  })(forecast) as tf.Scalar;

async function fit(
  network: ReturnType<typeof createNetwork>,
  task: NetworkTask,
  signal: AbortSignal | undefined,
): Promise<readonly Layer[]> {
  const fitted = fittedRows(task.rows);
  const order = Int32Array.from({ length: fitted }, (_, row) => row);
  const later = Int32Array.from({ length: task.rows - fitted }, (_, i) => fitted + i);
  const random = seededRandom(task.seed + 1);
  const steps = task.epochs * Math.ceil(fitted / BATCH_ROWS);
  let step = 0;
  let best = { epoch: 0, loss: Infinity, weights: network.weights() };
  for (let epoch = 1; epoch <= task.epochs && epoch - best.epoch <= PATIENCE; epoch++) {
    shuffle(order, random);
    for (let start = 0; start < fitted; start += BATCH_ROWS) {
      const cosine = (1 + Math.cos((Math.PI * step++) / steps)) / 2;
      const rate = LEARNING_RATE * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * cosine);
      withBatch(task, order.subarray(start, start + BATCH_ROWS), (batch) => network.step(batch, rate));
      await setImmediate();
      if (signal?.aborted) throw new OrreryError('cancelled', 'The training was stopped.');
    }
    const loss = withBatch(task, later, network.loss);
    if (loss <= best.loss) best = { epoch, loss, weights: network.weights() };
  }
  return best.weights;
}

function withBatch<T>(
  { inputs, targets, rows, outputs }: NetworkTask,
  chosen: Int32Array,
  use: (batch: Batch) => T,
): T {
  const width = inputs.length / rows;
  const own = rowsOf(targets, outputs, chosen);
  const shape: [number, number] = [chosen.length, outputs];
  const batch: Batch = {
    inputs: tf.tensor2d(rowsOf(inputs, width, chosen), [chosen.length, width]),
    targets: tf.tensor2d(
      own.map((value) => (Number.isNaN(value) ? 0 : value)),
      shape,
    ),
    known: tf.tensor2d(
      own.map((value) => (Number.isNaN(value) ? 0 : 1)),
      shape,
    ),
  };
  const result = use(batch);
  tf.dispose([batch.inputs, batch.targets, batch.known]);
  return result;
}

function rowsOf(matrix: Float32Array, width: number, rows: Int32Array): Float32Array {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => some.set(matrix.subarray(row * width, (row + 1) * width), i * width));
  return some;
}

/** Random order in place (Fisher & Yates). */
function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
