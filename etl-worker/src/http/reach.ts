import { isTrusted } from '@orrery/contract';
import type { Clock } from '../clock.ts';
import { REACH_AGAIN_MS, SourceError } from './errors.ts';

/**
 * Makes requests of a host that was not reached just now fail at once: one of them tries again after `REACH_AGAIN_MS`,
 * and the others do not ask for its name in between.
 */
export function createReach(clock: Clock): <T>(host: string, request: () => Promise<T>) => Promise<T> {
  const missing = new Map<string, { readonly untilMs: number; readonly error: SourceError }>();
  return async (host, request) => {
    const known = missing.get(host);
    const nowMs = clock.now();
    if (known && nowMs < known.untilMs && isTrusted(known.untilMs - REACH_AGAIN_MS, nowMs)) throw known.error;
    try {
      const answer = await request();
      missing.delete(host);
      return answer;
    } catch (error) {
      if (error instanceof SourceError && error.kind === 'notReached')
        missing.set(host, { untilMs: clock.now() + REACH_AGAIN_MS, error });
      throw error;
    }
  };
}
