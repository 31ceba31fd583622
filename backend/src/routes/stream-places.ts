import { OrreryError } from '@orrery/contract';
import { createTally } from '../gateway/tally.ts';

/** One caller may hold this share of the places: others must find one. */
const SHARE = 0.25;
const RETRY_AFTER_SECONDS = 30;

/** The streams that may be open at a time. */
export interface StreamPlaces {
  /** Takes a place; the result gives it back. Throws `tooManyRequests` or `overloaded` where there is none. */
  take(caller: string): () => void;
}

export function createStreamPlaces(max: number): StreamPlaces {
  const taken = createTally();
  const maxOfOne = Math.max(1, Math.floor(max * SHARE));
  let all = 0;
  return {
    take(caller) {
      if (all >= max) throw full('overloaded', `${max} streams are open, the most there may be (maxStreams).`);
      if (taken.of(caller) >= maxOfOne)
        throw full('tooManyRequests', `${maxOfOne} streams of yours are open, the most of one caller.`);
      const leave = taken.take(caller);
      all += 1;
      return () => {
        leave();
        all -= 1;
      };
    },
  };
}

const full = (code: 'tooManyRequests' | 'overloaded', message: string): OrreryError =>
  new OrreryError(code, message, [], { retryAfterSeconds: RETRY_AFTER_SECONDS });
