import { scaledValue, type Scaler } from './ridge.ts';

/** A fully connected layer: `kernel` is inputs × outputs, row by row. */
export interface Layer {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** A feed-forward network, ReLU between its layers; the last one answers in the units of the target, an output a knot. */
export interface Network {
  /** Features that it sees, by column. */
  readonly columns: Uint16Array;
  readonly layers: readonly Layer[];
}

/** A network to train: rows in order of time, inputs scaled and without gaps, targets in any units. */
export interface NetworkTask {
  readonly rows: number;
  /** rows × columns, row by row. */
  readonly inputs: Float32Array;
  /** rows × outputs, row by row; NaN where there is nothing to learn. */
  readonly targets: Float32Array;
  readonly outputs: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** At most so many passes over the rows. */
  readonly epochs: number;
  readonly seed: number;
}

/** Trains a network; given to this package by a program that has TensorFlow.js. */
export type NetworkTrainer = (task: NetworkTask, signal?: AbortSignal) => Promise<readonly Layer[]>;

/** A fault of a sensor must not carry a network far beyond what it has seen, in standard deviations. */
const INPUT_LIMIT = 10;

/** Inputs of a network: the features it sees in standard deviations, 0 where missing. */
export const networkInputs = (columns: Uint16Array, scaler: Scaler, row: Float32Array): Float32Array =>
  Float32Array.from(columns, (column) =>
    Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, scaledValue(scaler, column, row[column] as number))),
  );

/** What a network forecasts from one row of features, at every knot. */
export function networkValues({ columns, layers }: Network, scaler: Scaler, row: Float32Array): Float32Array {
  return layers.reduce(
    (values, layer, i) => dense(layer, values, i === layers.length - 1),
    networkInputs(columns, scaler, row),
  );
}

function dense({ kernel, bias }: Layer, inputs: Float32Array, isLast: boolean): Float32Array {
  const sums = Float64Array.from(bias);
  inputs.forEach((value, i) => {
    // Half of what ReLU passes on is 0.
    if (value === 0) return;
    const start = i * sums.length;
    for (let j = 0; j < sums.length; j++) (sums[j] as number) += value * (kernel[start + j] as number);
  });
  return Float32Array.from(sums, (sum) => (isLast ? sum : Math.max(0, sum)));
}
