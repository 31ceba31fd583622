import { fitNetworkScaler, networkInputs, type Network, type NetworkTrainer } from '../models/network.ts';
import type { Layout } from '../targets/spec.ts';
import type { Prepared } from './prepare.ts';

/**
 * Of the recurrence features a network sees the wide ones only: it is given those of all leads at once, and the narrow
 * ones are mostly noise.
 */
const WIDE = /rotation1\.(-?\d+h\.(6h-6h|24h-24h|12h-12h)|atIssue)/;

/** Columns of the features that the network of a variant sees. */
const columnsOf = ({ features }: Layout): Uint16Array =>
  Uint16Array.from(
    features.flatMap(({ name }, column) => (!name.includes('.rotation') || WIDE.test(name) ? [column] : [])),
  );

/** Trains the network of a variant, one output a knot, on the given rows; null for targets without one. */
export async function fitNetwork(
  { spec, layout, matrix, targets }: Prepared,
  rows: Uint32Array,
  { neural: train, seed, signal }: NetworkOptions,
): Promise<Network | null> {
  if (!train) return null;
  const features = Array.from(rows, (row) => matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns));
  const scaler = fitNetworkScaler(columnsOf(layout), features);
  const width = scaler.columns.length + scaler.flagged.length;
  const outputs = spec.knots.length;
  const inputs = new Float32Array(rows.length * width);
  const outcomes = new Float32Array(rows.length * outputs);
  rows.forEach((row, i) => {
    inputs.set(networkInputs(scaler, features[i] as Float32Array), i * width);
    spec.knots.forEach((knot, k) => (outcomes[i * outputs + k] = targets.get(knot)?.[row] as number));
  });
  const task = { ...spec.neural, rows: rows.length, inputs, targets: outcomes, outputs, seed };
  return { scaler, layers: await train(task, signal) };
}

export interface NetworkOptions {
  readonly seed: number;
  /** Null leaves the network out. */
  readonly neural: NetworkTrainer | null;
  readonly signal?: AbortSignal | undefined;
}
