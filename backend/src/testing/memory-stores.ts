import type { DocumentRecord, Observation, QuarantinedRecord } from '@orrery/contract';
import type { StateEntry, Stores } from '@orrery/stores';
import { createMemoryStores } from '@orrery/stores/memory';
import { fill } from './fill.ts';

/** What a test wants the stores to hold. */
export interface MemoryStores {
  readonly observations: Observation[];
  readonly documents: DocumentRecord[];
  readonly quarantine: QuarantinedRecord[];
  readonly state: StateEntry[];
}

export const emptyStores = (): MemoryStores => ({ observations: [], documents: [], quarantine: [], state: [] });

/** Stores in memory that hold what the lists do now. */
export async function storesOver(lists: MemoryStores): Promise<Stores> {
  const stores = createMemoryStores();
  await fill(stores, lists);
  return stores;
}
