import { retrying } from '../../http/policy.ts';
import type { Provider } from '../provider.ts';
import type { Publisher } from '../source.ts';
import { recording } from './recording.ts';

/** ssd-api.jpl.nasa.gov/doc: "one request at a time"; large answers of cad.api take their time. */
export const jpl = {
  id: 'jpl',
  name: 'JPL',
  address: 'https://ssd-api.jpl.nasa.gov',
  policy: retrying({ timeoutMs: 90_000 }),
  recording,
} as const satisfies Provider;

export const JPL: Publisher = {
  publisher: 'NASA/JPL-Caltech, Solar System Dynamics and Center for Near-Earth Object Studies',
  terms: 'Free with acknowledgement of NASA/JPL-Caltech (U.S. Government funded).',
  politeness: 'One request at a time, as JPL asks; retries with growing pauses, Retry-After is kept.',
};
