import { FORECAST_TARGETS, type ForecastTarget } from '@orrery/contract';
import { coverageIsOff, CUSUM_LIMIT, type ErrorDrift, type ErrorReference } from './errors.ts';
import type { FeatureDrift, FeatureReference } from './features.ts';

/**
 * Increase of the missing share over training: a fifth of the forecasts is more than an outage of days in a span of
 * months.
 */
export const MISSING_LIMIT = 0.2;
/** Share of values outside the range of training: one in twenty is no record storm but another instrument or unit. */
export const BEYOND_LIMIT = 0.05;
/** Names in a sentence. */
const NAMED = 3;

export interface ComparedFeature {
  readonly reference: FeatureReference;
  readonly now: FeatureDrift;
}

export interface ComparedErrors {
  readonly reference: ErrorReference;
  readonly now: ErrorDrift;
}

/** Sentences on features, each with what to do about it; none if all are as in training. */
export function featureReasons(features: readonly ComparedFeature[]): string[] {
  const gone = features.filter(({ reference, now }) => now.missing - reference.missing > MISSING_LIMIT);
  const beyond = features.filter(({ now }) => now.beyond > BEYOND_LIMIT);
  const shifted = features.filter(
    (one) => !beyond.includes(one) && (now(one).psi > now(one).psiLimit || now(one).ks > now(one).ksLimit),
  );
  return [
    ...sentence(
      gone,
      ({ reference, now: { missing } }) => missing - reference.missing,
      (what, { reference, now: { feature, missing } }) =>
        `${what} missing far more often than in training, most of all ${feature} (${percent(missing)} of the forecasts, ${percent(reference.missing)} in training): check the source behind it.`,
    ),
    ...sentence(
      beyond,
      (one) => now(one).beyond,
      (what, { reference: { low, high }, now: { feature, beyond: share } }) =>
        `${what} outside the range seen in training, most of all ${feature} (${percent(share)} of the values are not within ${short(low)} … ${short(high)}): check unit and calibration of its source; if they are right, retrain.`,
    ),
    ...sentence(
      shifted,
      (one) => Math.max(now(one).psi / now(one).psiLimit, now(one).ks / now(one).ksLimit),
      (what, one) =>
        `${what} distributed differently than in training, most of all ${now(one).feature} (PSI ${short(now(one).psi)}, limit ${short(now(one).psiLimit)}; KS ${short(now(one).ks)}, limit ${short(now(one).ksLimit)}): check its source for a change; if there is none, retrain.`,
    ),
  ];
}

/** Sentences on errors and bands by lead; none if they are as on the held-out years. */
export function errorReasons(target: ForecastTarget, leads: readonly ComparedErrors[]): string[] {
  const { title } = FORECAST_TARGETS[target];
  const over = (side: 'high' | 'low' | 'large'): ComparedErrors[] =>
    leads.filter(({ now: drift }) => drift[side] > CUSUM_LIMIT);
  const lean = (side: 'high' | 'low') =>
    worst(
      over(side),
      ({ now: drift }) => drift[side],
      (which, { now: drift }) =>
        `${title} is forecast too ${side} at ${which}; at ${drift.leadHours} h by ${short(Math.abs(drift.bias))} on average (CUSUM ${short(drift[side])}, limit ${CUSUM_LIMIT}): check the inputs for an offset, else retrain.`,
    );
  return [
    ...lean('high'),
    ...lean('low'),
    ...worst(
      over('large'),
      ({ now: { large } }) => large,
      (which, { reference, now: { leadHours, large, rmse } }) =>
        `Errors of ${title} have grown ${reference.scaled ? 'beyond what its bands allow ' : ''}at ${which}; at ${leadHours} h the RMSE is ${short(rmse)}, on held-out years it was ${short(reference.rmse)} (CUSUM ${short(large)}, limit ${CUSUM_LIMIT}): retrain.`,
    ),
    ...worst(
      leads.filter((one) => coverageIsOff(one.now)),
      ({ now: { coverage80 } }) => Math.abs(coverage80! - 0.8),
      (which, { now: { leadHours, coverage80 } }) =>
        `The 80 % band of ${title} is too ${coverage80! < 0.8 ? 'narrow' : 'wide'} at ${which}; at ${leadHours} h it held ${percent(coverage80!)} of the outcomes: recalibrate the bands (retrain).`,
    ),
  ];
}

const now = ({ now: drift }: ComparedFeature): FeatureDrift => drift;

function sentence(
  found: readonly ComparedFeature[],
  rank: (one: ComparedFeature) => number,
  say: (what: string, worst: ComparedFeature) => string,
): string[] {
  if (found.length === 0) return [];
  const sorted = [...found].sort((a, b) => rank(b) - rank(a));
  const names = sorted.slice(0, NAMED).map(({ now: { feature } }) => feature);
  const rest = found.length - names.length;
  const list = rest > 0 ? `${names.join(', ')} and ${rest} more features` : names.join(', ');
  return [say(`${list} ${found.length === 1 ? 'is' : 'are'}`, sorted[0]!)];
}

function worst(
  found: readonly ComparedErrors[],
  rank: (one: ComparedErrors) => number,
  say: (which: string, worst: ComparedErrors) => string,
): string[] {
  if (found.length === 0) return [];
  const sorted = [...found].sort((a, b) => rank(b) - rank(a));
  const hours = found.map(({ now: { leadHours } }) => leadHours);
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  return [
    say(found.length === 1 ? `the lead of ${first} h` : `${found.length} leads from ${first} to ${last} h`, sorted[0]!),
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const short = (value: number): string => String(Number(value.toPrecision(3)));
