import { beforeEach, expect, it } from 'vitest';
import { createMemoryStores } from '@orrery/stores/memory';
import { rawResponse } from '../testing/sources.ts';
import { keepRaw, readRaw } from './raw.ts';

const AT_MS = Date.UTC(2026, 0, 1);
const RESPONSE = rawResponse('body', AT_MS);

let stores: ReturnType<typeof createMemoryStores>;
let puts: string[];
beforeEach(() => {
  const memory = createMemoryStores();
  puts = [];
  const put: typeof memory.blobs.put = async (id, ...rest) => {
    puts.push(id);
    await memory.blobs.put(id, ...rest);
  };
  stores = { ...memory, blobs: { ...memory.blobs, put } };
});

it('a response that comes again is written once, and both times of retrieval can be read', async () => {
  const first = await keepRaw(stores, 'wind', RESPONSE, AT_MS);
  const again = await keepRaw(stores, 'wind', { ...RESPONSE, retrievedAtMs: AT_MS + 1 }, AT_MS);
  expect(puts).toEqual([first.rawId]);
  expect(await stores.state.get(`raw:wind:${first.rawId}`)).toMatchObject({ retrievedAtMs: AT_MS + 1 });
  for (const kept of [first, again])
    expect(await readRaw(stores.blobs, kept)).toEqual({ ...RESPONSE, retrievedAtMs: kept.retrievedAtMs });
});

it('a response that is known and whose body is gone is written again', async () => {
  const { rawId } = await keepRaw(stores, 'wind', RESPONSE, AT_MS);
  await stores.blobs.delete([rawId]);
  await keepRaw(stores, 'wind', RESPONSE, AT_MS);
  expect(puts).toEqual([rawId, rawId]);
  expect((await readRaw(stores.blobs, { rawId, retrievedAtMs: AT_MS })).body).toBe('body');
});
