import { officialAt, type OfficialForecast } from '../history.ts';
import { logitProbability } from '../models/logit.ts';
import { descending, type KnotForecast } from './knots.ts';
import type { OfficialModel } from './model.ts';

/** Where the official forecast begins to speak of unrest (Kp 4+). */
const UNREST = 4.33;

/** What is learned on: how far the official forecast is from ours, the same by lead, and by how much it expects unrest that we do not. */
export function officialInputs(mean: number, officialKp: number, leadHours: number): readonly number[] {
  const apart = officialKp - mean;
  return [apart, (apart * leadHours) / 72, Math.max(0, officialKp - Math.max(UNREST, mean))];
}

export const officialStormInputs = (p: number, mean: number, officialKp: number): readonly number[] => [
  logOdds(p),
  officialKp - mean,
  Math.max(0, officialKp - UNREST),
];

const logOdds = (p: number): number => Math.log(Math.max(p, 1e-4) / Math.max(1 - p, 1e-4));

/** The forecast of a knot with the official one in it; where that does not reach, as it was. */
export function withOfficial(
  model: OfficialModel,
  official: OfficialForecast,
  validMs: number,
  knot: KnotForecast,
  [least, most]: readonly [number, number],
): KnotForecast & { readonly official: boolean } {
  const officialKp = officialAt(official, validMs);
  if (Number.isNaN(officialKp)) return { ...knot, official: false };
  const inputs = officialInputs(knot.mean, officialKp, knot.leadHours);
  const shift = inputs.reduce((sum, input, i) => sum + input * (model.mean[i] as number), 0);
  const storms = descending(
    knot.storms.map((p, i) => {
      const logit = model.storms[i];
      return logit ? logitProbability(logit, officialStormInputs(p, knot.mean, officialKp)) : p;
    }),
  );
  return {
    ...knot,
    mean: Math.min(most, Math.max(least, knot.mean + shift)),
    spread: knot.spread * model.spread,
    storms,
    official: true,
  };
}
