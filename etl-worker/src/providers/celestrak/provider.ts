import { once } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

/**
 * CelesTrak publishes every 2 h and asks for one download an update
 * (celestrak.org/NORAD/documentation/gp-data-formats.php, "usage policy").
 */
const INTERVAL_MS = 2 * 3_600_000;

export const celestrak = {
  id: 'celestrak',
  name: 'CelesTrak',
  address: 'https://celestrak.org',
  policy: once(INTERVAL_MS, { timeoutMs: 60_000 }),
  recording,
} as const satisfies Provider;

export const CELESTRAK: Publisher = {
  publisher: 'CelesTrak (Dr. T. S. Kelso)',
  terms: 'Free use with attribution to CelesTrak.',
  politeness:
    'One pull in two hours at most, one attempt; any answer but 200 stops every pull until a person has looked.',
};
