import type { ForecastTarget, ModelCard } from '@orrery/contract';
import { encodeModel, featureNames, TARGET_SPECS, type decodeParts } from '@orrery/forecast';

type ModelParts = ReturnType<typeof decodeParts>;
type Boosted = ModelParts['variants'][number]['knots'][number]['boosted'];

/** At least the number of features of any variant. */
const FEATURES = 400;

const constant = (base: number): Boosted => ({
  loss: 'squared',
  base,
  nodes: Uint32Array.of(0),
  leaves: Uint32Array.of(0),
  feature: new Uint16Array(0),
  bin: new Uint8Array(0),
  left: new Int16Array(0),
  right: new Int16Array(0),
  leaf: new Float32Array(0),
});

/**
 * Bytes of a model with a constant forecast: `says` above its anchor, the last value, where the target has one (F10.7,
 * Dst), else `says`; bands of ±1.3 and ±2.
 */
export function stubModel(
  target: ForecastTarget,
  version: string,
  says = 0,
  more: Partial<ModelCard> = {},
): Uint8Array {
  const spec = TARGET_SPECS[target];
  const knots = spec.knots.map((leadHours) => ({
    leadHours,
    ridge: { intercept: says, columns: new Uint16Array(0), coefficients: new Float32Array(0) },
    boosted: constant(0),
    weights: [1, 0, 0],
    spread: constant(1),
    quantiles: { centres: Float64Array.of(0), z: [Float64Array.of(-2, -1.3, 0, 1.3, 2)] },
    stormOdds: spec.storms.length > 0 ? constant(-2) : null,
    storms: spec.storms.map(({ level, from }) => ({ level, from, calibration: Float64Array.of(-1, 0, 0) })),
    threshold: 0.5,
  }));
  const model: ModelParts = {
    card: cardOf(target, version, more),
    variants: spec.variants.map(({ name }) => ({
      name,
      edges: Array.from({ length: FEATURES }, () => new Float32Array(0)),
      scaler: { mean: new Float32Array(FEATURES), scale: new Float32Array(FEATURES).fill(1) },
      neural: null,
      knots,
    })),
    official: null,
    climatology: { target, trainedToMs: 0, mean: says, year: [], day: [] },
    reference: { features: [], errors: [] },
  };
  return encodeModel(model);
}

const cardOf = (target: ForecastTarget, version: string, more: Partial<ModelCard>): ModelCard => ({
  target,
  version,
  model: 'ridge',
  trainedAtMs: 0,
  codeVersion: '0.1.0',
  seed: 1,
  dataFromMs: 0,
  dataToMs: 0,
  dataHash: 'd',
  weightsHash: version,
  weightsBlob: '',
  weightsBytes: 0,
  features: featureNames(TARGET_SPECS[target]),
  members: [{ model: 'ridge', weight: 1 }],
  heldOut: { fromMs: 0, toMs: 0, trainedToMs: 0 },
  skill: [],
  reliability: [],
  notes: [],
  ...more,
});
