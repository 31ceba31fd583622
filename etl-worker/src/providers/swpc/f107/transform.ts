import { DAY_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformTable } from '../table.ts';
import { parseUtc } from '../../../parsing/time.ts';
import type { Row } from '../../../parsing/rows.ts';

/** Local noon at Penticton, when the flux of the day is measured; 17/18 and 22/23 UT are its morning and afternoon. */
const NOON_HOUR = 20;
/** Other frequencies (245 MHz … 15.4 GHz) may stand in the file; 10.7 cm is 2800 MHz. */
const F107_MHZ = 2800;

/**
 * The noon measurement counts as the flux of its day; the others of the day are left out. A time that cannot be read is
 * left to the table.
 */
function isNoon(row: Row): 0 | false {
  const { frequency, reporting_schedule: schedule } = row;
  if (frequency !== undefined && frequency !== F107_MHZ) return false;
  if (schedule !== undefined) return schedule === 'Noon' ? 0 : false;
  const timeMs = parseUtc(row['time_tag'] ?? row['TimeStamp']);
  return timeMs === null || new Date(timeMs).getUTCHours() === NOON_HOUR ? 0 : false;
}

/**
 * F10.7 of `json/f107_cm_flux.json` (three measurements a day) and of `products/summary/10cm-flux.json` (the newest
 * one, in two shapes), filed under the start of its UTC day.
 */
export const transformF107 = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-f107',
    what: 'F10.7',
    shapes: [
      { time: 'time_tag', columns: { f107: 'flux' } },
      { time: 'TimeStamp', columns: { f107: 'Flux' } },
    ],
    revision: 'nowcast',
    select: isNoon,
    at: (timeMs) => Math.floor(timeMs / DAY_MS) * DAY_MS,
  });
