import type { QueryOfType } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';
import { countSatellites } from '../satellites-cost.ts';

const ROW_MS = 0.02;
const BYTES_OF_ROW = 900;

/** A row a satellite. */
export const satelliteElementsCost: CostOf<QueryOfType<'satelliteElements'>> = (query, _span, facts) => {
  const rows = countSatellites(query, facts);
  return { coreMs: rows * ROW_MS, bytes: rows * BYTES_OF_ROW };
};
