import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformKp } from './transform.ts';

export const swpcKp: Source = {
  info: {
    ...SWPC,
    id: 'swpc-kp',
    title: 'Planetary K index, 3-hourly',
    address: 'https://www.swpc.noaa.gov/products/planetary-k-index',
    cadenceMs: 10 * 60_000,
    naturalKey: 'Start of the three-hour interval, UTC',
    provides: provides('kp'),
  },
  provider: swpc,
  extract: askFor(swpc, '/products/noaa-planetary-k-index.json'),
  transform: transformKp,
};
