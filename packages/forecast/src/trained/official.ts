import { officialAt, type OfficialForecast } from '../history.ts';
import { logitProbability } from '../models/logit.ts';
import { descending, type KnotForecast } from './knots.ts';
import type { OfficialModel } from './parts.ts';

const STEP_MS = 3 * 3_600_000;
/**
 * A forecast mass ejection arrives hours early or late (mean absolute error 10–13 h; Riley et al. 2018, Space Weather
 * 16, 1245): what counts is the half day about.
 */
const ABOUT_STEPS = 4;
/** Beyond a day what the solar wind shows now is over: there the official forecast alone decides on storms. */
export const NEAR_HOURS = 24;

/**
 * The official forecast about an interval: mean over half a day before and after, as far as it reaches; NaN where it
 * says nothing of the interval itself.
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

/** What the mean is corrected by: how far the official forecast is from ours, and the same by lead. */
export const officialInputs = (mean: number, about: number, leadHours: number): readonly number[] => [
  about - mean,
  ((about - mean) * leadHours) / 72,
];

/** What the odds of a storm follow from: the official forecast, near at hand with ours. */
export const officialStormInputs = (p: number, about: number, leadHours: number): readonly number[] =>
  leadHours <= NEAR_HOURS ? [about, logOdds(p)] : [about];

const logOdds = (p: number): number => Math.log(Math.max(p, 1e-4) / Math.max(1 - p, 1e-4));

/** The forecast of a knot with the official one in it; where that does not reach, as it was. */
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
