import { DAY_MS, type QueryOfType } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';
import { countSatellites } from '../satellites-cost.ts';

/** The search of one satellite over a day, milliseconds of one core. */
const DAY_COST_MS = 2;
/** A low satellite has six passes a day over a place. */
const BYTES_OF_DAY = 6 * 250;

/** Satellites × days. */
export const satellitePassesCost: CostOf<QueryOfType<'satellitePasses'>> = (query, { fromMs, toMs }, facts) => {
  const days = countSatellites(query, facts) * (1 + (toMs - fromMs) / DAY_MS);
  return { coreMs: days * DAY_COST_MS, bytes: days * BYTES_OF_DAY };
};
