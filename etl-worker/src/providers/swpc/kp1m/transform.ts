import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformTable } from '../table.ts';

/**
 * Running estimate of Kp, `json/planetary_k_index_1m.json`: `estimated_kp` (thirds), not the whole-number `kp_index`
 * beside it.
 */
export const transformKp1m = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-kp1m',
    what: 'the estimated K index',
    shapes: [{ time: 'time_tag', columns: { estimatedKp: 'estimated_kp' } }],
    revision: 'nowcast',
    gapsFor: ['estimatedKp'],
  });
