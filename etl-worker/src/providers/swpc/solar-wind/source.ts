import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformSolarWind } from './transform.ts';

export const swpcSolarWind: Source = {
  info: {
    ...SWPC,
    id: 'swpc-solar-wind',
    title: 'Real-time solar wind: plasma',
    address: 'https://www.swpc.noaa.gov/products/real-time-solar-wind',
    cadenceMs: 5 * 60_000,
    politeness:
      'Asked every five minutes though there is something new every minute: an answer holds a day and 2.6 MB.',
    naturalKey: 'Minute at L1, UTC',
    provides: provides('solarWindSpeed', 'solarWindDensity', 'solarWindTemperature'),
  },
  provider: swpc,
  extract: askFor(swpc, '/json/rtsw/rtsw_wind_1m.json'),
  transform: transformSolarWind,
};
