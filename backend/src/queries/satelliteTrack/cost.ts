import type { QueryOfType } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';
import { countTimes } from '../sampling.ts';
import { countSatellites } from '../satellites-cost.ts';

/** A step of SGP4, its place on the Earth and its text: milliseconds of one core. */
const STEP_MS = 0.011;
/** A satellite's frame without rows. */
const FRAME_MS = 0.1;
const BYTES_OF_FRAME = 2500;
const BYTES_OF_ROW = 100;
const BYTES_OF_LOOK = 76;

/** Satellites × moments. */
export const satelliteTrackCost: CostOf<QueryOfType<'satelliteTrack'>> = (query, span, facts) => {
  const satellites = countSatellites(query, facts);
  const steps = satellites * countTimes(query, span);
  const bytesOfRow = BYTES_OF_ROW + (query.observer === undefined ? 0 : BYTES_OF_LOOK);
  return {
    coreMs: satellites * FRAME_MS + steps * STEP_MS,
    bytes: satellites * BYTES_OF_FRAME + steps * bytesOfRow,
  };
};
