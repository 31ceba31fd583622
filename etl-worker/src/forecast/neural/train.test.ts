import {
  decodeNeural,
  encodeNeural,
  predictNeural,
  type NeuralProgress,
  type NeuralTask,
  type NeuralWeights,
} from '@orrery/forecast/neural';
import { beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type Engine } from './engine.ts';
import { toyDeviation, toyMean, toyTask } from './testing/tasks.ts';
import { trainOn } from './train.ts';

/**
 * 8,000 training rows of noise ±0.3 pin a smooth curve to about 0.02 per unit of the network; the mean over a grid
 * stays well below.
 */
const MEAN_TOLERANCE = 0.06;
/**
 * Of 2,000 later rows the share in an 80 % band scatters by 0.009 and that in a 95 % band by 0.005; the rest is room
 * for what is not learned.
 */
const COVERAGE_TOLERANCE = 0.03;
/** Deviations run from 0.1 to 0.5; a band that ignores them is off by 0.2. */
const SPREAD_TOLERANCE = 0.08;
/** TensorFlow and TypeScript add in another order. */
const PARITY = 1e-4;
/** The same for a mean loss of about 1. */
const LOSS_DIGITS = 4;

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});

const rowsOf = (task: { inputs: Float32Array; features: number }, from: number, to: number): Float32Array[] =>
  Array.from({ length: to - from }, (_, i) =>
    task.inputs.slice((from + i) * task.features, (from + i + 1) * task.features),
  );

/** Mean loss on the later rows, counted anew from the forecasts. */
function laterLossOf(task: NeuralTask, weights: NeuralWeights): number {
  const { mean, deviation } = weights.targetScaler;
  const later = rowsOf(task, task.trainRows, task.rows);
  const losses = later.flatMap((row, i) => {
    const said = predictNeural(weights, row);
    return [0, 1].map((output) => {
      const scale = (value: number): number => (value - mean[output]!) / deviation[output]!;
      const target = scale(task.targets[(task.trainRows + i) * 2 + output]!);
      const pinball = weights.quantiles.map((q, k) => {
        const below = target - scale(said.quantiles[output * 5 + k]!);
        return Math.max(q * below, (q - 1) * below);
      });
      return pinball.reduce((sum, loss) => sum + loss, 0.5 * (scale(said.mean[output]!) - target) ** 2);
    });
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('trainOn learns a noisy sine whose noise grows', () => {
  const task = toyTask(10_000, { epochs: 40, learningRate: 5e-3 });
  const seen: NeuralProgress[] = [];
  const tensors: number[] = [];
  let weights: NeuralWeights;
  beforeAll(async () => {
    weights = await trainOn(engine, task, {
      onProgress: (progress) => {
        seen.push(progress);
        tensors.push(engine.tf.memory().numTensors);
      },
    });
  });

  test('its mean', () => {
    const grid = Array.from({ length: 33 }, (_, i) => -1.9 + (3.8 * i) / 32);
    const errors = grid.map(
      (a) => (predictNeural(weights, Float32Array.of(a, 0.3, 0.5)).mean[0]! - 100) / 10 - toyMean(a),
    );
    expect(Math.max(...errors.map(Math.abs))).toBeGreaterThan(0);
    expect(errors.reduce((sum, error) => sum + Math.abs(error), 0) / 33).toBeLessThan(MEAN_TOLERANCE);
  });

  test('its spread, narrow where the noise is small and wide where it is large', () => {
    for (const b of [0.1, 0.5, 0.9]) {
      const { quantiles } = predictNeural(weights, Float32Array.of(0.4, b, 0.5));
      // From the 10 % to the 90 % quantile a normal distribution is 2.563 deviations wide.
      const deviation = (quantiles[3]! - quantiles[1]!) / 10 / 2.563;
      expect(Math.abs(deviation - toyDeviation(b))).toBeLessThan(SPREAD_TOLERANCE);
    }
  });

  test('bands that hold as many later outcomes as they say, with b known and with b missing', () => {
    const later = rowsOf(task, task.trainRows, task.rows).map((row, i) => ({
      isKnown: !Number.isNaN(row[1]!),
      target: task.targets[(task.trainRows + i) * 2 + 1]!,
      quantiles: predictNeural(weights, row).quantiles.subarray(5),
    }));
    const share = (of: typeof later, low: number, high: number): number =>
      of.filter(({ target, quantiles }) => target >= quantiles[low]! && target <= quantiles[high]!).length / of.length;
    expect(Math.abs(share(later, 1, 3) - 0.8)).toBeLessThan(COVERAGE_TOLERANCE);
    expect(Math.abs(share(later, 0, 4) - 0.95)).toBeLessThan(COVERAGE_TOLERANCE);
    const missing = later.filter(({ isKnown }) => !isKnown);
    expect(missing).toHaveLength(400);
    // A fifth of the rows scatters √5 times as much.
    expect(Math.abs(share(missing, 1, 3) - 0.8)).toBeLessThan(2 * COVERAGE_TOLERANCE);
  });

  test('says how it goes after each epoch, and gives back the best one', () => {
    expect(seen.map(({ epoch }) => epoch)).toEqual(seen.map((_, i) => i + 1));
    const best = Math.min(...seen.map(({ laterLoss }) => laterLoss!));
    expect(weights.record).toMatchObject({ backend: engine.backend, seed: 4, epochs: seen.length, laterLoss: best });
    expect(seen[weights.record.bestEpoch - 1]!.laterLoss).toBe(best);
  });

  test('keeps no tensor from one epoch to the next', () => {
    expect(new Set(tensors).size).toBe(1);
  });

  test('is the same by TensorFlow as by plain TypeScript, and in float16 nearly so', () => {
    const decoded = decodeNeural(encodeNeural(weights));
    let halves = 0;
    for (const row of rowsOf(task, 0, 50)) {
      const plain = predictNeural(weights, row);
      const theirs = byTensorFlow(engine, weights, row);
      const { deviation } = weights.targetScaler;
      plain.mean.forEach((value, i) => expect(Math.abs(value - theirs.mean[i]!) / deviation[i]!).toBeLessThan(PARITY));
      plain.quantiles.forEach((value, i) => {
        const unit = deviation[Math.floor(i / 5)]!;
        expect(Math.abs(value - theirs.quantiles[i]!) / unit).toBeLessThan(PARITY);
        halves = Math.max(halves, Math.abs(value - predictNeural(decoded, row).quantiles[i]!) / unit);
      });
    }
    // Eleven significant bits of each weight: 2 ‰ of a deviation.
    expect(halves).toBeLessThan(4e-3);
  });
});

/**
 * The forecast as operations of TensorFlow from the scaling on: softplus distances summed outwards from the median, the
 * third of five.
 */
function byTensorFlow(
  { tf }: Engine,
  weights: NeuralWeights,
  row: Float32Array,
): { mean: number[]; quantiles: number[] } {
  const { mean, scale, flagged } = weights.inputScaler;
  return tf.tidy(() => {
    const isMissing = tf.isNaN(tf.tensor1d(row));
    const centred = tf.sub(tf.tensor1d(row), tf.tensor1d(mean));
    const scaled = tf.clipByValue(tf.mul(centred, tf.tensor1d(scale)), -10, 10);
    const flags = tf.gather(tf.cast(isMissing, 'float32'), tf.tensor1d([...flagged], 'int32'));
    let out = tf.expandDims(tf.concat([tf.where(isMissing, tf.zerosLike(scaled), scaled), flags]), 0);
    weights.layers.forEach((layer, i) => {
      out = tf.add(tf.matMul(out, tf.tensor2d(layer.kernel, [layer.inputs, layer.outputs])), tf.tensor1d(layer.bias));
      if (i < weights.layers.length - 1) out = tf.relu(out);
    });
    const [means, ...raw] = tf.unstack(tf.reshape(out, [6, 2]));
    const steps = raw.map((value) => tf.softplus(value));
    const below = tf.sub(raw[2]!, steps[1]!);
    const above = tf.add(raw[2]!, steps[3]!);
    const levels = [tf.sub(below, steps[0]!), below, raw[2]!, above, tf.add(above, steps[4]!)];
    const unscale = (value: typeof below): typeof below =>
      tf.add(tf.mul(value, tf.tensor1d(weights.targetScaler.deviation)), tf.tensor1d(weights.targetScaler.mean));
    const quantiles = tf.transpose(tf.stack(levels.map(unscale)));
    return { mean: [...unscale(means!).dataSync()], quantiles: [...quantiles.dataSync()] };
  });
}

describe('trainOn', () => {
  test('gives the same weights for the same task, and others for another seed', async () => {
    const task = toyTask(1000, { dropout: 0.2 });
    const bytes = encodeNeural(await trainOn(engine, task), 'float32');
    expect(encodeNeural(await trainOn(engine, task), 'float32')).toEqual(bytes);
    expect(encodeNeural(await trainOn(engine, { ...task, seed: 5 }), 'float32')).not.toEqual(bytes);
  });

  test('does not look at masked targets nor at rows that weigh nothing', async () => {
    const task = toyTask(1000);
    const hidden = (row: number): boolean => row % 3 === 0;
    const masked = task.targets.map((value, i) => (hidden(Math.floor(i / 2)) ? NaN : value));
    const unlike = task.targets.map((value, i) => (hidden(Math.floor(i / 2)) ? 100 : value));
    const weights = Float32Array.from({ length: 1000 }, (_, row) => (hidden(row) ? 0 : 1));
    const whole = await trainOn(engine, task);
    const withMask = await trainOn(engine, { ...task, targets: masked });
    expect(withMask.layers).not.toEqual(whole.layers);
    const weightless = await trainOn(engine, { ...task, targets: unlike, weights });
    expect(weightless.layers).toEqual(withMask.layers);
    expect(weightless.targetScaler).toEqual(withMask.targetScaler);
  });

  test('does not learn from the later rows', async () => {
    const task = toyTask(1000, { epochs: 4, patience: 4 });
    const blind = task.targets.map((value, i) => (i < task.trainRows * 2 ? value : NaN));
    const upside = task.targets.map((value, i) => (i < task.trainRows * 2 ? value : 300 - value));
    const last: number[] = [];
    for (const targets of [blind, upside, task.targets]) {
      await trainOn(
        engine,
        { ...task, targets },
        { onProgress: ({ epoch, trainLoss }) => epoch === 4 && last.push(trainLoss) },
      );
    }
    expect(last).toHaveLength(3);
    expect(new Set(last).size).toBe(1);
  });

  test('ends when the later rows do not get better, and gives back the weights that were best there', async () => {
    const task = toyTask(500, { epochs: 200, patience: 3, learningRate: 0.02 });
    const weights = await trainOn(engine, task);
    const { record } = weights;
    expect(laterLossOf(task, weights)).toBeCloseTo(record.laterLoss!, LOSS_DIGITS);
    expect(record.epochs).toBe(record.bestEpoch + 3);
    expect(record.epochs).toBeLessThan(200);
  });

  test('trains to the last epoch where no row was held back', async () => {
    const { record } = await trainOn(engine, toyTask(500, { trainRows: 500, epochs: 15, patience: 1 }));
    expect(record).toMatchObject({ epochs: 15, bestEpoch: 15, laterLoss: null });
  });

  test('gives finite weights where a feature is always and an output never known', async () => {
    const task = toyTask(300);
    const inputs = task.inputs.map((value, i) => (i % 3 === 1 ? NaN : value));
    const targets = task.targets.map((value, i) => (i % 2 === 1 ? NaN : value));
    const weights = await trainOn(engine, { ...task, inputs, targets });
    const { mean, quantiles } = predictNeural(weights, Float32Array.of(NaN, NaN, NaN));
    expect([...mean, ...quantiles].every(Number.isFinite)).toBe(true);
  });

  test('stops soon when it is told to', async () => {
    const control = new AbortController();
    const training = trainOn(engine, toyTask(5000, { epochs: 500 }), {
      signal: control.signal,
      onProgress: ({ epoch }) => epoch === 2 && control.abort(),
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });
});
