import { OrreryError } from '@orrery/contract';
import type { Matrix } from '../models/gbm/bins.ts';
import { boostedScores, type Boosted } from '../models/gbm/boosted.ts';
import { boost } from '../models/gbm/train.ts';
import { networkValues, type Network } from '../models/network.ts';
import { fitRidge, fitScaler, gramOf, ridgeValue, type Ridge, type Scaler } from '../models/ridge.ts';
import { fitNetwork, type NetworkOptions } from './network.ts';
import { onlyRows, rowsBetween, type Prepared } from './prepare.ts';

export interface FitOptions extends NetworkOptions {
  readonly onStep: (text: string) => Promise<void>;
}

/** The members of the blend, all fitted on the same rows. */
export interface Members {
  readonly scaler: Scaler;
  readonly neural: Network | null;
  readonly knots: ReadonlyMap<number, { readonly ridge: Ridge; readonly boosted: Boosted }>;
}

/** Each tree uses 30 % of the rows and features: neighbouring rows are correlated, and so are many features. */
export const BAGGING = { rowShare: 0.3, columnShare: 0.3, lambda: 5 } as const;

/** Fits every member on the rows whose outcome was known by `toMs`. */
export async function fitMembers(prepared: Prepared, toMs: number, options: FitOptions): Promise<Members> {
  const { spec, matrix, layout, data } = prepared;
  const rows = rowsBetween(prepared, Math.max(...spec.knots), -Infinity, toMs);
  const scaler = fitScaler(matrix, rows);
  const gram = gramOf(matrix, rows, scaler);
  const knots = new Map<number, { ridge: Ridge; boosted: Boosted }>();
  for (const knot of spec.knots) {
    const columns = layout.columns.get(knot) as readonly number[];
    const target = prepared.targets.get(knot) as Float64Array;
    const known = onlyRows(target, rowsBetween(prepared, knot, -Infinity, toMs));
    const settings = { loss: 'squared', seed: options.seed + knot, ...BAGGING, ...spec.boosting(knot) } as const;
    knots.set(knot, {
      ridge: fitRidge(gram, columns, known, spec.ridgePenalty),
      boosted: boost(data.binned, columns, known, settings),
    });
    await options.onStep(`${prepared.variant.name}: ${knot} h`);
  }
  return { scaler, neural: await fitNetwork(prepared, rows, options), knots };
}

/** Forecasts of each member for the given rows at a knot, in the order of MEMBERS, relative to the anchor. */
export function memberValues(
  prepared: Prepared,
  members: Members,
  neural: readonly Float32Array[] | null,
  knot: number,
  rows: Uint32Array,
): readonly Float64Array[] {
  const { matrix, data, spec } = prepared;
  const fitted = members.knots.get(knot);
  if (!fitted) throw new OrreryError('defect', `No model was fitted for ${knot} h.`);
  const output = spec.knots.indexOf(knot);
  const scores = boostedScores(data.binned, fitted.boosted);
  return [
    Float64Array.from(rows, (row) => ridgeValue(fitted.ridge, members.scaler, rowOf(matrix, row))),
    Float64Array.from(rows, (row) => scores[row] as number),
    Float64Array.from(rows, (row) => neural?.[row]?.[output] ?? NaN),
  ];
}

/** Forecasts of the network for every row, all knots at once. */
export function networkForecasts({ matrix }: Prepared, { neural }: Members): readonly Float32Array[] | null {
  if (!neural) return null;
  return Array.from({ length: matrix.rows }, (_, row) => networkValues(neural, rowOf(matrix, row)));
}

const rowOf = ({ columns, values }: Matrix, row: number): Float32Array =>
  values.subarray(row * columns, (row + 1) * columns);
