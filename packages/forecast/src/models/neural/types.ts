import { OrreryError } from '@orrery/contract';

/** What is used where a task leaves it out. */
export const NEURAL_DEFAULTS = {
  quantiles: [0.025, 0.1, 0.5, 0.9, 0.975],
  hidden: [128, 64],
  epochs: 60,
  batchSize: 1024,
  learningRate: 2e-3,
  weightDecay: 1e-4,
  dropout: 0.1,
  patience: 10,
} as const;

/**
 * A network to train: dense layers with ReLU, and for each output a mean and quantiles that cannot cross.
 * Rows are in order of time. The first `trainRows` are learned from; the rest, which is later, only says when to stop.
 */
export interface NeuralTask {
  /** rows × features, row by row, in any units; NaN where missing. */
  readonly inputs: Float32Array;
  /** rows × outputs, row by row, in any units; NaN where there is nothing to learn. */
  readonly targets: Float32Array;
  readonly rows: number;
  readonly features: number;
  readonly outputs: number;
  readonly trainRows: number;
  /** Ascending, each in (0, 1). */
  readonly quantiles?: readonly number[];
  /** Widths of the hidden layers; none makes it linear. */
  readonly hidden?: readonly number[];
  /** At most so many passes over the training rows; the learning rate falls to nearly nothing by the last. */
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** Decoupled weight decay of the kernels (AdamW). */
  readonly weightDecay?: number;
  /** Share of the hidden units that is left out in each step of training, in [0, 1). */
  readonly dropout?: number;
  /** Passes without a better loss on the later rows after which training ends. */
  readonly patience?: number;
  readonly seed: number;
  /** How much each row counts, >= 0; all alike where left out. */
  readonly weights?: Float32Array;
}

export type SettledTask = Required<Omit<NeuralTask, 'weights'>> & Pick<NeuralTask, 'weights'>;

/** `kernel` is inputs × outputs, row by row. */
export interface NeuralLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Scaled input = (value − mean) · scale, 0 where missing; `flagged` features also have an input that is 1 where they
 * are missing.
 */
export interface InputScaler {
  readonly mean: Float32Array;
  /** 1 / standard deviation; 0 for a feature that never changes or was never there. */
  readonly scale: Float32Array;
  readonly flagged: readonly number[];
}

export interface TargetScaler {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** How training went; losses are in scaled units. */
export interface NeuralRecord {
  /** `wasm`, `tensorflow` (the native one) or `cpu`. */
  readonly backend: string;
  readonly seed: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly trainLoss: number;
  /** Null where no row was held back. */
  readonly laterLoss: number | null;
}

/**
 * A trained network. The last layer is linear and 1 + Q blocks of `outputs` wide: the mean, then per quantile the
 * middle one itself and, for the others, what goes through softplus to be the distance to the neighbour nearer to the
 * middle.
 */
export interface NeuralWeights {
  readonly features: number;
  readonly outputs: number;
  readonly quantiles: readonly number[];
  readonly inputScaler: InputScaler;
  readonly targetScaler: TargetScaler;
  readonly layers: readonly NeuralLayer[];
  readonly record: NeuralRecord;
}

export interface NeuralProgress {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss: number;
  readonly laterLoss: number | null;
}

export interface NeuralTrainerOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: NeuralProgress) => void;
}

/** Trains a network; given to the pure package by an app that has TensorFlow.js. */
export type NeuralTrainer = (task: NeuralTask, options?: NeuralTrainerOptions) => Promise<NeuralWeights>;

const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;
const ascends = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > values[i - 1]!);

/** The task with defaults filled in; throws `invalidRequest` with all that is wrong with it. */
export function settleTask(task: NeuralTask): SettledTask {
  const settled: SettledTask = { ...NEURAL_DEFAULTS, ...task };
  const { inputs, targets, rows, features, outputs, trainRows, quantiles, hidden, epochs, batchSize, weights } =
    settled;
  const rules: readonly (readonly [boolean, string])[] = [
    [
      isCount(features, 1) && isCount(outputs, 1) && isCount(rows, 1),
      'rows, features and outputs are whole numbers from 1',
    ],
    [
      inputs.length === rows * features,
      `inputs hold rows × features = ${rows * features} numbers, not ${inputs.length}`,
    ],
    [
      targets.length === rows * outputs,
      `targets hold rows × outputs = ${rows * outputs} numbers, not ${targets.length}`,
    ],
    [isCount(trainRows, 1) && trainRows <= rows, `trainRows is from 1 to rows (${rows}), not ${trainRows}`],
    [weights === undefined || weights.length === rows, `weights hold one number per row (${rows})`],
    [
      weights === undefined || weights.every((weight) => weight >= 0 && Number.isFinite(weight)),
      'weights are 0 or more',
    ],
    [
      quantiles.length > 0 && quantiles.every((q) => q > 0 && q < 1) && ascends(quantiles),
      'quantiles ascend within (0, 1)',
    ],
    [hidden.every((width) => isCount(width, 1)), 'hidden layers are 1 or more wide'],
    [
      isCount(epochs, 1) && isCount(batchSize, 1) && isCount(settled.patience, 1),
      'epochs, batchSize and patience are whole numbers from 1',
    ],
    [settled.learningRate > 0 && settled.weightDecay >= 0, 'learningRate is above 0 and weightDecay 0 or more'],
    [settled.dropout >= 0 && settled.dropout < 1, 'dropout is in [0, 1)'],
  ];
  const wrong = rules.filter(([holds]) => !holds).map(([, rule]) => rule);
  if (wrong.length > 0) throw new OrreryError('invalidRequest', `The network cannot be trained: ${wrong.join('; ')}.`);
  return settled;
}
