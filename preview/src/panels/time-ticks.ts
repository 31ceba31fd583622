const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks that read well, in ms. */
const STEPS = [
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  91 * DAY,
  365 * DAY,
] as const;

/** At most `count` round moments (UTC) inside a time range, epoch ms. */
export function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  if (count < 1 || toMs <= fromMs) return [];
  const step = STEPS.find((size) => (toMs - fromMs) / size <= count) ?? 365 * DAY;
  const first = Math.ceil(fromMs / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, k) => first + k * step);
}
