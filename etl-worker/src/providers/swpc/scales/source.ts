import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformScales } from './transform.ts';

export const swpcScales: Source = {
  info: {
    ...SWPC,
    id: 'swpc-scales',
    title: 'NOAA space weather scales',
    address: 'https://www.swpc.noaa.gov/noaa-scales-explanation',
    cadenceMs: 5 * 60_000,
    naturalKey: 'Scale and minute (observed) or day (predicted), UTC',
    provides: provides('noaaScaleR', 'noaaScaleS', 'noaaScaleG', 'r1r2Probability', 'r3Probability', 's1Probability'),
  },
  provider: swpc,
  extract: askFor(swpc, '/products/noaa-scales.json'),
  transform: transformScales,
};
