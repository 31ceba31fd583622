import { decodeModel, decodeParts, encodeModel, scoreModel, trainModel, type NetworkTrainer } from '@orrery/forecast';
import { compareModels, type Comparison } from './compare.ts';
import type { Dataset } from './dataset.ts';

export type OnProgress = (share: number, text: string) => void;

/** Trains a model on a dataset, which takes minutes of CPU time. The same dataset gives the same bytes. */
export async function trainOn(
  dataset: Dataset,
  neural: NetworkTrainer | null,
  onProgress: OnProgress,
): Promise<Uint8Array> {
  const { target, history, officials, spans, seed, trainedAtMs, codeVersion } = dataset;
  const { bytes } = await trainModel(target, history, {
    ...spans,
    seed,
    trainedAtMs,
    codeVersion,
    official: officials,
    neural,
    onProgress,
  });
  return bytes;
}

export interface Evaluated {
  /** The candidate with its scores in the card. */
  readonly bytes: Uint8Array;
  /** Comparison with the champion on the same held-out hours; null where there is none. */
  readonly comparison: Comparison | null;
}

/** Scores a candidate on the held-out span, writes the scores into its card and compares it with the champion. */
export function evaluateOn(
  dataset: Dataset,
  candidate: Uint8Array,
  champion: Uint8Array | null,
  onProgress: OnProgress,
): Evaluated {
  const { history, officials, heldOut, spans } = dataset;
  const challenger = decodeModel(candidate);
  const judged = scoreModel(challenger, history, heldOut.fromMs, heldOut.toMs, {
    officials,
    onProgress: (share) => onProgress(share, 'scores'),
  });
  const model = decodeParts(candidate);
  const card = { ...model.card, ...judged, heldOut: { ...heldOut, trainedToMs: spans.validateToMs } };
  const comparison =
    champion === null
      ? null
      : compareModels(decodeModel(champion), challenger, history, officials, heldOut.fromMs, heldOut.toMs);
  return { bytes: encodeModel({ ...model, card }), comparison };
}
