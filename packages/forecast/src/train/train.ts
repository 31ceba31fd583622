import { createHash } from 'node:crypto';
import { OrreryError, type ForecastTarget, type ModelCard } from '@orrery/contract';
import { encodeModel, weightsOf } from '../trained/model.ts';
import type { ModelParts } from '../trained/parts.ts';
import { fitClimatology } from '../evaluate/index.ts';
import { endOf, INPUT_NAMES, type History, type OfficialForecast } from '../history.ts';
import type { NetworkTrainer } from '../models/network.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import { featureNames, type TargetSpec } from '../targets/spec.ts';
import { fitOfficial, officialPairs } from './official.ts';
import { prepare } from './prepare.ts';
import { referenceOf } from './reference.ts';
import { foldsOf, type Spans } from './folds.ts';
import { fitVariant, meanWeights, type FittedVariant } from './variant.ts';

export interface TrainOptions extends Spans {
  readonly seed: number;
  /** Time of training and version of the code, for the card. */
  readonly trainedAtMs: number;
  readonly codeVersion: string;
  /** Official forecasts to fit the combination on; without them the model has none. */
  readonly official?: readonly OfficialForecast[];
  /** Without a trainer the model has no network. */
  readonly neural?: NetworkTrainer | null;
  readonly onProgress?: (share: number, text: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Trains a model of a target: members fitted up to `trainToMs` walk forward to `validateToMs`; weights of the blend,
 * bands and the storm threshold are fitted on their out-of-sample forecasts; then the members are fitted again on all
 * data up to `validateToMs`. Later data is not used. The same data and seed give the same weights.
 * @throws OrreryError `invalidRequest` where the spans hold too little data, `cancelled` when the signal aborts it
 */
export async function trainModel(
  target: ForecastTarget,
  history: History,
  options: TrainOptions,
): Promise<{ readonly bytes: Uint8Array }> {
  const spec = TARGET_SPECS[target];
  if (options.trainToMs >= options.validateToMs)
    throw new OrreryError('invalidRequest', 'train: the training span must end before the validation span does.');
  const fitted = await fitAll(spec, history, options);
  const [best] = fitted as [FittedVariant, ...FittedVariant[]];
  // Official forecasts are of Kp only.
  const official =
    options.official && target === 'kp'
      ? fitOfficial(spec, officialPairs(target, best.validated, options.official))
      : null;
  const model: Omit<ModelParts, 'card'> = {
    variants: fitted.map(({ model: variant }) => variant),
    official,
    climatology: fitClimatology(target, history, options.validateToMs),
    reference: referenceOf(spec, history, best, options.validateToMs),
  };
  const card = cardOf(spec, history, options, { ...model, features: featureNames(spec) });
  return { bytes: encodeModel({ ...model, card }) };
}

async function fitAll(spec: TargetSpec, history: History, options: TrainOptions): Promise<readonly FittedVariant[]> {
  // Steps of a knot: its members once a fold and once at the end, its errors, its bands.
  const total = spec.variants.length * spec.knots.length * (foldsOf(options).length + 3);
  let done = 0;
  const onStep = async (text: string): Promise<void> => {
    if (options.signal?.aborted) throw new OrreryError('cancelled', 'The training was stopped.');
    await options.onProgress?.(Math.min(1, ++done / total), text);
    // Yields to the event loop, so that an abort is received.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const fitted: FittedVariant[] = [];
  for (const variant of spec.variants) {
    const prepared = prepare(spec, variant, history, options.validateToMs);
    const validation = prepared.issuedAtMs.filter((atMs) => atMs >= options.trainToMs).length;
    if (prepared.issuedAtMs.length - validation < LEAST_ROWS || validation < LEAST_ROWS / 10)
      throw new OrreryError(
        'invalidRequest',
        `train ${spec.target}: too little data (${prepared.issuedAtMs.length - validation} rows to learn from, ${validation} to validate on; ${LEAST_ROWS} and ${LEAST_ROWS / 10} are needed). Load more history.`,
      );
    fitted.push(
      await fitVariant(prepared, options, {
        seed: options.seed,
        neural: options.neural ?? null,
        onStep,
        signal: options.signal,
      }),
    );
  }
  return fitted;
}

/** With fewer rows boosting of dozens of features fits noise. */
const LEAST_ROWS = 2000;

function cardOf(
  spec: TargetSpec,
  history: History,
  { trainToMs, validateToMs, trainedAtMs, codeVersion, seed }: TrainOptions,
  model: Omit<ModelParts, 'card'> & { readonly features: readonly string[] },
): ModelCard {
  const { features, ...learned } = model;
  const { hash: weightsHash, bytes: weightsBytes } = weightsOf(learned);
  const starts = INPUT_NAMES.map((name) => history[name]).filter(({ values }) => values.length > 0);
  const [first] = learned.variants;
  return {
    target: spec.target,
    version: `${new Date(validateToMs).toISOString().slice(0, 10)}.${weightsHash.slice(0, 8)}`,
    model: first?.neural ? 'blend' : 'ridge+gradientBoosting',
    trainedAtMs,
    codeVersion,
    seed,
    dataFromMs: Math.min(...starts.map(({ startMs }) => startMs)),
    dataToMs: Math.min(validateToMs, Math.max(...starts.map(endOf))),
    dataHash: hashOf(history, validateToMs),
    weightsHash,
    weightsBlob: `model:${weightsHash}`,
    weightsBytes,
    features: [...features],
    members: first ? [...meanWeights(first)] : [],
    heldOut: { fromMs: validateToMs, toMs: validateToMs, trainedToMs: trainToMs },
    skill: [],
    reliability: [],
    notes: learned.official ? ['NOAA’s forecast of Kp is combined where it is known.'] : [],
  };
}

/** SHA-256 of all values known at the end of the span. */
export function hashOf(history: History, toMs: number): string {
  const hash = createHash('sha256');
  for (const name of INPUT_NAMES) {
    const { startMs, stepMs, values } = history[name];
    const known = values.subarray(0, Math.max(0, Math.floor((toMs - startMs) / stepMs)));
    hash
      .update(`${name} ${startMs} ${stepMs} ${known.length}\n`)
      .update(new Uint8Array(known.buffer, known.byteOffset, known.byteLength));
  }
  return hash.digest('hex');
}
