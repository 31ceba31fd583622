import { FORECAST_TARGETS, validAtMs, DAY_MS } from '@orrery/contract';
import { errorReferences, featureReferences, type DriftReference } from '../drift/index.ts';
import type { LeadPairs } from '../evaluate/index.ts';
import { watchedFeatures } from '../features/watched.ts';
import type { History } from '../history.ts';
import { quantilesAt } from '../models/quantiles.ts';
import type { TargetSpec } from '../targets/spec.ts';
import type { FittedVariant, Validated } from './variant.ts';

/** Years of features kept as reference: a whole solar cycle. */
const REFERENCE_MS = 11 * 365.25 * DAY_MS;

/** The reference of drift checks: features of the last solar cycle of the training data, and out-of-sample errors. */
export function referenceOf(spec: TargetSpec, history: History, fitted: FittedVariant, toMs: number): DriftReference {
  const moments: number[] = [];
  for (let atMs = toMs - REFERENCE_MS; atMs <= toMs; atMs += spec.strideMs) moments.push(stepOf(spec, atMs));
  const { names, matrix } = watchedFeatures(spec, history, moments);
  return {
    features: featureReferences(names, matrix),
    errors: errorReferences(fitted.validated.map((one, i) => pairsOf(spec, fitted, one, i))),
  };
}

const stepOf = ({ target }: TargetSpec, atMs: number): number =>
  Math.floor(atMs / FORECAST_TARGETS[target].stepMs) * FORECAST_TARGETS[target].stepMs;

function pairsOf(
  { target, bounds: [least, most] }: TargetSpec,
  { model }: FittedVariant,
  one: Validated,
  knot: number,
): LeadPairs {
  const { leadHours, issuedAtMs, observed, means, spreads } = one;
  const table = model.knots[knot]?.quantiles;
  const band = (level: number): Float64Array =>
    Float64Array.from(means, (mean, row) => {
      const z = table ? (quantilesAt(table, mean)[level] as number) : NaN;
      return Math.min(most, Math.max(least, mean + z * (spreads[row] as number)));
    });
  return {
    leadHours,
    pairs: {
      issuedAtMs: Float64Array.from(issuedAtMs),
      validAtMs: Float64Array.from(issuedAtMs, (atMs) => validAtMs(target, atMs, leadHours)),
      observed,
      value: means,
      lower80: band(1),
      upper80: band(3),
    },
  };
}
