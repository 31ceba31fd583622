import type { QuarantinedRecord } from '@orrery/contract';
import type { DocumentStore } from '../ports.ts';
import { deleteBlobs, getBlob, putBlob } from './blobs.ts';
import { onlyDuplicates, openPlace, type MongoConfig, type Place } from './collections.ts';
import { countDocuments, findDocuments, upsertDocuments } from './documents.ts';

/**
 * Documents, blobs, quarantine and state in MongoDB, by find, insert, update, upsert, indexes and GridFS only: what
 * every server that speaks its protocol has. @throws OrreryError notReady when the server does not answer
 */
export async function openMongoDocumentStore(config: MongoConfig): Promise<DocumentStore> {
  const place = await openPlace(config);
  return {
    name: 'MongoDB',
    stop: () => place.client.close(),
    upsert: (documents) => upsertDocuments(place, documents),
    find: (collection, query) => findDocuments(place, collection, query),
    count: (collection) => countDocuments(place, collection),
    putBlob: (id, content, metadata) => putBlob(place, id, content, metadata),
    getBlob: (id) => getBlob(place, id),
    deleteBlobs: (ids) => deleteBlobs(place, ids),
    quarantine: (records) => quarantine(place, records),
    quarantined: (query) => quarantined(place, query),
    putState: (key, value, atMs) => putState(place, key, value, atMs),
    getState: (key) => getState(place, key),
    listState: (prefix, limit, untilMs) => listState(place, prefix, limit, untilMs),
    deleteState: async (keys, untilMs) =>
      void (await place.state.deleteMany({ _id: { $in: [...keys] }, atMs: { $lte: untilMs } })),
  };
}

async function quarantine(place: Place, records: readonly QuarantinedRecord[]): Promise<void> {
  const firsts = new Map([...records].reverse().map((record) => [record.id, record]));
  if (firsts.size === 0) return;
  const inserts = [...firsts.values()].map(({ id, ...rest }) => ({ insertOne: { document: { _id: id, ...rest } } }));
  // What is there already stays as it is.
  await place.quarantine.bulkWrite(inserts, { ordered: false }).catch(onlyDuplicates);
}

async function quarantined(
  place: Place,
  { source, limit }: { source?: string; limit?: number },
): Promise<QuarantinedRecord[]> {
  if (limit === 0) return [];
  const found = await place.quarantine
    .find(source === undefined ? {} : { source })
    .sort({ atMs: -1, _id: 1 })
    .limit(limit ?? 0)
    .toArray();
  return found.map(({ _id, source, reason, raw, atMs }) => ({ id: _id, source, reason, raw, atMs }));
}

async function putState(place: Place, key: string, value: unknown, atMs: number): Promise<void> {
  await place.state.updateOne({ _id: key }, { $set: { json: JSON.stringify(value), atMs } }, { upsert: true });
}

async function getState(place: Place, key: string): Promise<unknown> {
  const found = await place.state.findOne({ _id: key });
  return found === null ? null : JSON.parse(found.json);
}

async function listState(
  place: Place,
  prefix: string,
  limit: number,
  untilMs?: number,
): Promise<{ key: string; value: unknown; atMs: number }[]> {
  if (limit === 0) return [];
  const literal = prefix.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const found = await place.state
    .find({
      ...(prefix === '' ? {} : { _id: { $regex: `^${literal}` } }),
      ...(untilMs === undefined ? {} : { atMs: { $lte: untilMs } }),
    })
    .sort({ atMs: -1, _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, json, atMs }) => ({ key: _id, value: JSON.parse(json), atMs }));
}
