import { OrreryError } from '@orrery/contract';

/** One caller may hold this share of the places: others must find one. */
const SHARE = 0.25;
const RETRY_AFTER_SECONDS = 30;

/** The streams that may be open at a time. */
export interface StreamPlaces {
  /** Takes a place; the result gives it back. Throws `tooManyRequests` or `overloaded` where there is none. */
  take(caller: string): () => void;
}

export function createStreamPlaces(max: number): StreamPlaces {
  const taken = new Map<string, number>();
  const maxOfOne = Math.max(1, Math.floor(max * SHARE));
  let all = 0;
  return {
    take(caller) {
      const mine = taken.get(caller) ?? 0;
      const again = { retryAfterSeconds: RETRY_AFTER_SECONDS };
      if (all >= max)
        throw new OrreryError('overloaded', `${max} streams are open, the most there may be (maxStreams).`, [], again);
      if (mine >= maxOfOne)
        throw new OrreryError(
          'tooManyRequests',
          `${maxOfOne} streams of yours are open, the most of one caller.`,
          [],
          again,
        );
      all += 1;
      taken.set(caller, mine + 1);
      return () => {
        all -= 1;
        const left = (taken.get(caller) ?? 1) - 1;
        if (left === 0) taken.delete(caller);
        else taken.set(caller, left);
      };
    },
  };
}
