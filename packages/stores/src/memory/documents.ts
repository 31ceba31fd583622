import type { CollectionName, DocumentRecord } from '@orrery/contract';
import { replacesStored } from '../latest.ts';
import type { DocumentStore } from '../ports/index.ts';
import { compareText } from './order.ts';

/** Documents in memory. */
export function createMemoryDocumentStore(): DocumentStore {
  const kept = new Map<CollectionName, Map<string, DocumentRecord>>();
  return {
    async upsert(documents) {
      for (const document of documents) {
        const own = kept.get(document.collection) ?? new Map<string, DocumentRecord>();
        kept.set(document.collection, own);
        const known = own.get(document.id);
        if (known === undefined || replacesStored(document, known)) own.set(document.id, structuredClone(document));
      }
    },
    async find(collection, { fromMs = -Infinity, toMs = Infinity, ids, limit }) {
      const wanted = ids === undefined ? null : new Set(ids);
      return [...(kept.get(collection)?.values() ?? [])]
        .filter(({ id, timeMs, timeEndMs }) => {
          const overlaps = timeMs <= toMs && (timeEndMs ?? timeMs) >= fromMs;
          return overlaps && (wanted === null || wanted.has(id));
        })
        .sort((a, b) => b.timeMs - a.timeMs || compareText(a.id, b.id))
        .slice(0, limit)
        .map((document) => structuredClone(document));
    },
    count: async (collection) => kept.get(collection)?.size ?? 0,
  };
}
