import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformTable } from '../table.ts';

/**
 * Planetary K index of `products/noaa-planetary-k-index.json`, 3-hourly, as served (thirds to two decimals). Rows under
 * a header until 2026-03, objects since. NOAA estimates it from eight stations, so it is nowcast; GFZ's own value
 * outranks it.
 */
export const transformKp = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-kp',
    what: 'the planetary K index',
    shapes: [{ time: 'time_tag', columns: { kp: 'Kp' } }],
    revision: 'nowcast',
    gapsFor: ['kp'],
  });
