import { retrying } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

export const iers = {
  id: 'iers',
  name: 'IERS',
  address: 'https://datacenter.iers.org',
  policy: retrying({ timeoutMs: 60_000 }),
  recording,
} as const satisfies Provider;

export const IERS: Publisher = {
  publisher: 'International Earth Rotation and Reference Systems Service (IERS)',
  terms: 'Free use with acknowledgement of IERS.',
  politeness: 'Only the last and next 90 days; the record since 1973 comes from finals2000A.all with "orrery load".',
};
