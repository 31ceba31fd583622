import { retrying } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

export const swpc = {
  id: 'swpc',
  name: 'SWPC',
  address: 'https://services.swpc.noaa.gov',
  policy: retrying(),
  recording,
} as const satisfies Provider;

export const SWPC: Publisher = {
  publisher: 'NOAA Space Weather Prediction Center',
  terms: 'Public domain (U.S. Government work); NOAA SWPC is to be named.',
  politeness: 'One request at a time with the validators of the last answer, so that nothing new costs a 304.',
};
