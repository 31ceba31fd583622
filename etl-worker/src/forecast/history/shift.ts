import { HOUR_MS } from '@orrery/contract';

/**
 * From a spacecraft about L1 to the nose of the bow shock, where OMNI has its values: 1.5 million km (the distance of
 * L1) less 14 Earth radii (the mean place of the nose; Fairfield 1971, JGR 76, 6700).
 */
export const L1_TO_BOW_SHOCK_KM = 1_410_000;
/** Where the speed is not known: the mean of the solar wind, rounded. */
export const USUAL_SPEED_KM_S = 400;
/** An hour counts when values cover a third of it. */
const LEAST_COVER_MS = HOUR_MS / 3;

/** The mean over [fromMs, toMs) at L1; `cover` is the share of it that was measured, 0–1. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly mean: number;
  readonly cover: number;
}

/** Time that the wind takes from L1 to the bow shock, ms: 59 min at 400 km/s, 24 min at 1000 km/s. */
export const delayMs = (speedKmS: number): number => (L1_TO_BOW_SHOCK_KM / speedKmS) * 1000;

/**
 * Hourly means at the bow shock of what was measured at L1, by start of the hour: every stretch moves on by distance /
 * speed (ballistic, as the simplest of the delays that OMNI knows) and counts in each hour by the time that it lies in
 * it. Where fast wind overtakes slow wind both count.
 */
export function hoursAtBowShock(
  stretches: readonly Stretch[],
  speedAt: (timeMs: number) => number,
): ReadonlyMap<number, number> {
  const sums = new Map<number, { weighted: number; coverMs: number }>();
  for (const { fromMs, toMs, mean, cover } of stretches) {
    const delay = delayMs(speedAt(fromMs));
    const [start, end] = [fromMs + delay, toMs + delay];
    for (let hour = Math.floor(start / HOUR_MS) * HOUR_MS; hour < end; hour += HOUR_MS) {
      const coverMs = cover * (Math.min(end, hour + HOUR_MS) - Math.max(start, hour));
      const sum = sums.get(hour) ?? { weighted: 0, coverMs: 0 };
      sums.set(hour, { weighted: sum.weighted + coverMs * mean, coverMs: sum.coverMs + coverMs });
    }
  }
  return new Map(
    [...sums].flatMap(([hour, { weighted, coverMs }]) =>
      coverMs >= LEAST_COVER_MS ? [[hour, weighted / coverMs] as const] : [],
    ),
  );
}
