import { quantilesAt } from '../models/quantiles.ts';
import type { TargetSpec } from '../targets/spec.ts';
import type { KnotForecast } from './knots.ts';
import type { KnotModel } from './parts.ts';

/** One lead as it is published. */
export interface Bands {
  readonly leadHours: number;
  readonly mean: number;
  /** At LEVELS, ascending. */
  readonly quantiles: readonly number[];
  readonly storms: readonly number[];
  readonly storm: boolean;
}

/** Quantiles about the mean, within the bounds of the target. */
export function bandsOf({ bounds: [least, most] }: TargetSpec, model: KnotModel, knot: KnotForecast): Bands {
  const z = quantilesAt(model.quantiles, knot.mean);
  const quantiles = [...z].map((at) => Math.min(most, Math.max(least, knot.mean + at * knot.spread)));
  return {
    leadHours: knot.leadHours,
    mean: knot.mean,
    quantiles: quantiles.sort((a, b) => a - b),
    storms: knot.storms,
    storm: knot.storms[0] !== undefined && knot.storms[0] >= knot.threshold,
  };
}

/** Bands at every lead: those of the knots, and linear in the lead between them. Leads lie within the knots. */
export function interpolate(knots: readonly Bands[], leadHours: readonly number[]): readonly Bands[] {
  return leadHours.map((lead) => {
    const above = knots.findIndex((knot) => knot.leadHours >= lead);
    const high = knots[above] as Bands;
    const low = knots[above - 1];
    if (!low || high.leadHours === lead) return high;
    const share = (lead - low.leadHours) / (high.leadHours - low.leadHours);
    const between = (a: number, b: number): number => a + share * (b - a);
    return {
      leadHours: lead,
      mean: between(low.mean, high.mean),
      quantiles: high.quantiles.map((value, i) => between(low.quantiles[i] as number, value)),
      storms: high.storms.map((p, i) => between(low.storms[i] as number, p)),
      storm: share < 0.5 ? low.storm : high.storm,
    };
  });
}
