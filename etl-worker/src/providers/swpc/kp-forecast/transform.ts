import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { keyOfField, transformTable } from '../table.ts';

/**
 * What the column `observed` says. Observed intervals are the business of `swpc-kp`: one series and revision has one
 * writer. `estimated` is the interval under way and the one before it: still a forecast, so it is predicted like the
 * days ahead.
 */
const KINDS = { observed: false, estimated: 0, predicted: 0 } as const;

/**
 * Forecast of `products/noaa-planetary-k-index-forecast.json`: a week of what was observed, then three days and more
 * ahead.
 */
export const transformKpForecast = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-kp-forecast',
    what: 'the forecast of the K index',
    shapes: [{ time: 'time_tag', columns: { kp: 'kp' } }],
    revision: 'predicted',
    select: (row) => KINDS[keyOfField(row, 'observed', KINDS)],
  });
