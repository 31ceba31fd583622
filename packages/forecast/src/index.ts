export { backtest, BACKTEST_HEADER, backtestRows } from './trained/backtest.ts';
export { decodeModel, decodeParts, encodeModel, type TrainedModel } from './trained/model.ts';
export { scoreModel } from './trained/score.ts';
export * from './drift/index.ts';
export * from './evaluate/index.ts';
export { watchedFeatures } from './features/watched.ts';
export {
  columnOf,
  endOf,
  INPUT_NAMES,
  newestOfficial,
  valueAt,
  type Column,
  type History,
  type Input,
  type OfficialForecast,
} from './history.ts';
export { networkValues, type Layer, type NetworkTask, type NetworkTrainer } from './models/network.ts';
export { seededRandom } from './random.ts';
export { TARGET_SPECS } from './targets/index.ts';
export { featureNames } from './targets/spec.ts';
export { ablateNetwork, type AblationLead } from './train/ablation.ts';
export type { Spans } from './train/folds.ts';
export { trainAndScore } from './train/scored.ts';
export { trainModel } from './train/train.ts';
