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

/**
 * Walking in steps of three to five years: often enough to see several moods of the Sun, seldom enough to train in an
 * hour.
 */
const FOLDS = { scored: 3, final: 4 } as const;

/**
 * Trains twice by one recipe: a model that knows nothing from `heldOutFromMs` on is scored on what came after, each
 * hour once; then the model that is published learns from all up to `validateToMs` and carries that score in its card.
 * Held-out years never choose anything.
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
