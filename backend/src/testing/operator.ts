import { OrreryError } from '@orrery/contract';
import { createMemoryStateStore } from '@orrery/stores/memory';
import { createKey, listKeys, revokeKey } from '../access/keys.ts';
import type { Operator } from '../data/operator.ts';

export const STOP = { provider: 'celestrak', url: 'https://celestrak.org/a', status: 403, atMs: 1 };

/** An operator with one stopped provider and keys in memory; it tells how often the provider was resumed. */
export function recordingOperator(state = createMemoryStateStore()): Operator & { readonly resumed: string[] } {
  const resumed: string[] = [];
  return {
    resumed,
    stops: async () => (resumed.length > 0 ? [] : [STOP]),
    resume: async (provider) => {
      if (provider !== 'celestrak') throw new OrreryError('unknownName', `No provider ${provider}.`);
      return resumed.push(provider) === 1;
    },
    keys: () => listKeys(state),
    createKey: (name, terms) => createKey(state, name, terms, Date.now()),
    revokeKey: (name) => revokeKey(state, name),
  };
}
