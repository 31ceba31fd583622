import type { Recording } from './recordings.ts';

/** What a recorded provider says: a body; `nothingYet` = it was recorded, but later than now; null = never recorded. */
export type ReplayAnswer = { readonly body: string; readonly type: string } | 'nothingYet' | null;

export interface ReplayQuestion {
  readonly url: URL;
  /** Time of the simulated clock; null: the clock is real and recordings are given as they are, in turn. */
  readonly nowMs: number | null;
  /** How often the address was asked before. */
  readonly turn: number;
}

/** A recording as it is. */
export const whole = (recording: Recording | undefined, type = 'application/json'): ReplayAnswer =>
  recording === undefined ? null : { body: recording.read(), type };

/**
 * One of several recordings of one address. Simulated: the newest that was there by now. Real clock: each in turn,
 * oldest first, the last stays.
 */
export function snapshot(
  candidates: readonly Recording[],
  { nowMs, turn }: ReplayQuestion,
  type?: string,
): ReplayAnswer {
  if (candidates.length === 0) return null;
  const dated = candidates
    .map((recording) => ({ recording, knownMs: recording.knownMs() ?? -Infinity }))
    // Not a difference: of two unknown moments that is no number.
    .sort((a, b) => (a.knownMs === b.knownMs ? 0 : a.knownMs < b.knownMs ? -1 : 1));
  if (nowMs === null) return whole(dated[Math.min(turn, dated.length - 1)]?.recording, type);
  const known = dated.filter(({ knownMs }) => knownMs <= nowMs);
  return known.length === 0 ? 'nothingYet' : whole(known.at(-1)?.recording, type);
}
