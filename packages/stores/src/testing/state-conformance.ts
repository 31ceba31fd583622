import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateStore } from '../ports/index.ts';
import type { StoreFactory, StoreHarness } from './harness.ts';

const START_MS = Date.UTC(2024, 4, 10);

/** Behaviour of every StateStore. Each test has a place of its own. */
export function describeStateStore(name: string, factory: StoreFactory<StateStore>): void {
  describe(`state store: ${name}`, () => {
    let harness: StoreHarness<StateStore>;
    let store: StateStore;
    let other: StateStore;

    beforeEach(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterEach(() => harness.dispose());

    it('lists and removes state up to a time, and keeps what has been put again since', async () => {
      for (const [i, key] of ['a.1', 'a.2', 'a.3', 'b.1'].entries()) await store.put(key, i, START_MS + i);
      await store.put('a.1', 'again', START_MS + 9);
      const keys = async (untilMs?: number): Promise<readonly string[]> =>
        (await other.list('a.', 9, untilMs)).map(({ key }) => key);
      expect(await keys(START_MS + 1)).toEqual(['a.2']);
      expect(await keys(START_MS + 2)).toEqual(['a.3', 'a.2']);
      await other.delete(['a.1', 'a.2', 'b.1', 'unknown'], START_MS + 2);
      await other.delete([], START_MS + 99);
      expect(await keys()).toEqual(['a.1', 'a.3']);
      expect(await store.get('b.1')).toBe(3);
    });

    it('keeps state by key: any JSON, the last one put', async () => {
      expect(await store.get('unknown')).toBeNull();
      const values = [{ a: [1, null, 'ü'], 'b.c': { $d: true } }, [], 0, '', false, null, 'text', 1.5];
      for (const [i, value] of values.entries()) {
        await store.put('key', value, START_MS + i);
        expect(await other.get('key')).toEqual(value);
      }
    });

    it('lists state by prefix, literally, newest first', async () => {
      for (const [i, key] of ['run.a', 'run.b', 'runXa', 'run%', 'run_c', 'other', 'run.c'].entries())
        await store.put(key, { i }, START_MS + i);
      await store.put('run.a', { i: 'again' }, START_MS + 99);
      expect(await other.list('run.', 9)).toEqual([
        { key: 'run.a', value: { i: 'again' }, atMs: START_MS + 99 },
        { key: 'run.c', value: { i: 6 }, atMs: START_MS + 6 },
        { key: 'run.b', value: { i: 1 }, atMs: START_MS + 1 },
      ]);
      expect((await store.list('run', 3)).map((entry) => entry.key)).toEqual(['run.a', 'run.c', 'run_c']);
      expect((await store.list('run%', 9)).map((entry) => entry.key)).toEqual(['run%']);
      expect((await store.list('', 99)).map((entry) => entry.key)).toHaveLength(7);
    });
  });
}
