import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { activeSpacecraft, minuteOf } from '../spacecraft.ts';
import { transformTable } from '../table.ts';

/**
 * Interplanetary magnetic field at L1, GSM: `json/rtsw/rtsw_mag_1m.json` (objects, newest first, several spacecraft),
 * the older `products/solar-wind/mag-*.json` (rows under a header) and the two-number summary in both its shapes.
 */
export const transformMagneticField = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-magnetic-field',
    what: 'the interplanetary magnetic field',
    shapes: [
      { time: 'time_tag', columns: { bx: 'bx_gsm', by: 'by_gsm', bz: 'bz_gsm', bt: 'bt' } },
      { time: 'time_tag', columns: { bz: 'bz_gsm', bt: 'bt' } },
      { time: 'TimeStamp', columns: { bz: 'Bz', bt: 'Bt' } },
    ],
    revision: 'nowcast',
    select: activeSpacecraft,
    at: minuteOf,
    gapsFor: ['bz', 'bt'],
  });
