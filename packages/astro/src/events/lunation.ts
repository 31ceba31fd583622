import { rootBetween } from './roots.ts';
import { wrapped, type Sky } from './sky.ts';

/**
 * Mean new moon of 2000-01-06 in days since J2000 (TT), and the mean synodic month; Meeus, Astronomical Algorithms, ch.
 * 49.
 */
const FIRST_NEW_MOON = 5.09766;
const MONTH_DAYS = 29.530588861;
/** The true phase lies within 0.6 d of the mean one at new and full moon and within 0.9 d at the quarters. */
const MARGIN_DAYS = 1.5;

/** How far the Moon is ahead of the Sun in apparent ecliptic longitude, degrees in (−180, 180]. */
const moonAhead = (sky: Sky, ut: number): number =>
  wrapped(sky.ecliptic('moon', ut).longitude - sky.ecliptic('sun', ut).longitude);

/** A moment at which the Moon is 0, 1, 2 or 3 quarter turns ahead of the Sun. UT1 days since J2000. */
export interface Phase {
  readonly quarter: 0 | 1 | 2 | 3;
  readonly at: number;
}

const QUARTERS = [0, 1, 2, 3] as const;

/** The phases of the given quarters whose moment lies on [from, to], in order. */
export function* phases(
  sky: Sky,
  range: { readonly from: number; readonly to: number; readonly checkpoint: () => void },
  quarters: readonly Phase['quarter'][] = QUARTERS,
): Generator<Phase> {
  const first = Math.floor((range.from - MARGIN_DAYS - FIRST_NEW_MOON) / (MONTH_DAYS / 4));
  const last = Math.ceil((range.to + MARGIN_DAYS - FIRST_NEW_MOON) / (MONTH_DAYS / 4));
  for (let k = first; k <= last; k++) {
    range.checkpoint();
    const quarter = QUARTERS[((k % 4) + 4) % 4]!;
    if (!quarters.includes(quarter)) continue;
    const mean = FIRST_NEW_MOON + (k * MONTH_DAYS) / 4;
    const ahead = (ut: number): number => wrapped(moonAhead(sky, ut) - 90 * quarter);
    const at = rootBetween(ahead, mean - MARGIN_DAYS, mean + MARGIN_DAYS);
    if (at >= range.from && at <= range.to) yield { quarter, at };
  }
}
