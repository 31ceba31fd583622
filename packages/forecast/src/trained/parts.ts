import type { ModelCard } from '@orrery/contract';
import type { DriftReference } from '../drift/index.ts';
import type { Climatology } from '../evaluate/index.ts';
import type { BinEdges } from '../models/gbm/bins.ts';
import type { Boosted } from '../models/gbm/boosted.ts';
import type { Logit } from '../models/logit.ts';
import type { Network } from '../models/network.ts';
import type { QuantileTable } from '../models/quantiles.ts';
import type { Ridge, Scaler } from '../models/ridge.ts';

/** Members of the blend, in the order of `KnotModel.weights`. */
export const MEMBERS = ['ridge', 'gradientBoosting', 'neural'] as const;

/** The probability of a storm: boosted log-odds, calibrated together with the distance of the mean from the level. */
export interface StormModel {
  readonly level: number;
  readonly from: number;
  readonly calibration: Logit;
}

/** The models of one lead. */
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
 * How the official forecast is combined, learned from as-issued pairs; inputs by `officialInputs` and
 * `officialStormInputs`.
 */
export interface OfficialModel {
  readonly mean: Float64Array;
  readonly near: OfficialStorms;
  readonly far: OfficialStorms;
  /** Factor by which the spread narrows, 0–1. */
  readonly spread: number;
}

/** All parts of a trained model; `card` is for people. */
export interface ModelParts {
  readonly card: ModelCard;
  readonly variants: readonly VariantModel[];
  readonly official: OfficialModel | null;
  /** Climatology of the training data, the baseline of the scores. */
  readonly climatology: Climatology;
  /** What drift checks compare with. */
  readonly reference: DriftReference;
}
