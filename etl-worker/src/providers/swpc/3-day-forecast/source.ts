import type { Source } from '../../source.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformForecast3 } from './transform.ts';

export const swpcForecast3: Source = {
  info: {
    ...SWPC,
    id: 'swpc-3-day-forecast',
    title: '3-day forecast',
    address: 'https://www.swpc.noaa.gov/products/3-day-forecast',
    cadenceMs: 3_600_000,
    naturalKey: 'Time of issue, UTC',
    provides: [{ name: 'outlook', unit: 'none', title: '3-day forecast' }],
  },
  provider: swpc,
  extract: askFor(swpc, '/text/3-day-forecast.txt'),
  transform: transformForecast3,
};
