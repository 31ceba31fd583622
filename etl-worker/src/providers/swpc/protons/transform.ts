import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformGoes } from '../goes.ts';

/** GOES integral protons, five minutes, all energies served. `protonFlux` is the one of the NOAA S scale, >=10 MeV. */
export const transformProtons = (raw: RawText): Transformed =>
  transformGoes(raw, 'swpc-protons', 'the GOES integral protons', {
    '>=1 MeV': 'protonFlux1',
    '>=5 MeV': 'protonFlux5',
    '>=10 MeV': 'protonFlux',
    '>=30 MeV': 'protonFlux30',
    '>=50 MeV': 'protonFlux50',
    '>=60 MeV': 'protonFlux60',
    '>=100 MeV': 'protonFlux100',
    '>=500 MeV': 'protonFlux500',
  });
