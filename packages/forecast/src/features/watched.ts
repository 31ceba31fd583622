import type { History } from '../history.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import type { TargetSpec } from '../targets/spec.ts';
import { featureMatrix } from './feature.ts';
import { derive } from './view.ts';

/** Features checked for drift: those of every lead of the best variant, without the calendar. */
export function watchedFeatures(
  spec: TargetSpec,
  history: History,
  moments: readonly number[],
): { readonly names: readonly string[]; readonly matrix: Matrix } {
  const features = (spec.variants[0]?.common ?? []).filter(({ name }) => !/^(season|universalTime)\./.test(name));
  return { names: features.map(({ name }) => name), matrix: featureMatrix(features, derive(history), moments) };
}
