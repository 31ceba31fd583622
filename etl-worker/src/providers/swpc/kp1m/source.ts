import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformKp1m } from './transform.ts';

export const swpcKp1m: Source = {
  info: {
    ...SWPC,
    id: 'swpc-kp1m',
    title: 'Estimated planetary K index, every minute',
    address: 'https://www.swpc.noaa.gov/products/station-k-and-indices',
    cadenceMs: 60_000,
    naturalKey: 'Minute, UTC',
    provides: provides('estimatedKp'),
  },
  provider: swpc,
  extract: askFor(swpc, '/json/planetary_k_index_1m.json'),
  transform: transformKp1m,
};
