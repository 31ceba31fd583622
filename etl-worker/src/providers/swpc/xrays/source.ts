import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askForGoes } from '../goes.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformXrays } from './transform.ts';

export const swpcXrays: Source = {
  info: {
    ...SWPC,
    id: 'swpc-xrays',
    title: 'GOES X-rays',
    address: 'https://www.swpc.noaa.gov/products/goes-x-ray-flux',
    cadenceMs: 60_000,
    politeness: 'The six-hour file, longer ones only to close a break.',
    naturalKey: 'Channel and minute, UTC',
    provides: provides('xrayFlux', 'xrayFluxShort'),
  },
  provider: swpc,
  extract: askForGoes('xrays'),
  transform: transformXrays,
};
