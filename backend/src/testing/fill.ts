import type { Stores } from '@orrery/stores';
import { createMemoryStores } from '@orrery/stores/memory';
import type { StoreLists } from './store-lists.ts';

/** Writes lists into real stores through their ports, as the sinks and the worker do. */
export async function fill(stores: Stores, lists: StoreLists): Promise<void> {
  await stores.series.write(lists.observations);
  await stores.archive.archive(lists.observations);
  await stores.documents.upsert(lists.documents);
  await stores.quarantine.add(lists.quarantine);
  for (const { key, value, atMs } of lists.state) await stores.state.put(key, value, atMs);
}

/** Stores in memory that hold what the lists do now. */
export async function storesOver(lists: StoreLists): Promise<Stores> {
  const stores = createMemoryStores();
  await fill(stores, lists);
  return stores;
}
