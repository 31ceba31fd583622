import { DAY_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../testing/filled-stores.ts';
import { ISS } from '../testing/iss.ts';
import { storesOver } from '../testing/fill.ts';
import { emptyStores, type StoreLists } from '../testing/store-lists.ts';
import { createDocumentElements } from './document-elements.ts';

const FETCHED = Date.parse('2025-05-25T06:00:00Z');

const omm = (noradId: number, epoch: string, more: object = {}) =>
  documentOf('elements', `${noradId}:${epoch}`, Date.parse(`${epoch}Z`), {
    ...ISS,
    NORAD_CAT_ID: noradId,
    EPOCH: epoch,
    ...more,
  });
const group = (name: string, noradIds: readonly number[], retrievedAtMs = FETCHED) =>
  documentOf('satelliteGroup', name, retrievedAtMs, { group: name, noradIds }, { retrievedAtMs });

function filled(): StoreLists {
  const stores = emptyStores();
  stores.documents.push(
    omm(25544, '2025-05-24T12:00:00'),
    omm(25544, '2025-05-24T20:00:00'),
    omm(48274, '2025-05-24T10:00:00', { OBJECT_NAME: 'CSS (TIANHE)' }),
    group('stations', [25544, 48274]),
    group('visual', [25544]),
  );
  return stores;
}

async function elementsOf(stores: StoreLists, clock = { ms: 0 }) {
  const asked: string[] = [];
  const unreadable: [string, number][] = [];
  const { documents } = await storesOver(stores);
  const find: typeof documents.find = (collection, query) => {
    asked.push(collection);
    return documents.find(collection, query);
  };
  const store = createDocumentElements({
    documents: { find, unreadable: (...told) => void unreadable.push(told) },
    groups: ['stations', 'visual', 'goes'],
    notices: async () => [],
    realNow: () => clock.ms,
  });
  return { store, asked, documents, unreadable };
}

describe('elements from documents', () => {
  it('are the newest epoch of each satellite of the group', async () => {
    const { elements, retrievedAtMs, notices } = await (await elementsOf(filled())).store.group('stations');
    expect(elements.map((e) => [e.noradId, e.epochMs])).toEqual([
      [25544, Date.parse('2025-05-24T20:00:00Z')],
      [48274, Date.parse('2025-05-24T10:00:00Z')],
    ]);
    expect({ retrievedAtMs, notices }).toEqual({ retrievedAtMs: FETCHED, notices: [] });
  });

  it('are found by number and by name', async () => {
    const { found, complete } = await (await elementsOf(filled())).store.find([25544, 'css']);
    expect([...found.values()].map((e) => e.noradId)).toEqual([25544, 48274]);
    expect(complete).toBe(true);
  });

  it('are read once for all groups, and again after two minutes', async () => {
    const clock = { ms: 0 };
    const { store, asked } = await elementsOf(filled(), clock);
    await Promise.all([store.group('stations'), store.group('visual')]);
    expect(asked).toEqual(['satelliteGroup', 'elements']);
    clock.ms = 120_001;
    await store.group('visual');
    expect(asked).toHaveLength(4);
  });

  it('of a group that is not here yet say so, and are looked for again soon', async () => {
    const clock = { ms: 0 };
    const stores = filled();
    const { store, documents } = await elementsOf(stores, clock);
    expect(await store.group('goes')).toMatchObject({
      elements: [],
      retrievedAtMs: null,
      notices: [{ text: 'No elements of the group goes are here yet.' }],
    });
    await documents.upsert([group('goes', [25544])]);
    clock.ms = 1_001;
    expect((await store.group('goes')).elements).toHaveLength(1);
  });

  it('leave out what is too old to say where a satellite is, and what cannot be propagated, and say both', async () => {
    const stores = filled();
    stores.documents.push(
      omm(7, new Date(FETCHED - 40 * DAY_MS).toISOString().slice(0, 19)),
      omm(8, '2025-05-24T00:00:00', { ECCENTRICITY: 2 }),
    );
    stores.documents.push(group('goes', [7, 8, 25544]));
    const { store, unreadable } = await elementsOf(stores);
    const { elements, notices } = await store.group('goes');
    expect(unreadable).toEqual([['elements', 1]]);
    expect(elements).toHaveLength(1);
    expect(notices.map(({ text }) => text)).toEqual([
      '1 satellites of goes have no recent elements.',
      expect.stringMatching(/1 element records of goes cannot be used; the first: 8:.*ECCENTRICITY/),
    ]);
  });

  it('of recordings much older than their replay are still given', async () => {
    const stores = filled();
    stores.documents.splice(3, 2, group('stations', [25544], FETCHED + 400 * DAY_MS));
    expect((await (await elementsOf(stores)).store.group('stations')).elements).toHaveLength(1);
  });
});
