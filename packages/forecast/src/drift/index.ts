export { COVERAGE_TOLERANCE, CUSUM_LIMIT, CUSUM_SLACK, errorReferences, type ErrorReference } from './errors.ts';
export {
  compareFeature,
  featureReferences,
  KS_LIMIT,
  PSI_LIMIT,
  type FeatureDrift,
  type FeatureReference,
} from './features.ts';
export { checkForDrift, type DriftCheck, type DriftReference } from './check.ts';
export { BEYOND_LIMIT, MISSING_LIMIT } from './reasons.ts';
