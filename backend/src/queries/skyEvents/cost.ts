import { DAY_MS, type EventKind, type QueryOfType } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';

/** Milliseconds of one core for a year of a kind, with the bodies it has by default. */
const YEAR_MS: Readonly<Record<EventKind, number>> = {
  rise: 280,
  set: 220,
  transit: 110,
  twilight: 220,
  moonPhase: 25,
  season: 8,
  solarEclipse: 18,
  lunarEclipse: 14,
  conjunction: 55,
  opposition: 6,
  maxElongation: 9,
  apsis: 26,
  moonNode: 16,
  planetTransit: 7,
};
/** Events of a year over all kinds are a few thousand, and an answer has 10,000 at most. */
const BYTES = 3_000_000;
/** Kinds that search each body by itself, and the bodies among which their figures above were taken. */
const OF_EACH_BODY: ReadonlySet<EventKind> = new Set(['rise', 'set', 'transit']);
const DEFAULT_BODIES = 2;

/** Years × kinds, and bodies where each is searched by itself. */
export const skyEventsCost: CostOf<QueryOfType<'skyEvents'>> = (query, { fromMs, toMs }) => {
  const years = (toMs - fromMs) / (365.25 * DAY_MS);
  const bodies = new Set(query.bodies ?? []).size;
  const ofYear = [...new Set(query.kinds)].reduce((sum, kind) => {
    const share = OF_EACH_BODY.has(kind) && bodies > 0 ? bodies / DEFAULT_BODIES : 1;
    return sum + YEAR_MS[kind] * share;
  }, 0);
  return { coreMs: Math.max(0, years) * ofYear, bytes: Math.min(BYTES, 5000 + Math.max(0, years) * 1_000_000) };
};
