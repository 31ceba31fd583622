import { officialAt, type OfficialForecast } from '../history.ts';
import { logitProbability } from '../models/logit.ts';
import { descending, type KnotForecast } from './knots.ts';
import type { OfficialModel } from './parts.ts';

const STEP_MS = 3 * 3_600_000;
/**
 * Coronal mass ejections arrive hours earlier or later than forecast (mean absolute error 10–13 h; Riley et al. 2018,
 * Space Weather 16, 1245), so the half day around the interval counts.
 */
const ABOUT_STEPS = 4;
/** Beyond a day the present solar wind has passed; there the official forecast alone gives the odds of storms. */
export const NEAR_HOURS = 24;

/**
 * The official forecast around an interval: mean over half a day before and after, as far as it reaches; NaN where it
 * does not cover the interval itself.
 */
export function officialAbout(official: OfficialForecast, startMs: number): number {
  if (Number.isNaN(officialAt(official, startMs))) return NaN;
  let [sum, n] = [0, 0];
  for (let step = -ABOUT_STEPS; step <= ABOUT_STEPS; step++) {
    const value = officialAt(official, startMs + step * STEP_MS);
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return sum / n;
}

/** Inputs of the correction of the mean: difference of the official forecast from ours, and the same times the lead. */
export const officialInputs = (mean: number, about: number, leadHours: number): readonly number[] => [
  about - mean,
  ((about - mean) * leadHours) / 72,
];

/** Inputs of the odds of a storm: the official forecast, and at short leads ours. */
export const officialStormInputs = (p: number, about: number, leadHours: number): readonly number[] =>
  leadHours <= NEAR_HOURS ? [about, logOdds(p)] : [about];

const logOdds = (p: number): number => Math.log(Math.max(p, 1e-4) / Math.max(1 - p, 1e-4));

/** The forecast of a knot combined with the official one; unchanged where that does not reach. */
export function withOfficial(
  model: OfficialModel,
  official: OfficialForecast,
  validMs: number,
  knot: KnotForecast,
  [least, most]: readonly [number, number],
): KnotForecast & { readonly official: boolean } {
  const about = officialAbout(official, validMs);
  if (Number.isNaN(about)) return { ...knot, official: false };
  const inputs = officialInputs(knot.mean, about, knot.leadHours);
  const shift = inputs.reduce((sum, input, i) => sum + input * (model.mean[i] as number), 0);
  const { storms, threshold } = knot.leadHours <= NEAR_HOURS ? model.near : model.far;
  return {
    ...knot,
    mean: Math.min(most, Math.max(least, knot.mean + shift)),
    spread: knot.spread * model.spread,
    storms: descending(
      storms.map((logit, i) =>
        logitProbability(logit, officialStormInputs(knot.storms[i] as number, about, knot.leadHours)),
      ),
    ),
    threshold,
    official: true,
  };
}
