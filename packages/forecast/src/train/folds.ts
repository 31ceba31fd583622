import { blend, LEAST_SPREAD } from '../trained/knots.ts';
import { boostedScores, type Boosted } from '../models/gbm/boosted.ts';
import { boost } from '../models/gbm/train.ts';
import { BAGGING, fitMembers, memberValues, networkForecasts, type FitOptions, type Members } from './members.ts';
import { onlyRows, rowsBetween, type Prepared } from './prepare.ts';
import type { OutOfSample } from './out-of-sample.ts';
import { fitOdds } from './storms.ts';

/** One step of the walk: models fitted on data before `toMs`, validated on data up to `untilMs`. */
export interface Fold {
  readonly toMs: number;
  readonly untilMs: number;
}

export interface Spans {
  /** The first models are fitted on data before this time. */
  readonly trainToMs: number;
  /** End of the walk in `folds` steps; the final models are fitted up to here. */
  readonly validateToMs: number;
  readonly folds: number;
}

/** Folds of equal length between the end of training and the end of validation. */
export function foldsOf({ trainToMs, validateToMs, folds }: Spans): readonly Fold[] {
  const border = (i: number): number => trainToMs + ((validateToMs - trainToMs) * i) / folds;
  return Array.from({ length: folds }, (_, i) => ({ toMs: border(i), untilMs: border(i + 1) }));
}

/** Members' forecasts of some rows, and the observed values. */
export interface Side {
  readonly rows: Uint32Array;
  readonly members: readonly Float64Array[];
  readonly observed: Float64Array;
}

/** Forecasts of the members of a fold for the rows they were fitted on and for the following rows, at one knot. */
export interface Outcome {
  readonly past: Side;
  readonly future: Side;
}

/** Fits the members of a fold and returns their forecasts by knot. */
export async function walk(prepared: Prepared, fold: Fold, options: FitOptions): Promise<readonly Outcome[]> {
  const members = await fitMembers(prepared, fold.toMs, options);
  const neural = networkForecasts(prepared, members);
  return prepared.spec.knots.map((knot) => ({
    past: sideOf(prepared, members, neural, knot, rowsBetween(prepared, knot, -Infinity, fold.toMs)),
    future: sideOf(prepared, members, neural, knot, rowsBetween(prepared, knot, fold.toMs, fold.untilMs)),
  }));
}

/** Members' forecasts of rows, in the unit of the target. */
export function sideOf(
  prepared: Prepared,
  members: Members,
  neural: readonly Float32Array[] | null,
  knot: number,
  rows: Uint32Array,
): Side {
  const target = prepared.targets.get(knot) as Float64Array;
  const whole = (values: Float64Array): Float64Array =>
    values.map((value, i) => value + (prepared.anchor[rows[i] as number] as number));
  return {
    rows,
    members: memberValues(prepared, members, neural, knot, rows).map(whole),
    observed: whole(Float64Array.from(rows, (row) => target[row] as number)),
  };
}

/** The models of the expected absolute error and of the odds of a storm. */
export interface Beside {
  readonly spread: Boosted;
  readonly stormOdds: Boosted | null;
}

const SPREAD_TREES = { trees: 80, learningRate: 0.08, maxLeaves: 8, minLeafWeight: 300 } as const;

/**
 * Fits the expected absolute error on errors of the fitted rows; its level is calibrated later by out-of-sample
 * quantiles.
 */
export function fitBeside(
  prepared: Prepared,
  knot: number,
  past: Side,
  weights: readonly number[],
  seed: number,
): Beside {
  const errors = new Float64Array(prepared.matrix.rows).fill(NaN);
  blended(prepared, past, weights).forEach((mean, i) => {
    errors[past.rows[i] as number] = Math.abs((past.observed[i] as number) - mean);
  });
  const columns = prepared.layout.columns.get(knot) as readonly number[];
  const settings = { loss: 'squared', seed: seed + 1000 + knot, ...BAGGING, ...SPREAD_TREES } as const;
  const first = prepared.spec.storms[0];
  return {
    spread: boost(prepared.data.binned, columns, onlyRows(errors, past.rows), settings),
    stormOdds: first ? fitOdds(prepared, knot, past.rows, first.from, seed) : null,
  };
}

export function judge(
  prepared: Prepared,
  { future }: Outcome,
  weights: readonly number[],
  { spread, stormOdds }: Beside,
): OutOfSample {
  const { binned } = prepared.data;
  const spreads = boostedScores(binned, spread);
  const odds = stormOdds && boostedScores(binned, stormOdds);
  return {
    rows: future.rows,
    means: blended(prepared, future, weights),
    observed: future.observed,
    spreads: Float64Array.from(future.rows, (row) => Math.max(LEAST_SPREAD, spreads[row] as number)),
    odds: Float64Array.from(future.rows, (row) => odds?.[row] ?? 0),
  };
}

const blended = ({ spec }: Prepared, { rows, members }: Side, weights: readonly number[]): Float64Array =>
  Float64Array.from(rows, (_, i) =>
    blend(
      members.map((member) => member[i] as number),
      weights,
      spec.bounds,
    ),
  );
