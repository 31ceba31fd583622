import type { ModelCard } from '@orrery/contract';
import type { DriftReference } from '../drift/index.ts';
import type { Climatology } from '../evaluate/index.ts';
import type { BinEdges } from '../models/gbm/bins.ts';
import type { Boosted } from '../models/gbm/boosted.ts';
import type { Logit } from '../models/logit.ts';
import type { Network } from '../models/network.ts';
import type { QuantileTable } from '../models/quantiles.ts';
import type { Ridge, Scaler } from '../models/ridge.ts';

/** Models that compete and are blended, in the order of `KnotModel.weights`. */
export const MEMBERS = ['ridge', 'gradientBoosting', 'neural'] as const;

/** The probability of a storm: boosted log-odds, calibrated together with the distance of the mean from the level. */
export interface StormModel {
  readonly level: number;
  readonly from: number;
  readonly calibration: Logit;
}

/** What forecasts one lead. */
export interface KnotModel {
  readonly leadHours: number;
  readonly ridge: Ridge;
  readonly boosted: Boosted;
  readonly weights: readonly number[];
  /** Expected absolute error. */
  readonly spread: Boosted;
  readonly quantiles: QuantileTable;
  /** Log-odds of the first storm level; null for targets without storms. */
  readonly stormOdds: Boosted | null;
  readonly storms: readonly StormModel[];
  /** p of the first level from which a storm is called. */
  readonly threshold: number;
}

export interface VariantModel {
  readonly name: string;
  readonly edges: BinEdges;
  readonly scaler: Scaler;
  readonly neural: Network | null;
  readonly knots: readonly KnotModel[];
}

/**
 * Calibrations of the storm levels where an official forecast is known, and the p of the first from which a storm is
 * called.
 */
export interface OfficialStorms {
  readonly storms: readonly Logit[];
  readonly threshold: number;
}

/**
 * How the official forecast is combined, learned from as-issued pairs; inputs as `officialInputs` and
 * `officialStormInputs` make them.
 */
export interface OfficialModel {
  readonly mean: Float64Array;
  readonly near: OfficialStorms;
  readonly far: OfficialStorms;
  /** By how much the spread narrows. */
  readonly spread: number;
}

/** All that a champion is; `card` is what a person reads. */
export interface ModelParts {
  readonly card: ModelCard;
  readonly variants: readonly VariantModel[];
  readonly official: OfficialModel | null;
  /** Fitted on what it was trained on: the baseline it is compared with. */
  readonly climatology: Climatology;
  /** What drift is told from. */
  readonly reference: DriftReference;
}
