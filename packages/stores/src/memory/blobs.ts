import type { Blob, BlobStore } from '../ports/index.ts';

/** Blobs in memory. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Blob>();
  const copyOf = ({ content, metadata }: Blob): Blob => ({ content: content.slice(), metadata: { ...metadata } });
  return {
    async put(id, content, metadata) {
      if (!blobs.has(id)) blobs.set(id, copyOf({ content: new Uint8Array(content), metadata }));
    },
    async get(id) {
      const blob = blobs.get(id);
      return blob === undefined ? null : copyOf(blob);
    },
    async delete(ids) {
      for (const id of ids) blobs.delete(id);
    },
  };
}
