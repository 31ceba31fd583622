import type { Recording, ReplayAnswer, ReplayQuestion } from './recording.ts';

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
