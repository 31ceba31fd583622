/** Spans of time in milliseconds, the unit of every instant of the project (epoch milliseconds UTC). */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of 86,400 s: UTC without leap seconds, as in epoch time. */
export const DAY_MS = 24 * HOUR_MS;

/** Clocks of two machines differ, and one that is set goes back: a stamp may lie so far in the future. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

/** The latest stamp that a clock that shows `nowMs` believes, epoch ms. */
export const latestTrustedMs = (nowMs: number): number => nowMs + CLOCK_TOLERANCE_MS;

/**
 * Whether a stored stamp counts. One in the future was taken by a clock that was ahead: when it happened is unknown, so
 * it must hold up no work and win against nothing. Both epoch ms.
 */
export const isTrusted = (atMs: number, nowMs: number): boolean => atMs <= latestTrustedMs(nowMs);
