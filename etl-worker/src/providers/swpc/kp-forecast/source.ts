import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformKpForecast } from './transform.ts';

export const swpcKpForecast: Source = {
  info: {
    ...SWPC,
    id: 'swpc-kp-forecast',
    title: 'Forecast of the planetary K index',
    address: 'https://www.swpc.noaa.gov/products/3-day-geomagnetic-forecast',
    cadenceMs: 30 * 60_000,
    naturalKey: 'Start of the three-hour interval, UTC; the newest forecast of an interval replaces earlier ones',
    provides: provides('kp'),
  },
  provider: swpc,
  extract: askFor(swpc, '/products/noaa-planetary-k-index-forecast.json'),
  transform: transformKpForecast,
};
