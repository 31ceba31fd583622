import { DAY_MS, HOUR_MS, MINUTE_MS } from '@orrery/contract';

/** Distances between ticks that read well, in ms. */
const STEPS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
  30 * DAY_MS,
  91 * DAY_MS,
  365 * DAY_MS,
] as const;

/** At most `count` round moments (UTC) inside a time range, epoch ms. */
export function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  if (count < 1 || toMs <= fromMs) return [];
  const step = STEPS.find((size) => (toMs - fromMs) / size <= count) ?? 365 * DAY_MS;
  const first = Math.ceil(fromMs / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, k) => first + k * step);
}
