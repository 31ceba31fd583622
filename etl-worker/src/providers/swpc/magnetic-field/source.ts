import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformMagneticField } from './transform.ts';

export const swpcMagneticField: Source = {
  info: {
    ...SWPC,
    id: 'swpc-magnetic-field',
    title: 'Real-time solar wind: magnetic field',
    address: 'https://www.swpc.noaa.gov/products/real-time-solar-wind',
    cadenceMs: 5 * 60_000,
    politeness:
      'Asked every five minutes though there is something new every minute: an answer holds a day and 1.5 MB.',
    naturalKey: 'Minute at L1, UTC',
    provides: provides('bx', 'by', 'bz', 'bt'),
  },
  provider: swpc,
  extract: askFor(swpc, '/json/rtsw/rtsw_mag_1m.json'),
  transform: transformMagneticField,
};
