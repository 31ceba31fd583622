import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { activeSpacecraft, minuteOf } from '../spacecraft.ts';
import { transformTable } from '../table.ts';

/**
 * Plasma at L1: `json/rtsw/rtsw_wind_1m.json` (objects, newest first, several spacecraft), the older
 * `products/solar-wind/plasma-*.json` (rows under a header) and the one-number summary. Nulls are kept as gaps that the
 * source states.
 */
export const transformSolarWind = (raw: RawText): Transformed =>
  transformTable(raw, {
    source: 'swpc-solar-wind',
    what: 'the solar wind plasma',
    shapes: [
      {
        time: 'time_tag',
        columns: {
          solarWindSpeed: 'proton_speed',
          solarWindDensity: 'proton_density',
          solarWindTemperature: 'proton_temperature',
        },
      },
      {
        time: 'time_tag',
        columns: { solarWindSpeed: 'speed', solarWindDensity: 'density', solarWindTemperature: 'temperature' },
      },
      { time: 'time_tag', columns: { solarWindSpeed: 'proton_speed' } },
      { time: 'TimeStamp', columns: { solarWindSpeed: 'WindSpeed' } },
    ],
    revision: 'nowcast',
    select: activeSpacecraft,
    at: minuteOf,
    gapsFor: ['solarWindSpeed', 'solarWindDensity', 'solarWindTemperature'],
  });
