import type { CollectionName, DocumentRecord } from '@orrery/contract';

/** Conditions of a search: a document matches if it meets all given ones. */
export interface DocumentQuery {
  /** Documents that end at this time or later, epoch ms. */
  readonly fromMs?: number;
  /** Documents that begin at this time or earlier, epoch ms. */
  readonly toMs?: number;
  readonly ids?: readonly string[];
  /** Largest number of documents, newest first. */
  readonly limit?: number;
}

/**
 * Hierarchical documents (MongoDB; embedded; memory). Idempotent by collection and id, one document per key: the one
 * retrieved last, or, in the `INSERT_ONLY_COLLECTIONS` of the contract, the one written first.
 */
export interface DocumentStore {
  /**
   * Writes documents. A stored one of the same key is replaced unless it was retrieved later; in insert-only
   * collections it stays. The same holds for documents of one key in one call.
   */
  upsert(documents: readonly DocumentRecord[]): Promise<void>;
  /**
   * Documents whose interval overlaps the range, ends included; a document without an end is an instant. Newest first,
   * those of the same time in order of the id.
   */
  find(collection: CollectionName, query: DocumentQuery): Promise<readonly DocumentRecord[]>;
  /** Number of documents of the collection. */
  count(collection: CollectionName): Promise<number>;
}
