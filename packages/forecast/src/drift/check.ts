import type { DriftReport, ForecastTarget } from '@orrery/contract';
import type { LeadPairs } from '../evaluate/pairs.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import { compareErrorsWith, CUSUM_LIMIT, type ErrorReference } from './errors.ts';
import { columnOf, compareFeature, type FeatureReference } from './features.ts';
import { errorReasons, featureReasons } from './reasons.ts';

/** Reference that a model in use is compared with: plain JSON, a few hundred bytes per feature and lead. */
export interface DriftReference {
  /** From the training rows (`featureReferences`), in the order of the model's features. */
  readonly features: readonly FeatureReference[];
  /** From forecasts of held-out years (`errorReferences`). */
  readonly errors: readonly ErrorReference[];
}

export interface DriftCheck {
  readonly target: ForecastTarget;
  readonly version: string;
  /** Time of the check and the span [fromMs, toMs) that it covers; epoch ms. */
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reference: DriftReference;
  /**
   * Features at the times of issue in the span, in chronological order, at the stride of the training rows; columns as
   * in the reference.
   */
  readonly features: Matrix;
  /** Forecasts issued in the span, by lead, in order of issue. */
  readonly leads: readonly LeadPairs[];
}

/**
 * One drift check: every feature against its distribution in training, every lead's errors and 80 % band against the
 * held-out years. `drifted` is true if there is any reason; each reason is a sentence that names the worst case and
 * what to do. `cusum` is the largest of the three CUSUMs. About 90 days are suitable: shorter spans hold few
 * independent values, so only gross changes exceed their limits.
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
