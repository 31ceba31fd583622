import type { Provider } from '../sources/source.ts';
import { celestrakAnswer } from './celestrak.ts';
import { nasaAnswer, jplAnswer } from './nasa-jpl.ts';
import type { Recording } from './recordings.ts';
import { gfzAnswer, swpcAnswer } from './swpc-gfz.ts';

/** What a recorded provider says: a body; `nothingYet` = it was recorded, but later than now; null = never recorded. */
export type ReplayAnswer = { readonly body: string; readonly type: string } | 'nothingYet' | null;

export interface ReplayQuestion {
  readonly url: URL;
  /** Time of the simulated clock; null: the clock is real and recordings are given as they are, in turn. */
  readonly nowMs: number | null;
  /** How often the address was asked before. */
  readonly turn: number;
}

type Answer = (recordings: readonly Recording[], question: ReplayQuestion) => ReplayAnswer;

const ANSWERS: Readonly<Record<Provider, Answer>> = {
  swpc: swpcAnswer,
  gfz: gfzAnswer,
  celestrak: celestrakAnswer,
  nasa: nasaAnswer,
  jpl: jplAnswer,
  iers: (recordings) =>
    whole(
      recordings.find(({ name }) => name === 'finals2000A.all'),
      'text/plain',
    ),
};

/** The answer of a provider from its recordings. */
export const answerOf = (
  provider: Provider,
  recordings: readonly Recording[],
  question: ReplayQuestion,
): ReplayAnswer => ANSWERS[provider](recordings, question);

/** A recording as it is. */
export const whole = (recording: Recording | undefined, type = 'application/json'): ReplayAnswer =>
  recording === undefined ? null : { body: recording.read(), type };

/**
 * One of several recordings of one address. Simulated: the newest that was there by now. Real clock: each in turn, oldest first, the last stays.
 */
export function snapshot(
  candidates: readonly Recording[],
  { nowMs, turn }: ReplayQuestion,
  type?: string,
): ReplayAnswer {
  if (candidates.length === 0) return null;
  if (nowMs === null) return whole(candidates[Math.min(turn, candidates.length - 1)], type);
  const known = candidates.filter(({ recordedMs }) => recordedMs === null || recordedMs <= nowMs);
  return known.length === 0 ? 'nothingYet' : whole(known.at(-1), type);
}
