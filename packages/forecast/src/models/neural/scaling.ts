import type { InputScaler, SettledTask, TargetScaler } from './types.ts';

/**
 * Scaled inputs end here: beyond ten deviations a network has seen too little to go on, and a fault of a sensor must
 * not run away with it.
 */
const INPUT_LIMIT = 10;

interface Moments {
  readonly mean: Float32Array;
  readonly deviation: Float64Array;
  readonly known: Int32Array;
}

function momentsOf(values: Float32Array, rows: number, width: number): Moments {
  const known = new Int32Array(width);
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column]!;
      if (!Number.isFinite(value)) continue;
      // Welford's recurrence: no cancellation where the mean is large against the deviation.
      const delta = value - mean[column]!;
      mean[column]! += delta / ++known[column]!;
      squares[column]! += delta * (value - mean[column]!);
    }
  }
  const deviation = squares.map((sum, column) => (known[column]! > 1 ? Math.sqrt(sum / known[column]!) : 0));
  return { mean: Float32Array.from(mean), deviation, known };
}

/** A deviation below what Float32 tells apart at this mean is noise of rounding: the column never changes. */
const isConstant = (deviation: number, mean: number): boolean => deviation <= 1e-6 * Math.max(1e-6, Math.abs(mean));

/** Scaler of the inputs from the training rows alone. */
export function fitInputs({ inputs, trainRows, features }: SettledTask): InputScaler {
  const { mean, deviation, known } = momentsOf(inputs, trainRows, features);
  const scale = Float32Array.from(deviation, (value, i) => (isConstant(value, mean[i]!) ? 0 : 1 / value));
  const flagged = [...known.keys()].filter((feature) => known[feature]! < trainRows);
  return { mean, scale, flagged };
}

/** Scaler of the targets from the training rows alone; an output that was never known keeps mean 0 and deviation 1. */
export function fitTargets({ targets, trainRows, outputs }: SettledTask): TargetScaler {
  const { mean, deviation } = momentsOf(targets, trainRows, outputs);
  return { mean, deviation: Float32Array.from(deviation, (value, i) => (isConstant(value, mean[i]!) ? 1 : value)) };
}

/** Width of the scaled inputs: the features and the flags. */
export const widthOf = ({ mean, flagged }: InputScaler): number => mean.length + flagged.length;

/** One row of scaled inputs, written into `into` from `at`; `row` is features wide from `from`. */
export function scaleRow(scaler: InputScaler, row: Float32Array, from: number, into: Float32Array, at: number): void {
  const { mean, scale, flagged } = scaler;
  const features = mean.length;
  for (let feature = 0; feature < features; feature++) {
    const value = row[from + feature]!;
    const scaled = (value - mean[feature]!) * scale[feature]!;
    into[at + feature] = Number.isFinite(value) ? Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, scaled)) : 0;
  }
  for (let i = 0; i < flagged.length; i++) into[at + features + i] = Number.isFinite(row[from + flagged[i]!]!) ? 0 : 1;
}

/** All rows of scaled inputs: rows × widthOf(scaler). */
export function scaleInputs(scaler: InputScaler, inputs: Float32Array, rows: number): Float32Array {
  const width = widthOf(scaler);
  const scaled = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) scaleRow(scaler, inputs, row * scaler.mean.length, scaled, row * width);
  return scaled;
}

/** All targets in deviations from their mean; NaN stays NaN. */
export function scaleTargets({ mean, deviation }: TargetScaler, targets: Float32Array): Float32Array {
  const outputs = mean.length;
  return targets.map((value, i) => (value - mean[i % outputs]!) / deviation[i % outputs]!);
}
