import type { EphemerisQuery } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';
import { countTimes } from '../sampling.ts';

/** Milliseconds of one core: the place of a body at a moment, and each further quantity of it. */
const POINT_MS = 0.02;
const QUANTITY_MS = 0.004;
const BYTES_OF_TIME = 14;
const BYTES_OF_NUMBER = 19;

/** Bodies × moments × quantities. */
export const ephemerisCost: CostOf<EphemerisQuery> = (query, span) => {
  const points = countTimes(query, span) * new Set(query.bodies).size;
  const quantities = query.quantities.length;
  return {
    coreMs: points * (POINT_MS + quantities * QUANTITY_MS),
    bytes: points * (BYTES_OF_TIME + quantities * BYTES_OF_NUMBER),
  };
};
