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
 * A set of features; the first variant whose needs are met is used, so that a missing input does not prevent a
 * forecast.
 */
export interface Variant {
  readonly name: string;
  readonly needs: readonly Need[];
  /** Time from one training row to the next; default: that of the target. */
  readonly strideMs?: number;
  /** Features common to all leads, and those of the forecast step itself. */
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
  /**
   * The models forecast the difference from this: the last known value for series that wander; null for those that
   * return to their mean.
   */
  readonly anchor: Feature | null;
  readonly variants: readonly Variant[];
  /** Least and greatest possible value. */
  readonly bounds: readonly [number, number];
  /** Time from one training row to the next. */
  readonly strideMs: number;
  readonly boosting: (
    leadHours: number,
  ) => Pick<BoostingSettings, 'trees' | 'learningRate' | 'maxLeaves' | 'minLeafWeight'>;
  readonly ridgePenalty: number;
  /** Number of bins of the forecast value with quantiles of their own. */
  readonly quantileBins: number;
  /** Default end of the first training span. */
  readonly firstFoldMs: number;
  /** Shape and passes of the neural network. */
  readonly neural: { readonly hidden: readonly number[]; readonly epochs: number };
  /** Storm levels, with the value from which each counts; calls are made for the first. */
  readonly storms: readonly { readonly level: number; readonly from: number }[];
}

/** All features of a variant over the knots, without repetitions, and the columns that each knot uses. */
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
