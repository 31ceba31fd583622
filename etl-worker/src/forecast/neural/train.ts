import { setImmediate } from 'node:timers/promises';
import {
  createAdam,
  dropoutMask,
  fitInputs,
  fitTargets,
  gather,
  initialLayers,
  rateAt,
  scaleInputs,
  scaleTargets,
  scoreBatch,
  seededRandom,
  settleTask,
  shuffled,
  widthOf,
  type InputScaler,
  type Loss,
  type NeuralLayer,
  type NeuralTask,
  type NeuralTrainerOptions,
  type NeuralWeights,
  type SettledTask,
  type TargetScaler,
} from '@orrery/forecast/neural';
import { stopIfAborted } from './cancel.ts';
import type { Engine } from './engine.ts';
import { createNetwork } from './network.ts';

interface Prepared {
  readonly task: SettledTask;
  readonly inputScaler: InputScaler;
  readonly targetScaler: TargetScaler;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  readonly layers: NeuralLayer[];
}

/** Targets of rows that weigh nothing are masked, so that they move neither the scalers nor the start. */
function maskWeightless(task: SettledTask): SettledTask {
  const { weights, targets, outputs } = task;
  if (weights === undefined) return task;
  return { ...task, targets: targets.map((value, i) => (weights[Math.floor(i / outputs)] === 0 ? NaN : value)) };
}

function prepare(given: NeuralTask): Prepared {
  const task = maskWeightless(settleTask(given));
  const inputScaler = fitInputs(task);
  const targetScaler = fitTargets(task);
  const targets = scaleTargets(targetScaler, task.targets);
  const shape = { ...task, inputs: widthOf(inputScaler) };
  return {
    task,
    inputScaler,
    targetScaler,
    inputs: scaleInputs(inputScaler, task.inputs, task.rows),
    targets,
    weights: task.weights ?? new Float32Array(task.rows).fill(1),
    layers: initialLayers(shape, targets, task.trainRows, task.seed),
  };
}

const copyOf = (layers: readonly NeuralLayer[]): NeuralLayer[] =>
  layers.map((layer) => ({ ...layer, kernel: layer.kernel.slice(), bias: layer.bias.slice() }));

const meanOf = (losses: readonly Loss[]): number =>
  losses.reduce((sum, { total }) => sum + total, 0) / losses.reduce((sum, { weight }) => sum + weight, 0);

/** Passes over the rows of a prepared task. */
function createPasses(engine: Engine, prepared: Prepared) {
  const { task, inputs, targets, weights, layers } = prepared;
  const { outputs, quantiles, batchSize, trainRows, rows, dropout } = task;
  const network = createNetwork(engine.tf, layers);
  const adam = createAdam(layers, task.weightDecay);
  const random = seededRandom(task.seed + 1);
  const steps = task.epochs * Math.ceil(trainRows / batchSize);
  const width = layers[0]!.inputs;
  const hidden = layers.slice(0, -1);
  let step = 0;

  function take(chosen: Int32Array) {
    const size = { rows: chosen.length, outputs, quantiles };
    const known = { targets: gather(targets, outputs, chosen), weights: gather(weights, 1, chosen) };
    return { ...size, ...known, inputs: gather(inputs, width, chosen) };
  }

  return {
    async learn(signal: AbortSignal | undefined): Promise<number> {
      const losses: Loss[] = [];
      const order = shuffled(trainRows, random);
      for (let start = 0; start < trainRows; start += batchSize) {
        const batch = take(order.subarray(start, start + batchSize));
        const masks =
          dropout === 0 ? [] : hidden.map((layer) => dropoutMask(batch.rows * layer.outputs, dropout, random));
        const gradients = network.gradients(batch, masks, (raw) => {
          const slopes = new Float32Array(raw.length);
          losses.push(scoreBatch({ ...batch, raw }, slopes));
          return slopes;
        });
        adam(gradients, rateAt(task.learningRate, step++, steps));
        await setImmediate();
        stopIfAborted(signal);
      }
      return meanOf(losses);
    },

    /** Loss on the rows that were held back; null where there are none, or none with a known target. */
    later(): number | null {
      const losses: Loss[] = [];
      for (let start = trainRows; start < rows; start += batchSize) {
        const count = Math.min(batchSize, rows - start);
        const batch = take(Int32Array.from({ length: count }, (_, i) => start + i));
        losses.push(scoreBatch({ ...batch, raw: network.forward(batch) }));
      }
      const mean = meanOf(losses);
      return Number.isNaN(mean) ? null : mean;
    },
  };
}

/** Trains in the thread that calls it, letting go of it after each step. See `trainNeural`. */
export async function trainOn(
  engine: Engine,
  given: NeuralTask,
  { signal, onProgress }: NeuralTrainerOptions = {},
): Promise<NeuralWeights> {
  stopIfAborted(signal);
  const prepared = prepare(given);
  const { task, inputScaler, targetScaler, layers } = prepared;
  const { epochs, features, outputs, quantiles, seed } = task;
  const passes = createPasses(engine, prepared);
  let best: { epoch: number; trainLoss: number; laterLoss: number | null; layers: NeuralLayer[] } | undefined;
  let epoch = 0;
  while (epoch < epochs && epoch - (best?.epoch ?? 0) < task.patience) {
    epoch++;
    const trainLoss = await passes.learn(signal);
    const laterLoss = passes.later();
    if (!best || laterLoss === null || laterLoss < best.laterLoss!) {
      best = { epoch, trainLoss, laterLoss, layers: copyOf(layers) };
    }
    onProgress?.({ epoch, epochs, trainLoss, laterLoss });
  }
  const { epoch: bestEpoch, trainLoss, laterLoss, layers: bestLayers } = best!;
  const record = { backend: engine.backend, seed, epochs: epoch, bestEpoch, trainLoss, laterLoss };
  return { features, outputs, quantiles, inputScaler, targetScaler, layers: bestLayers, record };
}
