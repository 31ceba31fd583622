export { createAdam, rateAt, type LayerGradient } from './adam.ts';
export { dropoutMask, gather, shuffled } from './batches.ts';
export { decodeNeural, encodeNeural, type NeuralPrecision } from './codec.ts';
export { initialLayers } from './initial.ts';
export { scoreBatch, type Loss } from './loss.ts';
export { predictNeural, type NeuralPrediction } from './predict.ts';
export { fitInputs, fitTargets, scaleInputs, scaleTargets, widthOf } from './scaling.ts';
export * from './types.ts';
export { seededRandom } from '../../random.ts';
