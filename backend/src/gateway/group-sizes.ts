import { readBody } from '@orrery/contract';
import type { Readers } from '../data/readers.ts';
import type { CostFacts } from './cost.ts';

/** Groups change every two hours; where there are none yet, they may come any moment. */
const MAX_AGE_MS = 60_000;
const NONE_AGE_MS = 1000;

/** How many satellites each group has, as last looked up; a store that is away leaves what was known before. */
export function createGroupSizes(documents: Pick<Readers['documents'], 'find'>): () => Promise<CostFacts> {
  let sizes: ReadonlyMap<string, number> = new Map();
  let readAtMs = -Infinity;
  const read = async (): Promise<void> => {
    const records = await documents.find('satelliteGroup', {});
    sizes = new Map(records.map((r) => [r.id, readBody('satelliteGroup', r.body).body?.noradIds.length ?? 0]));
  };
  return async () => {
    if (performance.now() - readAtMs > (sizes.size === 0 ? NONE_AGE_MS : MAX_AGE_MS)) {
      readAtMs = performance.now();
      await read().catch(() => undefined);
    }
    return { satellitesOf: (group) => sizes.get(group) ?? 0 };
  };
}
