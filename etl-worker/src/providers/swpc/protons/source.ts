import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askForGoes } from '../goes.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformProtons } from './transform.ts';

export const swpcProtons: Source = {
  info: {
    ...SWPC,
    id: 'swpc-protons',
    title: 'GOES integral protons',
    address: 'https://www.swpc.noaa.gov/products/goes-proton-flux',
    cadenceMs: 5 * 60_000,
    politeness: 'The six-hour file, longer ones only to close a break.',
    naturalKey: 'Energy and five-minute interval, UTC',
    provides: provides(
      'protonFlux',
      'protonFlux1',
      'protonFlux5',
      'protonFlux30',
      'protonFlux50',
      'protonFlux60',
      'protonFlux100',
      'protonFlux500',
    ),
  },
  provider: swpc,
  extract: askForGoes('integral-protons'),
  transform: transformProtons,
};
