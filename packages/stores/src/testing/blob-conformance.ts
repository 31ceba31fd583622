import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../ports/index.ts';
import type { StoreFactory, StoreHarness } from './harness.ts';

/** Above the 255 KB of a GridFS chunk several times over. */
const BLOB_BYTES = 3_000_001;

/** Behaviour of every BlobStore. Each test has a place of its own. */
export function describeBlobStore(name: string, factory: StoreFactory<BlobStore>): void {
  describe(`blob store: ${name}`, () => {
    let harness: StoreHarness<BlobStore>;
    let store: BlobStore;
    let other: BlobStore;

    beforeEach(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterEach(() => harness.dispose());

    it('keeps blobs by id; writing one again changes nothing', async () => {
      const content = Uint8Array.from({ length: BLOB_BYTES }, (_, i) => (i * 31 + (i >> 8)) & 255);
      expect(await store.get('sha256:big')).toBeNull();
      await store.put('sha256:big', content, { url: 'https://example.org/?a=1&b="2"', 'x.y$z': 'dotted' });
      await other.put('sha256:big', new Uint8Array([1]), { url: 'changed' });
      await store.put('sha256:empty', new Uint8Array(), {});
      const big = await other.get('sha256:big');
      expect(Buffer.compare(Buffer.from(big?.content ?? []), Buffer.from(content))).toBe(0);
      expect(big?.metadata).toEqual({ url: 'https://example.org/?a=1&b="2"', 'x.y$z': 'dotted' });
      expect((await other.get('sha256:empty'))?.content).toHaveLength(0);
    });

    it('removes blobs, and takes one of the same id again', async () => {
      for (const id of ['a', 'b', 'c']) await store.put(id, new Uint8Array(300_000).fill(1), {});
      await other.delete(['a', 'c', 'unknown']);
      await store.delete([]);
      expect(await store.get('a')).toBeNull();
      expect((await store.get('b'))?.content).toHaveLength(300_000);
      await store.put('a', new Uint8Array([7]), { again: 'yes' });
      const again = await other.get('a');
      expect([...(again?.content ?? [])]).toEqual([7]);
      expect(again?.metadata).toEqual({ again: 'yes' });
    });

    it('accepts one blob from concurrent writers', async () => {
      const content = new TextEncoder().encode('raw');
      await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? store : other).put('raw', content, { a: 'b' })));
      expect(new TextDecoder().decode((await store.get('raw'))?.content)).toBe('raw');
    });
  });
}
