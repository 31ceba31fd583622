import type { ObservationsQuery } from '@orrery/contract';
import type { CostOf } from '../../gateway/cost.ts';
import { DEFAULT_POINTS } from './points.ts';

const SERIES_MS = 10;
const POINT_MS = 0.01;
/** A moment, a value and its extremes. */
const BYTES_OF_POINT = 14 + 3 * 10;

/** Series × points asked for: there may be fewer. */
export const observationsCost: CostOf<ObservationsQuery> = (query, { maxDataPoints }) => {
  const series = new Set(query.series).size;
  const points = series * (query.maxDataPoints ?? maxDataPoints ?? DEFAULT_POINTS);
  return { coreMs: series * SERIES_MS + points * POINT_MS, bytes: points * BYTES_OF_POINT };
};
