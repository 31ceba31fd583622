import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformF107 } from './transform.ts';

export const swpcF107: Source = {
  info: {
    ...SWPC,
    id: 'swpc-f107',
    title: 'F10.7 solar radio flux',
    address: 'https://www.swpc.noaa.gov/phenomena/f107-cm-radio-emissions',
    cadenceMs: 2 * 3_600_000,
    naturalKey: 'Day, UTC (the noon measurement)',
    provides: provides('f107'),
  },
  provider: swpc,
  extract: askFor(swpc, '/json/f107_cm_flux.json', '/products/summary/10cm-flux.json'),
  transform: transformF107,
};
