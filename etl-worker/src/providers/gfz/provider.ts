import { retrying } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

export const gfz = {
  id: 'gfz',
  name: 'GFZ',
  address: 'https://kp.gfz.de',
  policy: retrying(),
  recording,
} as const satisfies Provider;

export const GFZ: Publisher = {
  publisher: 'GFZ Helmholtz Centre for Geosciences, Potsdam',
  terms: 'CC BY 4.0, cite Matzka et al. 2021 (doi:10.1029/2020SW002641); sunspot numbers are SILSO’s, CC BY-NC 4.0.',
  politeness: 'Only the last days are asked for; the whole record comes from files with "orrery load".',
};
