import type { QuarantinedRecord } from '@orrery/contract';
import type { QuarantineQuery, QuarantineStore } from '../ports/index.ts';
import { onlyDuplicates, type Place } from './collections.ts';

/** Quarantine in a collection of MongoDB. */
export const createMongoQuarantineStore = (place: Place): QuarantineStore => ({
  add: (records) => add(place, records),
  list: (query) => list(place, query),
});

async function add(place: Place, records: readonly QuarantinedRecord[]): Promise<void> {
  const firsts = new Map([...records].reverse().map((record) => [record.id, record]));
  if (firsts.size === 0) return;
  const inserts = [...firsts.values()].map(({ id, ...rest }) => ({ insertOne: { document: { _id: id, ...rest } } }));
  // Existing records are unchanged.
  await place.quarantine.bulkWrite(inserts, { ordered: false }).catch(onlyDuplicates);
}

async function list(place: Place, { source, limit }: QuarantineQuery): Promise<QuarantinedRecord[]> {
  if (limit === 0) return [];
  const found = await place.quarantine
    .find(source === undefined ? {} : { source })
    .sort({ atMs: -1, _id: 1 })
    .limit(limit ?? 0)
    .toArray();
  return found.map(({ _id, source, reason, raw, atMs }) => ({ id: _id, source, reason, raw, atMs }));
}
