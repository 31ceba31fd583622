export { baselinesAt } from './baselines.ts';
export { blockDaysOf } from './bootstrap.ts';
export { fitClimatology, type Climatology } from './climatology.ts';
export { compareErrors } from './compare.ts';
export { rmse } from './errors.ts';
export { completePairs, type LeadPairs, type Numbers, type Pairs } from './pairs.ts';
export { reliabilityBins } from './reliability.ts';
export { skillRows } from './rows.ts';
export { bestThreshold, stormEvents } from './storms.ts';
