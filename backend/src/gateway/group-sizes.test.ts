import { createMemoryStores } from '@orrery/stores/memory';
import { expect, it } from 'vitest';
import { stationsOf } from '../testing/filled-stores.ts';
import { createGroupSizes } from './group-sizes.ts';

it.each([
  ['none', [], 0],
  ['one', stationsOf(0), 1],
])('with %s group stored, the store is asked once for many requests', async (_, documents, satellites) => {
  const stores = createMemoryStores();
  await stores.documents.upsert(documents);
  let asked = 0;
  const find: typeof stores.documents.find = (collection, query) => {
    asked += 1;
    return stores.documents.find(collection, query);
  };
  const sizes = createGroupSizes({ find });
  for (let i = 0; i < 20; i++) expect((await sizes()).satellitesOf('stations')).toBe(satellites);
  expect(asked).toBe(1);
});
