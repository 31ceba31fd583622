export { errorReferences } from './errors.ts';
export { featureReferences } from './features.ts';
export { checkForDrift, type DriftReference } from './check.ts';
