/** A fully connected layer: `kernel` is inputs × outputs, row by row. */
export interface Layer {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/**
 * How a network sees features: (value − mean) · scale, 0 where missing; for the inputs in `flagged` another input is 1
 * where they are missing.
 */
export interface NetworkScaler {
  /** Columns of the features that the network sees; `mean` and `scale` are in their order. */
  readonly columns: Uint16Array;
  readonly mean: Float32Array;
  /** 1 / standard deviation; 0 for a feature that never changes. */
  readonly scale: Float32Array;
  /** Places in `columns`. */
  readonly flagged: Uint16Array;
}

/** A feed-forward network with ReLU between its layers; the last layer returns the forecast of each knot. */
export interface Network {
  readonly scaler: NetworkScaler;
  readonly layers: readonly Layer[];
}

/** A network to train: rows in order of time. */
export interface NetworkTask {
  readonly rows: number;
  /** Scaled inputs, rows × width, row by row. */
  readonly inputs: Float32Array;
  /** rows × outputs, row by row, in any unit; NaN where unknown. */
  readonly targets: Float32Array;
  readonly outputs: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** Greatest number of passes over the rows. */
  readonly epochs: number;
  readonly seed: number;
}

/** Trains a network; passed to this package by a program that has TensorFlow.js. */
export type NetworkTrainer = (task: NetworkTask, signal?: AbortSignal) => Promise<readonly Layer[]>;

/** Scaled inputs are limited to ten standard deviations, so that a faulty sensor cannot produce an absurd forecast. */
const INPUT_LIMIT = 10;

/** Fits the scaler on the given rows of features. */
export function fitNetworkScaler(columns: Uint16Array, rows: readonly Float32Array[]): NetworkScaler {
  const moments = Array.from(columns, (column) => {
    let [count, mean, squares] = [0, 0, 0];
    for (const row of rows) {
      const value = row[column] as number;
      if (Number.isNaN(value)) continue;
      // Welford's recurrence: no cancellation where the mean is large against the deviation.
      const delta = value - mean;
      mean += delta / ++count;
      squares += delta * (value - mean);
    }
    const deviation = Math.sqrt(squares / Math.max(1, count));
    // A deviation below the resolution of Float32 at this mean is rounding noise.
    return { count, mean, scale: deviation > 1e-6 * Math.max(1e-6, Math.abs(mean)) ? 1 / deviation : 0 };
  });
  return {
    columns,
    mean: Float32Array.from(moments, ({ mean }) => mean),
    scale: Float32Array.from(moments, ({ scale }) => scale),
    flagged: Uint16Array.from(moments.flatMap(({ count }, i) => (count < rows.length ? [i] : []))),
  };
}

/** Inputs of a network from a row of features. */
export function networkInputs({ columns, mean, scale, flagged }: NetworkScaler, row: Float32Array): Float32Array {
  const inputs = new Float32Array(columns.length + flagged.length);
  columns.forEach((column, i) => {
    const value = ((row[column] as number) - (mean[i] as number)) * (scale[i] as number);
    inputs[i] = Number.isNaN(value) ? 0 : Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, value));
  });
  flagged.forEach((place, i) => {
    inputs[columns.length + i] = Number.isNaN(row[columns[place] as number]) ? 1 : 0;
  });
  return inputs;
}

/** Forecast of every knot from a row of features, in the unit of the targets. */
export const networkValues = ({ scaler, layers }: Network, row: Float32Array): Float32Array =>
  layers.reduce((values, layer, i) => dense(layer, values, i === layers.length - 1), networkInputs(scaler, row));

function dense({ kernel, bias }: Layer, inputs: Float32Array, isLast: boolean): Float32Array {
  const sums = Float64Array.from(bias);
  inputs.forEach((value, i) => {
    // Half of the values after ReLU are 0.
    if (value === 0) return;
    const start = i * sums.length;
    for (let j = 0; j < sums.length; j++) (sums[j] as number) += value * (kernel[start + j] as number);
  });
  return Float32Array.from(sums, (sum) => (isLast ? sum : Math.max(0, sum)));
}
