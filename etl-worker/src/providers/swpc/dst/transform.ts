import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformTable } from '../table.ts';

/** Quick-look Dst of WDC Kyoto as NOAA passes it on, `products/kyoto-dst.json`, hourly. */
export const transformDst = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-dst',
    what: 'the Dst index',
    shapes: [{ time: 'time_tag', columns: { dst: 'dst' } }],
    revision: 'nowcast',
    gapsFor: ['dst'],
  });
