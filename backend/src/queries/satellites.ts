import type { ElementSet } from '@orrery/astro';
import { DAY_MS, OrreryError, withNotices, type Frame, type Notice } from '@orrery/contract';
import type { ElementsStore } from '../data/elements.ts';
import { unknownName } from './nearest.ts';

const YEAR_MS = 365.25 * DAY_MS;

interface SatelliteQuery {
  readonly satellites?: readonly (number | string)[] | undefined;
  readonly group?: string | undefined;
}

/** The satellites a query asks for, with what must be said about them. */
export interface Selection {
  readonly elements: readonly ElementSet[];
  readonly notices: readonly Notice[];
  /** When the oldest of the elements were fetched; null where nothing has been. */
  readonly retrievedAtMs: number | null;
}

/**
 * Finds satellites by NORAD id, by name (case does not matter) or by group; both given: those of the list only.
 * Throws `missingParameter` with neither, `unknownName` with the nearest names, `tooLarge` past `maxObjects`. Where a
 * source cannot be reached the selection is empty and says so in a notice.
 */
export async function selectSatellites(
  store: ElementsStore,
  query: SatelliteQuery,
  maxObjects: number,
): Promise<Selection> {
  const selection = await (query.satellites
    ? byName(store, query.satellites, query.group)
    : byGroup(store, query.group));
  if (selection.elements.length > maxObjects) {
    throw new OrreryError(
      'tooLarge',
      `${selection.elements.length} satellites are more than the limit of ${maxObjects} (maxObjects); name a smaller group or single satellites.`,
    );
  }
  return selection;
}

async function byGroup(store: ElementsStore, group: string | undefined): Promise<Selection> {
  if (group === undefined) {
    const message = 'satellites: name satellites (NORAD ids or names) or a group of the catalog.';
    throw new OrreryError('missingParameter', message, [{ path: 'satellites', message }]);
  }
  if (!store.groups.includes(group)) throw unknownName('group', 'satellite group', group, store.groups);
  return store.group(group);
}

async function byName(store: ElementsStore, wanted: readonly (number | string)[], group?: string): Promise<Selection> {
  if (group !== undefined && !store.groups.includes(group))
    throw unknownName('group', 'satellite group', group, store.groups);
  const pool = await store.find(wanted, group);
  const missing = wanted.filter((w) => !pool.found.has(w));
  const first = missing[0];
  if (first !== undefined && pool.names.length > 0 && pool.complete) {
    throw unknownName(
      'satellites',
      typeof first === 'number' ? 'NORAD id' : 'satellite',
      String(first),
      pool.names,
      'or a NORAD id of a group of the catalog',
    );
  }
  const elements = [...new Map([...pool.found.values()].map((e) => [e.noradId, e])).values()];
  const absent: Notice[] =
    missing.length > 0 ? [{ severity: 'warning', text: `No elements for ${missing.join(', ')}.` }] : [];
  return { elements, notices: [...pool.notices, ...absent], retrievedAtMs: pool.retrievedAtMs };
}

/** The frames with the selection's notices on the first; where there is none, the empty frame carries them. */
export function selectionFrames(frames: readonly Frame[], selection: Selection, empty: () => Frame): Frame[] {
  const [first, ...rest] = frames.length > 0 ? frames : [empty()];
  return first ? [withNotices(first, selection.notices), ...rest] : [];
}

/**
 * Years around their epoch for which elements are propagated at all: after weeks they are off by kilometres, and SGP4
 * walks to a moment of a resonant orbit in steps of 12 hours.
 */
const MAX_YEARS = 10;

/** Throws `outOfRange` where a moment (epoch ms) lies so far from the epoch that no elements serve it. */
export function assertServed({ elements }: Selection, timesMs: ArrayLike<number>): void {
  if (timesMs.length === 0) return;
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (let i = 0; i < timesMs.length; i++) {
    fromMs = Math.min(fromMs, timesMs[i]!);
    toMs = Math.max(toMs, timesMs[i]!);
  }
  for (const { name, noradId, epochMs } of elements) {
    const years = Math.max(toMs - epochMs, epochMs - fromMs) / YEAR_MS;
    if (years <= MAX_YEARS) continue;
    const text = `${name} (${noradId}): its elements of ${new Date(epochMs).toISOString().slice(0, 10)} serve ${MAX_YEARS} years around that day at most; the range reaches ${Math.round(years)} years from it.`;
    throw new OrreryError('outOfRange', text);
  }
}

const MAX_NOTICES = 8;

/** Notices of many satellites, few enough to be read; how many were left out is told. */
export function briefly(notices: readonly Notice[]): readonly Notice[] {
  if (notices.length <= MAX_NOTICES) return notices;
  const text = `${notices.length - MAX_NOTICES} more notices about other satellites.`;
  return [...notices.slice(0, MAX_NOTICES), { severity: 'warning', text }];
}
