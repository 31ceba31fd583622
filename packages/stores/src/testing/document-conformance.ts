import {
  COLLECTION,
  COLLECTIONS,
  INSERT_ONLY_COLLECTIONS,
  type CollectionName,
  type DocumentRecord,
  DAY_MS,
  HOUR_MS,
} from '@orrery/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentStore } from '../ports/index.ts';
import type { StoreFactory, StoreHarness } from './harness.ts';

const START_MS = Date.UTC(2024, 4, 10);
const LARGE = 10_000;
const RUNS = 20;

/** A document with everything that a test does not care about filled in. */
export function documentRecord(
  collection: CollectionName,
  id: string,
  changes: Partial<DocumentRecord> = {},
): DocumentRecord {
  return {
    kind: 'document',
    collection,
    id,
    timeMs: START_MS,
    timeEndMs: null,
    title: `title of ${id}`,
    linked: [],
    body: '{"class":"X5.8","note":"ü ☉ \\" \' 🌌"}',
    source: 'test',
    retrievedAtMs: START_MS,
    ...changes,
  };
}

const ids = (documents: readonly DocumentRecord[]): readonly string[] => documents.map((document) => document.id);

/** Behaviour of every DocumentStore. Each test has a place of its own. */
export function describeDocumentStore(name: string, factory: StoreFactory<DocumentStore>): void {
  describe(`document store: ${name}`, () => {
    let harness: StoreHarness<DocumentStore>;
    let store: DocumentStore;
    let other: DocumentStore;

    beforeEach(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterEach(() => harness.dispose());

    it('returns documents unchanged, from their collection', async () => {
      await store.upsert([]);
      const all = COLLECTIONS.map((collection, i) =>
        documentRecord(collection, 'one', {
          linked: ['b', 'a', 'b'].slice(0, i % 4),
          timeEndMs: i % 2 ? START_MS + i : null,
        }),
      );
      await store.upsert(all);
      for (const [i, collection] of COLLECTIONS.entries()) {
        expect(await other.find(collection, {})).toEqual([all[i]]);
        expect(await other.count(collection)).toBe(1);
      }
    });

    it('keeps one document per key: a newer or equally new one replaces it, an older one does not', async () => {
      const at = (hours: number, title: string): DocumentRecord =>
        documentRecord('alert', 'a', { retrievedAtMs: START_MS + hours * HOUR_MS, title });
      const title = async (): Promise<string | undefined> => (await store.find('alert', {}))[0]?.title;
      await store.upsert([at(2, 'second')]);
      await store.upsert([at(1, 'first')]);
      expect(await title()).toBe('second');
      await store.upsert([at(2, 'second again')]);
      expect(await title()).toBe('second again');
      await store.upsert([at(4, 'fourth'), at(3, 'third')]);
      expect(await title()).toBe('fourth');
      await store.upsert([at(5, 'fifth'), at(5, 'fifth again')]);
      expect(await title()).toBe('fifth again');
      expect(await store.count('alert')).toBe(1);
    });

    it('replaces a document whose retrieval lies in the future: its clock was ahead', async () => {
      const nowMs = Date.now();
      await store.upsert([documentRecord('alert', 'a', { retrievedAtMs: nowMs + 365 * DAY_MS, title: 'ahead' })]);
      await other.upsert([documentRecord('alert', 'a', { retrievedAtMs: nowMs, title: 'corrected' })]);
      expect((await store.find('alert', {}))[0]?.title).toBe('corrected');
    });

    it('keeps in every collection that is not insert only the document retrieved last', async () => {
      const changing = COLLECTIONS.filter((collection) => COLLECTION[collection].keeps === 'latest');
      for (const hours of [2, 3, 1])
        await store.upsert(
          changing.map((collection) => documentRecord(collection, 'a', { retrievedAtMs: START_MS + hours * HOUR_MS })),
        );
      for (const collection of changing)
        expect((await other.find(collection, {}))[0]?.retrievedAtMs).toBe(START_MS + 3 * HOUR_MS);
    });

    it.each(INSERT_ONLY_COLLECTIONS)('keeps in %s the document that was written first', async (collection) => {
      const copy = (title: string, hours: number): DocumentRecord =>
        documentRecord(collection, 'a', {
          title,
          body: JSON.stringify({ title }),
          retrievedAtMs: START_MS + hours * HOUR_MS,
        });
      await store.upsert([copy('first', 3), copy('later in the batch', 4)]);
      const kept = await store.find(collection, {});
      expect(kept).toEqual([copy('first', 3)]);
      for (const hours of [2, 3, 9])
        await other.upsert([copy('again', hours), documentRecord(collection, 'b', { timeMs: START_MS - HOUR_MS })]);
      expect(await store.find(collection, { ids: ['a'] })).toEqual(kept);
      expect(ids(await store.find(collection, {}))).toEqual(['a', 'b']);
    });

    it.each(INSERT_ONLY_COLLECTIONS)('keeps in %s one of many concurrent writes, permanently', async (collection) => {
      const copies = Array.from({ length: 8 }, (_, i) =>
        documentRecord(collection, 'a', { title: `${i}`, retrievedAtMs: START_MS + i }),
      );
      await Promise.all(copies.map((copy, i) => (i % 2 ? store : other).upsert([copy])));
      const kept = await store.find(collection, {});
      expect(kept).toHaveLength(1);
      await other.upsert(copies);
      expect(await store.find(collection, {})).toEqual(kept);
    });

    it('finds what overlaps a range, ends included, newest first', async () => {
      await store.upsert([
        documentRecord('spaceWeatherEvent', 'before', {
          timeMs: START_MS - 9 * HOUR_MS,
          timeEndMs: START_MS - HOUR_MS,
        }),
        documentRecord('spaceWeatherEvent', 'touches start', { timeMs: START_MS - 8 * HOUR_MS, timeEndMs: START_MS }),
        documentRecord('spaceWeatherEvent', 'spans', {
          timeMs: START_MS - 7 * HOUR_MS,
          timeEndMs: START_MS + 99 * HOUR_MS,
        }),
        documentRecord('spaceWeatherEvent', 'instant', { timeMs: START_MS + HOUR_MS }),
        documentRecord('spaceWeatherEvent', 'at end', {
          timeMs: START_MS + 2 * HOUR_MS,
          timeEndMs: START_MS + 3 * HOUR_MS,
        }),
        documentRecord('spaceWeatherEvent', 'after', { timeMs: START_MS + 2 * HOUR_MS + 1 }),
      ]);
      const find = async (query: object): Promise<readonly string[]> =>
        ids(await store.find('spaceWeatherEvent', query));
      const [fromMs, toMs] = [START_MS, START_MS + 2 * HOUR_MS];
      expect(await find({ fromMs, toMs })).toEqual(['at end', 'instant', 'spans', 'touches start']);
      expect(await find({ fromMs, toMs, limit: 2 })).toEqual(['at end', 'instant']);
      expect(await find({ fromMs: toMs })).toEqual(['after', 'at end', 'spans']);
      expect(await find({ toMs: START_MS - HOUR_MS })).toEqual(['spans', 'touches start', 'before']);
      expect(await find({ ids: ['before', 'after', 'unknown'] })).toEqual(['after', 'before']);
      expect(await find({ ids: ['before', 'instant'], fromMs })).toEqual(['instant']);
      expect(await find({ ids: [] })).toEqual([]);
    });

    it('finds like brute force', async () => {
      let run = 0;
      const one = fc.record({
        start: fc.integer({ min: -9, max: 9 }),
        length: fc.option(fc.integer({ min: 0, max: 9 })),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(one, { maxLength: 20 }),
          fc.integer({ min: -10, max: 10 }),
          fc.integer({ min: -10, max: 10 }),
          async (spans, fromMs, toMs) => {
            run += 1;
            const documents = spans.map(({ start, length }, i) =>
              documentRecord('fireball', `${run}/${i}`, {
                timeMs: start,
                timeEndMs: length === null ? null : start + length,
              }),
            );
            await store.upsert(documents);
            const found = await store.find('fireball', { fromMs, toMs, ids: ids(documents) });
            const expected = documents.filter((d) => d.timeMs <= toMs && (d.timeEndMs ?? d.timeMs) >= fromMs);
            expect([...ids(found)].sort()).toEqual([...ids(expected)].sort());
            expect(found.map((d) => d.timeMs)).toEqual(expected.map((d) => d.timeMs).sort((a, b) => b - a));
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      );
    });

    it(`takes ${LARGE.toLocaleString('en')} documents at once, and twice`, async () => {
      const many = Array.from({ length: LARGE }, (_, i) =>
        documentRecord('elements', `${i}`, { timeMs: START_MS + i }),
      );
      await store.upsert(many);
      await store.upsert(many);
      expect(await other.count('elements')).toBe(LARGE);
      expect(ids(await other.find('elements', { limit: 3 }))).toEqual(['9999', '9998', '9997']);
      expect(ids(await other.find('elements', { ids: many.slice(0, 2000).map((d) => d.id) }))).toHaveLength(2000);
    });

    it('keeps the newest copy of each document under concurrent writers', async () => {
      const copies = Array.from({ length: 8 }, (_, copy) =>
        Array.from({ length: 100 }, (_, i) =>
          documentRecord('smallBody', `${i}`, { retrievedAtMs: START_MS + copy, title: `copy ${copy}` }),
        ),
      );
      await Promise.all(copies.map((copy, i) => (i % 2 ? store : other).upsert(copy)));
      const found = await store.find('smallBody', {});
      expect(found).toHaveLength(100);
      expect(new Set(found.map((document) => document.title))).toEqual(new Set(['copy 7']));
    });
  });
}
