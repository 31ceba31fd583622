import { DAY_MS, type ForecastTarget } from '@orrery/contract';
import { trainModel } from '../train/train.ts';
import { madeUpHistory } from './made-up-history.ts';
import { madeUpOfficials, untrainedNetwork, withDrivenKp } from './small-recipes.ts';

/** 500 days; what the solar wind did moves Kp. */
export const DRIVEN_HISTORY = withDrivenKp(madeUpHistory(500, 21), 22);
const { startMs } = DRIVEN_HISTORY.kp;

/** The span from which the small model learned nothing. */
export const UNSEEN = { fromMs: startMs + 440 * DAY_MS, toMs: startMs + 500 * DAY_MS } as const;
export const OFFICIALS = madeUpOfficials(DRIVEN_HISTORY, startMs + 335 * DAY_MS, 23);

/** A model trained on the data before UNSEEN; tests that call it replace the recipes by small ones. */
export async function smallModel(target: ForecastTarget = 'kp'): Promise<Uint8Array> {
  const { bytes } = await trainModel(target, DRIVEN_HISTORY, {
    trainToMs: startMs + 335 * DAY_MS,
    validateToMs: UNSEEN.fromMs,
    folds: 1,
    seed: 1,
    trainedAtMs: UNSEEN.fromMs,
    codeVersion: 'test',
    neural: untrainedNetwork,
    official: OFFICIALS,
  });
  return bytes;
}
