export { binOf, type Matrix } from './bins.ts';
export { boostedScore } from './boosted.ts';
export { boost, boostingData } from './train.ts';
