import { createPropagator, type ElementSet } from '@orrery/astro';

/** An element set as it came. */
export interface FoundSet {
  readonly elements: ElementSet;
  /** CREATION_DATE, epoch ms UTC; null where none is told. */
  readonly createdMs: number | null;
  readonly record: unknown;
}

interface Chosen {
  readonly kept: readonly FoundSet[];
  readonly rejected: readonly { readonly reason: string; readonly record: unknown }[];
}

const keyOf = ({ elements }: FoundSet): string => `${elements.noradId}:${elements.omm.EPOCH}`;
const textOf = ({ elements }: FoundSet): string => JSON.stringify(elements.omm);

/**
 * Of element sets of one satellite and epoch that contradict each other the one created later stays; of those created
 * at the same time, or at one that is not told, the one nearest to where the satellite's set of the next epoch has it.
 * Where neither tells them apart all are kept. The order of the sets does not matter.
 */
export function chooseSets(found: readonly FoundSet[]): Chosen {
  const groups = groupsBy(found, keyOf);
  const single = [...groups.values()].filter((group) => !isInDoubt(group)).flat();
  const neighbours = groupsBy(single, ({ elements }) => String(elements.noradId));
  const kept = [...single];
  const rejected: { reason: string; record: unknown }[] = [];
  for (const group of [...groups.values()].filter(isInDoubt)) {
    const newest = latestCreated(group);
    const best = isInDoubt(newest) ? nearest(newest, neighbours.get(String(group[0]!.elements.noradId)) ?? []) : newest;
    kept.push(...best);
    for (const one of group) {
      if (best.includes(one)) continue;
      const why = newest.includes(one) ? 'agrees better with its neighbours' : 'was created later';
      rejected.push({ reason: `contradicts another element set of ${keyOf(one)}, which ${why}`, record: one.record });
    }
  }
  return { kept, rejected };
}

function groupsBy(sets: readonly FoundSet[], key: (one: FoundSet) => string): ReadonlyMap<string, readonly FoundSet[]> {
  const groups = new Map<string, FoundSet[]>();
  for (const one of sets) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

const isInDoubt = (group: readonly FoundSet[]): boolean => new Set(group.map(textOf)).size > 1;

function latestCreated(group: readonly FoundSet[]): readonly FoundSet[] {
  const createdMs = ({ createdMs: ms }: FoundSet): number => ms ?? -Infinity;
  const latestMs = Math.max(...group.map(createdMs));
  return group.filter((one) => createdMs(one) === latestMs);
}

/** Those of a group, all of one epoch, nearest to where the set of the nearest other epoch has the satellite. */
function nearest(group: readonly FoundSet[], neighbours: readonly FoundSet[]): readonly FoundSet[] {
  const { epochMs } = group[0]!.elements;
  const spanMs = ({ elements }: FoundSet): number => Math.abs(elements.epochMs - epochMs);
  const [neighbour] = neighbours.toSorted((a, b) => spanMs(a) - spanMs(b) || a.elements.epochMs - b.elements.epochMs);
  if (neighbour === undefined) return group;
  const there = createPropagator(neighbour.elements).at(epochMs);
  if (!there.ok) return group;
  const distances = group.map((one) => {
    const here = createPropagator(one.elements).at(epochMs);
    return here.ok ? Math.hypot(...here.position.map((x, i) => x - there.position[i]!)) : Infinity;
  });
  const least = Math.min(...distances);
  return group.filter((_, i) => distances[i] === least);
}
