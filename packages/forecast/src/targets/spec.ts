import type { ForecastTarget } from '@orrery/contract';
import type { Feature } from '../features/feature.ts';
import type { Input } from '../history.ts';
import type { BoostingSettings } from '../models/gbm/train.ts';

/** Share of the last hours of an input that must be known for a variant to be used. */
export interface Need {
  readonly input: Input;
  readonly hours: number;
  readonly share: number;
}

/**
 * One set of features; the first variant whose needs are met forecasts, so that a forecast never waits for an input it
 * can do without.
 */
export interface Variant {
  readonly name: string;
  readonly needs: readonly Need[];
  /** Time from one training row to the next; default: that of the target. */
  readonly strideMs?: number;
  /** Features of every lead, and those about the forecast step itself. */
  readonly common: readonly Feature[];
  readonly ofLead: (leadHours: number) => readonly Feature[];
}

/** How a target is modelled. Lead hours count to the end of the forecast step. */
export interface TargetSpec {
  readonly target: ForecastTarget;
  /** The observed series. */
  readonly input: Input;
  /** Leads that have models of their own; between them values are interpolated. */
  readonly knots: readonly number[];
  /** What the models add to: the last known value for series that wander, null for those that return to their mean. */
  readonly anchor: Feature | null;
  readonly variants: readonly Variant[];
  /** Least and largest value there is. */
  readonly bounds: readonly [number, number];
  /** Time from one training row to the next. */
  readonly strideMs: number;
  readonly boosting: (
    leadHours: number,
  ) => Pick<BoostingSettings, 'trees' | 'learningRate' | 'maxLeaves' | 'minLeafWeight'>;
  readonly ridgePenalty: number;
  /** Bins of the size of the forecast that have quantiles of their own. */
  readonly quantileBins: number;
  /** Where the first fold ends when nobody says: enough years to learn from, the rest to walk through. */
  readonly firstFoldMs: number;
  /** Shape and passes of the neural network; null for targets that it does not improve. */
  readonly neural: { readonly hidden: readonly number[]; readonly epochs: number } | null;
  /** Levels whose exceedance is a storm, with the value from which it counts; the first is the one that is called. */
  readonly storms: readonly { readonly level: number; readonly from: number }[];
}

/** All features of a variant over the knots, without repeats, and which columns a lead uses. */
export function layoutOf(spec: TargetSpec, variant: Variant): Layout {
  const features: Feature[] = [...variant.common];
  const index = new Map(features.map(({ name }, i) => [name, i]));
  const columns = new Map<number, readonly number[]>();
  for (const knot of spec.knots) {
    const own = variant.ofLead(knot).map((feature) => {
      const known = index.get(feature.name);
      if (known !== undefined) return known;
      index.set(feature.name, features.length);
      return features.push(feature) - 1;
    });
    columns.set(knot, [...variant.common.keys(), ...own]);
  }
  return { features, columns };
}

export interface Layout {
  readonly features: readonly Feature[];
  /** Columns by knot. */
  readonly columns: ReadonlyMap<number, readonly number[]>;
}

/** Names of the features of the best variant of a target, in the order in which its models see them. */
export const featureNames = (spec: TargetSpec): string[] =>
  spec.variants.slice(0, 1).flatMap((variant) => layoutOf(spec, variant).features.map(({ name }) => name));
