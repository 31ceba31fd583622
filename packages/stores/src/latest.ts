import { INSERT_ONLY_COLLECTIONS, isTrusted, type DocumentRecord, type Observation } from '@orrery/contract';

/**
 * One point per natural key: the one retrieved last, of equals the last. If no key occurs twice, the points themselves
 * are returned.
 */
export function latestOfKeys(points: readonly Observation[]): readonly Observation[] {
  if (areInOrder(points)) return points;
  const latest = new Map<string, Observation>();
  for (const point of points) {
    const key = `${point.timeMs} ${point.revision} ${point.series}`;
    const known = latest.get(key);
    if (known === undefined || known.retrievedAtMs <= point.retrievedAtMs) latest.set(key, point);
  }
  return latest.size === points.length ? points : [...latest.values()];
}

/**
 * Whether each point is later than the previous one of its series and revision, so that no key occurs twice. Most
 * batches are like this, and it is checked without building a key for each point, which would take longer than writing
 * the lines for InfluxDB.
 */
function areInOrder(points: readonly Observation[]): boolean {
  const lastMs = new Map<string, number>();
  let [series, revision, last] = ['', '', -Infinity];
  for (const point of points) {
    if (point.series !== series || point.revision !== revision) {
      lastMs.set(`${revision} ${series}`, last);
      ({ series, revision } = point);
      last = lastMs.get(`${revision} ${series}`) ?? -Infinity;
    }
    if (point.timeMs <= last) return false;
    last = point.timeMs;
  }
  return true;
}

/**
 * One document per key: the one retrieved last, of equals the last; in an insert-only collection the first. In the
 * order of the first document of each key.
 */
export function oneOfEachKey(documents: readonly DocumentRecord[]): readonly DocumentRecord[] {
  const kept = new Map<string, DocumentRecord>();
  for (const document of documents) {
    const key = `${document.collection}:${document.id}`;
    const known = kept.get(key);
    if (known === undefined || replaces(document, known)) kept.set(key, document);
  }
  return [...kept.values()];
}

/** Whether a document replaces one of its key in the same write. */
const replaces = (document: DocumentRecord, other: Pick<DocumentRecord, 'retrievedAtMs'>): boolean =>
  !INSERT_ONLY_COLLECTIONS.includes(document.collection) && document.retrievedAtMs >= other.retrievedAtMs;

/** Whether a document replaces a stored one of its key: also one whose retrieval lies in the future. */
export const replacesStored = (document: DocumentRecord, { retrievedAtMs }: DocumentRecord): boolean =>
  !INSERT_ONLY_COLLECTIONS.includes(document.collection) && !isLater(retrievedAtMs, document.retrievedAtMs);

/** Whether a stored retrieval was later than another (epoch ms); one in the future of this machine was not. */
export const isLater = (storedMs: number, otherMs: number): boolean =>
  storedMs > otherMs && isTrusted(storedMs, Date.now());

/** Whether a stored point stays: it was retrieved later, or has the same value and a time that can be believed. */
export const stays = (stored: Observation, other: Observation): boolean =>
  isTrusted(stored.retrievedAtMs, Date.now()) &&
  (stored.retrievedAtMs > other.retrievedAtMs || stored.value === other.value);
