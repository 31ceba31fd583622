import { parseOmm, type ElementSet } from '@orrery/astro';
import { asOrreryError, type DocumentRecord, type Notice } from '@orrery/contract';
import { readable } from './documents.ts';
import { createElementsStore, type ElementsStore, type GroupElements } from './elements.ts';
import type { DocumentReader } from './readers.ts';

/**
 * Elements come every two hours: what is in memory is this old at the most, and a group that is missing is looked for
 * again soon.
 */
const MAX_AGE_MS = 120_000;
const MISSING_AGE_MS = 1_000;
/**
 * Epochs older than this before the fetch say little of where a satellite is; not to read them keeps years of history
 * out of the way.
 */
const MAX_EPOCH_AGE_MS = 30 * 86_400_000;

interface DocumentElementsOptions {
  readonly documents: Pick<DocumentReader, 'find' | 'unreadable'>;
  readonly groups: readonly string[];
  /** What must be said about the source beside the elements of a group. */
  readonly notices: (group: string) => Promise<readonly Notice[]>;
  /** Real time, for the age of what is in memory. */
  readonly realNow?: () => number;
}

/** The store as it was read at a moment. */
interface Snapshot {
  readonly groups: ReadonlyMap<string, Group>;
  /** The newest record of each satellite. */
  readonly newest: ReadonlyMap<number, DocumentRecord>;
}

interface Group {
  readonly retrievedAtMs: number;
  readonly noradIds: readonly number[];
}

/**
 * Mean elements from the collections `satelliteGroup` and `elements`: of each satellite in a group the newest epoch.
 */
export function createDocumentElements(options: DocumentElementsOptions): ElementsStore {
  const { documents, groups, notices, realNow = Date.now } = options;
  const loaded = new Map<string, GroupElements>();
  const built = new WeakMap<Group, GroupElements>();
  let kept: { readonly atMs: number; readonly snapshot: Promise<Snapshot> } | null = null;

  const snapshotWith = async (group: string): Promise<Snapshot> => {
    const ageMs = kept === null ? Infinity : realNow() - kept.atMs;
    const missing = kept !== null && ageMs > MISSING_AGE_MS && !(await kept.snapshot).groups.has(group);
    if (kept === null || ageMs > MAX_AGE_MS || missing) {
      const fresh = { atMs: realNow(), snapshot: readSnapshot(documents) };
      kept = fresh;
      fresh.snapshot.catch(() => (kept = kept === fresh ? null : kept));
    }
    return kept.snapshot;
  };

  const group = async (name: string): Promise<GroupElements> => {
    const snapshot = await snapshotWith(name);
    const members = snapshot.groups.get(name);
    const told = await notices(name);
    if (!members) {
      const text = `No elements of the group ${name} are here yet.`;
      return { elements: [], retrievedAtMs: null, notices: [...told, { severity: 'warning', text }] };
    }
    const elements = built.get(members) ?? build(name, members, snapshot, documents);
    built.set(members, elements);
    loaded.set(name, elements);
    return { ...elements, notices: [...elements.notices, ...told] };
  };
  return createElementsStore({ loaded, group }, groups);
}

async function readSnapshot(documents: Pick<DocumentReader, 'find' | 'unreadable'>): Promise<Snapshot> {
  const groups = new Map<string, Group>();
  for (const { record, body } of readable(documents, 'satelliteGroup', await documents.find('satelliteGroup', {})))
    groups.set(body.group, { retrievedAtMs: record.retrievedAtMs, noradIds: body.noradIds });
  if (groups.size === 0) return { groups, newest: new Map() };
  const oldestFetchMs = Math.min(...[...groups.values()].map(({ retrievedAtMs }) => retrievedAtMs));
  const recent = newestRecords(await documents.find('elements', { fromMs: oldestFetchMs - MAX_EPOCH_AGE_MS }));
  // Recordings may be much older than the day on which they are replayed.
  const newest = recent.size > 0 ? recent : newestRecords(await documents.find('elements', {}));
  return { groups, newest };
}

/** Ids are `<NORAD id>:<epoch>`. */
function newestRecords(records: readonly DocumentRecord[]): ReadonlyMap<number, DocumentRecord> {
  const newest = new Map<number, DocumentRecord>();
  for (const record of records) {
    const noradId = Number(record.id.split(':')[0]);
    const known = newest.get(noradId);
    if (!known || record.timeMs > known.timeMs) newest.set(noradId, record);
  }
  return newest;
}

function build(
  name: string,
  group: Group,
  { newest }: Snapshot,
  { unreadable }: Pick<DocumentReader, 'unreadable'>,
): GroupElements {
  const elements: ElementSet[] = [];
  const unread: string[] = [];
  let absent = 0;
  for (const noradId of group.noradIds) {
    const record = newest.get(noradId);
    if (!record) absent += 1;
    else {
      try {
        elements.push(parseOmm(JSON.parse(record.body)));
      } catch (error) {
        unread.push(`${record.id}: ${asOrreryError(error).message}`);
      }
    }
  }
  const notices: Notice[] = [];
  if (absent > 0)
    notices.push({ severity: 'warning', text: `${absent} satellites of ${name} have no recent elements.` });
  if (unread.length > 0) {
    unreadable('elements', unread.length);
    const text = `${unread.length} element records of ${name} cannot be used; the first: ${unread[0]}`;
    notices.push({ severity: 'warning', text });
  }
  return { elements, retrievedAtMs: group.retrievedAtMs, notices };
}
