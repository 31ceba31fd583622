import type { StateEntry, StateStore } from '../ports/index.ts';
import type { Place } from './collections.ts';

/** State of the system in a collection of MongoDB. */
export const createMongoStateStore = (place: Place): StateStore => ({
  put: (key, value, atMs) => put(place, key, value, atMs),
  get: (key) => get(place, key),
  list: (prefix, limit, untilMs) => list(place, prefix, limit, untilMs),
  delete: async (keys, untilMs) =>
    void (await place.state.deleteMany({ _id: { $in: [...keys] }, atMs: { $lte: untilMs } })),
});

async function put(place: Place, key: string, value: unknown, atMs: number): Promise<void> {
  await place.state.updateOne({ _id: key }, { $set: { json: JSON.stringify(value), atMs } }, { upsert: true });
}

async function get(place: Place, key: string): Promise<unknown> {
  const found = await place.state.findOne({ _id: key });
  return found === null ? null : JSON.parse(found.json);
}

async function list(place: Place, prefix: string, limit: number, untilMs?: number): Promise<StateEntry[]> {
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
