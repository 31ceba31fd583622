import { INSERT_ONLY_COLLECTIONS, type CollectionName, type DocumentRecord } from '@orrery/contract';
import type { AnyBulkWriteOperation, Collection, Filter } from 'mongodb';
import { isLater, oneOfEachKey } from '../latest.ts';
import type { DocumentQuery, DocumentStore } from '../ports/index.ts';
import { onlyDuplicates, type Place, type StoredDocument } from './collections.ts';

/** Documents per request: a response with failures must stay below the 16 MB of a message. */
const PER_WRITE = 1000;

/** Documents in MongoDB, with one MongoDB collection per collection. */
export const createMongoDocumentStore = (place: Place): DocumentStore => ({
  upsert: (documents) => upsert(place, documents),
  find: (collection, query) => find(place, collection, query),
  count: (collection) => count(place, collection),
});

async function upsert(place: Place, documents: readonly DocumentRecord[]): Promise<void> {
  const byCollection = new Map<CollectionName, StoredDocument[]>();
  for (const document of oneOfEachKey(documents)) {
    const same = byCollection.get(document.collection);
    if (same) same.push(toStored(document));
    else byCollection.set(document.collection, [toStored(document)]);
  }
  for (const [collection, stored] of byCollection) {
    const write = INSERT_ONLY_COLLECTIONS.includes(collection) ? insertSome : upsertSome;
    for (let i = 0; i < stored.length; i += PER_WRITE)
      await write(place.documents(collection), stored.slice(i, i + PER_WRITE));
  }
}

/** Inserts documents; existing ones are unchanged. */
async function insertSome(collection: Collection<StoredDocument>, documents: readonly StoredDocument[]): Promise<void> {
  const inserts = documents.map((document) => ({ insertOne: { document } }));
  await collection.bulkWrite(inserts, { ordered: false }).catch(onlyDuplicates);
}

/**
 * Compare and set: a document is inserted if there was none, or replaces only the copy that was read. If another writer
 * was faster, all are compared again; that terminates, because of two colliding writers one has written.
 */
async function upsertSome(collection: Collection<StoredDocument>, documents: readonly StoredDocument[]): Promise<void> {
  for (let open = documents; open.length > 0; ) {
    const seen = await stampsOf(collection, open);
    open = open.filter(({ _id, retrievedAtMs }) => !isLater(seen.get(_id) ?? -Infinity, retrievedAtMs));
    if (open.length === 0) return;
    const writes = open.map((document) => writeOver(document, seen.get(document._id)));
    const result = await collection.bulkWrite(writes, { ordered: false }).catch(onlyDuplicates);
    if (result !== null && result.insertedCount + result.matchedCount === open.length) return;
  }
}

async function stampsOf(
  collection: Collection<StoredDocument>,
  documents: readonly StoredDocument[],
): Promise<Map<string, number>> {
  const keys = documents.map((document) => document._id);
  const stored = await collection
    .find({ _id: { $in: keys } })
    .project<Pick<StoredDocument, '_id' | 'retrievedAtMs'>>({ retrievedAtMs: 1 })
    .toArray();
  return new Map(stored.map(({ _id, retrievedAtMs }) => [_id, retrievedAtMs]));
}

function writeOver(document: StoredDocument, seenAtMs: number | undefined): AnyBulkWriteOperation<StoredDocument> {
  if (seenAtMs === undefined) return { insertOne: { document } };
  const { _id, ...replacement } = document;
  return { replaceOne: { filter: { _id, retrievedAtMs: seenAtMs }, replacement } };
}

/** Documents whose interval overlaps the range, newest first. */
async function find(place: Place, collection: CollectionName, query: DocumentQuery): Promise<DocumentRecord[]> {
  const { fromMs, toMs, ids, limit } = query;
  if (limit === 0) return [];
  const filter: Filter<StoredDocument> = {
    ...(toMs !== undefined && { timeMs: { $lte: toMs } }),
    ...(fromMs !== undefined && { endMs: { $gte: fromMs } }),
    ...(ids !== undefined && { _id: { $in: [...ids] } }),
  };
  const found = await place
    .documents(collection)
    .find(filter)
    .sort({ timeMs: -1, _id: 1 })
    // MongoDB takes 0 for no limit.
    .limit(limit ?? 0)
    .toArray();
  return found.map((document) => fromStored(collection, document));
}

/** An exact count, which the server's metadata count is not after a crash. */
async function count(place: Place, collection: CollectionName): Promise<number> {
  const { n } = await place.db.command({ count: collection, query: { _id: { $gt: '' } } });
  return Number(n);
}

function toStored({ kind: _kind, collection: _collection, id, ...rest }: DocumentRecord): StoredDocument {
  return { _id: id, endMs: rest.timeEndMs ?? rest.timeMs, ...rest };
}

function fromStored(collection: CollectionName, { _id, endMs: _endMs, ...rest }: StoredDocument): DocumentRecord {
  return { kind: 'document', collection, id: _id, ...rest };
}
