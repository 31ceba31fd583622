import { binOf } from '../models/gbm/bins.ts';
import { boostedScore } from '../models/gbm/boosted.ts';
import { logitProbability } from '../models/logit.ts';
import { networkValues } from '../models/network.ts';
import { ridgeValue } from '../models/ridge.ts';
import type { TargetSpec } from '../targets/spec.ts';
import type { KnotModel, StormModel, VariantModel } from './parts.ts';

/** Forecast of the models of one lead. */
export interface KnotForecast {
  readonly leadHours: number;
  readonly mean: number;
  /** Expected absolute error, > 0. */
  readonly spread: number;
  /** By member, in the order of MEMBERS; NaN for absent members. */
  readonly members: readonly number[];
  /** Probability of each storm level. */
  readonly storms: readonly number[];
  /** Probability of the first level from which a storm is called. */
  readonly threshold: number;
}

/** Least spread, as a share of the unit of the target. */
export const LEAST_SPREAD = 0.05;

/** Runs every knot of a variant on one row of features; the means are relative to `anchor`. */
export function forecastKnots(
  spec: TargetSpec,
  variant: VariantModel,
  row: Float32Array,
  anchor: number,
): readonly KnotForecast[] {
  const bins = Uint8Array.from(row, (value, column) => binOf(variant.edges[column] as Float32Array, value));
  const neural = variant.neural && networkValues(variant.neural, row);
  return variant.knots.map((knot, i) => {
    const members = [
      anchor + ridgeValue(knot.ridge, variant.scaler, row),
      anchor + boostedScore(knot.boosted, bins),
      neural ? anchor + (neural[i] as number) : NaN,
    ];
    const mean = blend(members, knot.weights, spec.bounds);
    const spread = Math.max(LEAST_SPREAD, boostedScore(knot.spread, bins));
    const odds = knot.stormOdds ? boostedScore(knot.stormOdds, bins) : 0;
    return {
      leadHours: knot.leadHours,
      mean,
      spread,
      members,
      storms: stormsOf(knot, mean, spread, odds),
      threshold: knot.threshold,
    };
  });
}

/** The weighted mean of the members present, within the bounds of the target. */
export function blend(
  members: readonly number[],
  weights: readonly number[],
  [least, most]: readonly [number, number],
): number {
  let [sum, total] = [0, 0];
  members.forEach((member, i) => {
    const weight = weights[i] ?? 0;
    if (weight === 0 || Number.isNaN(member)) return;
    sum += weight * member;
    total += weight;
  });
  return Math.min(most, Math.max(least, sum / total));
}

/**
 * Inputs of the calibration of a storm level: distance of the mean from the level in spreads, and the boosted
 * log-odds.
 */
export const stormInputs = (mean: number, spread: number, odds: number, from: number): readonly number[] => [
  Math.max(-8, Math.min(8, (mean - from) / spread)),
  Math.max(-8, Math.min(8, odds)),
];

function stormsOf({ storms }: KnotModel, mean: number, spread: number, odds: number): readonly number[] {
  return descending(
    storms.map(({ from, calibration }: StormModel) =>
      logitProbability(calibration, stormInputs(mean, spread, odds, from)),
    ),
  );
}

/** Limits the probability of each level to that of the level below it. */
export const descending = (probabilities: readonly number[]): readonly number[] => {
  let ceiling = 1;
  return probabilities.map((p) => (ceiling = Math.min(ceiling, p)));
};
