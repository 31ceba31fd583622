import { isTrusted, type Breaker } from '@orrery/contract';

/** Failures in a row that open the circuit. */
export const FAILURE_THRESHOLD = 5;
const FIRST_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 30 * 60_000;

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

/**
 * The circuit at a moment: an open one whose pause is over is half open, and so is one that would stay open for longer
 * than any pause, for it was opened by a clock that was ahead.
 */
export function breakerAt(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'open') return breaker;
  const isOver = nowMs >= breaker.untilMs || !isTrusted(breaker.untilMs - MAX_PAUSE_MS, nowMs);
  return isOver ? { state: 'halfOpen', opened: breaker.opened } : breaker;
}

/** The circuit after a request that passed ended at `nowMs`. */
export function breakerAfter(breaker: Breaker, succeeded: boolean, nowMs: number): Breaker {
  if (succeeded) return CLOSED;
  if (breaker.state === 'closed' && breaker.failures + 1 < FAILURE_THRESHOLD) {
    return { state: 'closed', failures: breaker.failures + 1 };
  }
  const opened = breaker.state === 'closed' ? 1 : breaker.opened + 1;
  return { state: 'open', untilMs: nowMs + Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (opened - 1)), opened };
}
