import { withQuota } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

export const nasa = {
  id: 'nasa',
  name: 'NASA',
  address: 'https://api.nasa.gov',
  policy: withQuota({ timeoutMs: 60_000 }),
  recording,
} as const satisfies Provider;

export const NASA: Publisher = {
  publisher: 'NASA',
  terms: 'Public domain (U.S. Government work); NASA is to be named.',
  politeness: 'The hourly quota of the API key is kept (DEMO_KEY: 30 an hour, 50 a day), as is Retry-After.',
};
