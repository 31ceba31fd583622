export { backtest, BACKTEST_HEADER, backtestRows } from './trained/backtest.ts';
export {
  createModel,
  decodeModel,
  decodeParts,
  encodeModel,
  type TrainedModel,
  type ForecastInput,
} from './trained/model.ts';
export { scoreModel, type ModelScores, type ScoreOptions } from './trained/score.ts';
export * from './drift/index.ts';
export * from './evaluate/index.ts';
export { watchedFeatures } from './features/watched.ts';
export {
  columnOf,
  endOf,
  INPUT_NAMES,
  INPUTS,
  knownAt,
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
export { foldsOf, type Spans } from './train/folds.ts';
export { trainAndScore, type ScoredOptions } from './train/scored.ts';
export { hashOf, trainModel, type TrainOptions } from './train/train.ts';
