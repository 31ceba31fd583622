import type { DocumentRecord } from './records.ts';
import type { ApproachBody } from './space.ts';

/**
 * Who tells of close approaches: JPL's tables, and NASA's NeoWs, which knows the hazard flag and farther approaches.
 */
export type ApproachTeller = 'cad' | 'neows';

/**
 * Id of a close approach in the collection `closeApproach`. The day is that of the publisher's calendar date (TDB):
 * both tellers give the same one, and a better orbit moves the moment by minutes, so that the record is replaced and
 * not doubled.
 * @param day `2026-01-01`
 */
export const approachId = (teller: ApproachTeller, designation: string, body: ApproachBody, day: string): string =>
  `${teller}:${designation}:${body}:${day}`;

const twinKey = (id: string): string => id.replace(/^(cad|neows):/, '');

/**
 * One document per approach where both tellers know it: JPL's, with what only NeoWs says (`hazardous`) filled in from
 * its twin. Order is kept, an approach that only one of them knows stays as it is.
 */
export function mergeCloseApproaches(documents: readonly DocumentRecord[]): readonly DocumentRecord[] {
  const twins = new Map(documents.filter(({ id }) => id.startsWith('neows:')).map((twin) => [twinKey(twin.id), twin]));
  const known = new Set(documents.filter(({ id }) => id.startsWith('cad:')).map(({ id }) => twinKey(id)));
  return documents.flatMap((document) => {
    if (document.id.startsWith('neows:')) return known.has(twinKey(document.id)) ? [] : [document];
    const twin = twins.get(twinKey(document.id));
    return [twin ? { ...document, body: filled(document.body, twin.body) } : document];
  });
}

/** The first body with what it lacks (null or absent) taken from the second. */
function filled(body: string, from: string): string {
  const [mine, other] = [JSON.parse(body), JSON.parse(from)] as [Record<string, unknown>, Record<string, unknown>];
  const said = Object.fromEntries(Object.entries(mine).filter(([, value]) => value !== null));
  return JSON.stringify({ ...mine, ...other, ...said });
}
