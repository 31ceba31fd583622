/** Spans of time in milliseconds, the unit of every instant of the project (epoch milliseconds UTC). */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of 86,400 s: UTC without leap seconds, as in epoch time. */
export const DAY_MS = 24 * HOUR_MS;
