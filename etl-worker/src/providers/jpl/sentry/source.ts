import type { Source } from '../../source.ts';
import { jpl, JPL } from '../provider.ts';
import { askFor } from '../../ask.ts';
import { transformSentry } from './transform.ts';

export const jplSentry: Source = {
  info: {
    ...JPL,
    id: 'jpl-sentry',
    title: 'Impact risks',
    publisher: 'NASA/JPL CNEOS, Sentry',
    address: 'https://ssd-api.jpl.nasa.gov/doc/sentry.html',
    cadenceMs: 12 * 3_600_000,
    naturalKey: 'Designation',
    provides: [{ name: 'sentryObject', unit: 'none', title: 'Impact risks: probability, Palermo and Torino scales' }],
  },
  provider: jpl,
  extract: askFor(jpl, '/sentry.api'),
  transform: transformSentry,
};
