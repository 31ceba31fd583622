export { baselinesAt, type Baselines } from './baselines.ts';
export { BLOCK_DAYS, blockDaysOf, REPLICATES, type BootstrapOptions, type Interval } from './bootstrap.ts';
export { climatologyAt, fitClimatology, type Climatology } from './climatology.ts';
export { compareDecisions, compareErrors, hssInterval, rmseInterval, type Comparison } from './compare.ts';
export { bias, mae, mse, rmse, skill } from './errors.ts';
export { completePairs, type CompletePairs, type LeadPairs, type Numbers, type Pairs } from './pairs.ts';
export { coverage, crps, pinballLoss, type QuantileColumn } from './quantiles.ts';
export { reliabilityBins, type ReliabilityOptions } from './reliability.ts';
export { skillRows, type SkillOptions } from './rows.ts';
export {
  bestThreshold,
  brierScore,
  brierSkill,
  contingency,
  decisionScores,
  stormEvents,
  STORM_KP,
  type BestThreshold,
  type Contingency,
  type DecisionScores,
} from './storms.ts';
