import type { ForecastTarget } from '@orrery/contract';
import { decodeModel, decodeParts, encodeModel } from '../trained/model.ts';
import { scoreModel } from '../trained/score.ts';
import type { History } from '../history.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import { trainModel, type TrainOptions } from './train.ts';

export interface ScoredOptions extends Omit<TrainOptions, 'trainToMs' | 'folds'> {
  /** End of the first training span; default: that of the target. */
  readonly trainToMs?: number;
  /** The years from here to the end of the history are held out for the score. */
  readonly heldOutFromMs: number;
}

/** Number of steps of the walk, of three to five years each: a compromise with the duration of a training. */
const FOLDS = { scored: 3, final: 4 } as const;

/**
 * Trains twice by one recipe: a model fitted before `heldOutFromMs` is scored on the years after it; then the published
 * model is fitted on all data up to `validateToMs` and has that score in its card. Held-out years take part in no
 * choice.
 */
export async function trainAndScore(
  target: ForecastTarget,
  history: History,
  { heldOutFromMs, trainToMs = TARGET_SPECS[target].firstFoldMs, ...options }: ScoredOptions,
): Promise<{ readonly bytes: Uint8Array; readonly scored: Uint8Array }> {
  const half =
    (from: number): NonNullable<TrainOptions['onProgress']> =>
    (share, text) =>
      options.onProgress?.(from + share / 2, text);
  const scored = await trainModel(target, history, {
    ...options,
    trainToMs,
    validateToMs: heldOutFromMs,
    folds: FOLDS.scored,
    onProgress: half(0),
  });
  const judgement = scoreModel(decodeModel(scored.bytes), history, heldOutFromMs, options.validateToMs);
  const final = await trainModel(target, history, {
    ...options,
    trainToMs,
    folds: FOLDS.final,
    onProgress: half(0.5),
  });
  const heldOut = { fromMs: heldOutFromMs, toMs: options.validateToMs, trainedToMs: heldOutFromMs };
  const carrying = (bytes: Uint8Array): Uint8Array => {
    const model = decodeParts(bytes);
    return encodeModel({ ...model, card: { ...model.card, ...judgement, heldOut } });
  };
  return { bytes: carrying(final.bytes), scored: carrying(scored.bytes) };
}
