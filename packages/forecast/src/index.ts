export { backtest, BACKTEST_HEADER, backtestRows } from './champion/backtest.ts';
export {
  createChampion,
  decodeChampion,
  decodeModel,
  encodeChampion,
  type Champion,
  type ForecastInput,
} from './champion/champion.ts';
export { judgeChampion, type Judgement, type JudgeOptions } from './champion/judge.ts';
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
export * from './models/neural/index.ts';
export { TARGET_SPECS } from './targets/index.ts';
export { featureNames } from './targets/spec.ts';
export { foldsOf, type Spans } from './train/folds.ts';
export { trainAndScore, type ScoredOptions } from './train/scored.ts';
export { hashOf, trainChampion, type TrainOptions } from './train/train.ts';
