import type { DriftReport, ForecastTarget } from '@orrery/contract';
import type { LeadPairs } from '../evaluate/pairs.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import { compareErrorsWith, CUSUM_LIMIT, type ErrorReference } from './errors.ts';
import { columnOf, compareFeature, type FeatureReference } from './features.ts';
import { errorReasons, featureReasons } from './reasons.ts';

/** What a model is compared with as long as it serves: plain JSON, some hundred bytes a feature and a lead. */
export interface DriftReference {
  /** From the training rows (`featureReferences`), in the order of the model's features. */
  readonly features: readonly FeatureReference[];
  /** From forecasts of held-out years (`errorReferences`). */
  readonly errors: readonly ErrorReference[];
}

export interface DriftCheck {
  readonly target: ForecastTarget;
  readonly version: string;
  /** When it was looked, and the span [fromMs, toMs) looked at; epoch ms. */
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reference: DriftReference;
  /**
   * Features of the moments of issue in the span, in the order of time, at the pace of the training rows; columns as in
   * the reference.
   */
  readonly features: Matrix;
  /** Forecasts as issued in the span, by lead, in the order of issue. */
  readonly leads: readonly LeadPairs[];
}

/**
 * One drift check: every feature against its distribution in training, every lead's errors and 80 % band against the
 * held-out years. `drifted` where there is a reason; reasons are sentences that name the worst case and what to do.
 * `cusum` is the largest of its three sides. About 90 days are suitable: shorter spans hold few independent values,
 * and their limits only find gross changes.
 */
export function checkForDrift({
  target,
  version,
  atMs,
  fromMs,
  toMs,
  reference,
  features,
  leads,
}: DriftCheck): DriftReport {
  const compared = reference.features.map((one, column) => ({
    reference: one,
    now: compareFeature(one, columnOf(features, column)),
  }));
  const errors = leads.flatMap((lead) => {
    const known = reference.errors.find(({ leadHours }) => leadHours === lead.leadHours);
    const now = known && compareErrorsWith(known, lead);
    return known && now ? [{ reference: known, now }] : [];
  });
  const reasons = [...errorReasons(target, errors), ...featureReasons(compared)];
  return {
    target,
    version,
    atMs,
    fromMs,
    toMs,
    drifted: reasons.length > 0,
    reasons,
    features: compared.map(({ now: { feature, psi, ks, n } }) => ({ feature, psi, ks, n })),
    errors: errors.map(({ now: { leadHours, high, low, large, coverage80, n } }) => ({
      leadHours,
      cusum: Math.max(high, low, large),
      limit: CUSUM_LIMIT,
      coverage80,
      n,
    })),
  };
}
