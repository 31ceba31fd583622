import type { CloseApproachBody } from './documents.ts';
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

/** A document of the collection `closeApproach` with its body. */
interface ToldApproach {
  readonly record: Pick<DocumentRecord, 'id'>;
  readonly body: CloseApproachBody;
}

/**
 * One document per approach where both tellers know it: JPL's, with what only NeoWs says (`hazardous`) filled in from
 * its twin. Order is kept, an approach that only one of them knows stays as it is.
 */
export function mergeCloseApproaches<A extends ToldApproach>(approaches: readonly A[]): readonly A[] {
  const told = (teller: ApproachTeller): ReadonlyMap<string, A> =>
    new Map(
      approaches.filter(({ record }) => record.id.startsWith(`${teller}:`)).map((a) => [twinKey(a.record.id), a]),
    );
  const [known, twins] = [told('cad'), told('neows')];
  return approaches.flatMap((approach) => {
    const key = twinKey(approach.record.id);
    const twin = twins.get(key);
    if (twin === approach) return known.has(key) ? [] : [approach];
    return [twin ? { ...approach, body: filled(approach.body, twin.body) } : approach];
  });
}

/** The first body with what it lacks (null or absent) taken from the second. */
function filled(body: CloseApproachBody, from: CloseApproachBody): CloseApproachBody {
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  return { ...body, ...from, ...said };
}
