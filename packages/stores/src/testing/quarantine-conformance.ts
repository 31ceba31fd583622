import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QuarantineStore } from '../ports/index.ts';
import type { StoreFactory, StoreHarness } from './harness.ts';

/** Behaviour of every QuarantineStore. Each test has a place of its own. */
export function describeQuarantineStore(name: string, factory: StoreFactory<QuarantineStore>): void {
  describe(`quarantine store: ${name}`, () => {
    let harness: StoreHarness<QuarantineStore>;
    let store: QuarantineStore;
    let other: QuarantineStore;

    beforeEach(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterEach(() => harness.dispose());

    it('quarantines a record once, and shows the newest first', async () => {
      const record = (id: string, source: string, atMs: number) => ({
        id,
        source,
        reason: `reason ${id}`,
        raw: `{"${id}"`,
        atMs,
      });
      await store.add([]);
      await store.add([record('a', 'x', 1), record('b', 'y', 2), record('a', 'x', 1)]);
      await other.add([record('a', 'x', 9), record('c', 'x', 3)]);
      const all = await store.list({});
      expect(all.map((r) => r.id).sort()).toEqual(['a', 'b', 'c']);
      expect(await store.list({ source: 'x', limit: 9 })).toEqual([record('c', 'x', 3), record('a', 'x', 1)]);
      expect(await store.list({ source: 'y' })).toEqual([record('b', 'y', 2)]);
      const times = all.map((r) => r.atMs);
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(await store.list({ limit: 1 })).toEqual([all[0]]);
    });
  });
}
