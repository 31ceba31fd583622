import type { ElementSet } from '@orrery/astro';
import type { Notice } from '@orrery/contract';

/** A group of satellites as far as it is here. */
export interface GroupElements {
  readonly elements: readonly ElementSet[];
  /** When it was fetched; null where it never was. */
  readonly retrievedAtMs: number | null;
  readonly notices: readonly Notice[];
}

/** Satellites looked up by id or name. */
export interface FoundSatellites {
  readonly found: ReadonlyMap<number | string, ElementSet>;
  /** Names that would have been found, for suggestions. */
  readonly names: readonly string[];
  /** True when every group that was searched is here, so that "unknown" is certain. */
  readonly complete: boolean;
  readonly notices: readonly Notice[];
  readonly retrievedAtMs: number | null;
}

/** Mean elements by group, id and name. */
export interface ElementsStore {
  readonly groups: readonly string[];
  group(group: string): Promise<GroupElements>;
  /** Searches `group`, or what is loaded, then the small groups, then the whole active catalogue. */
  find(wanted: readonly (number | string)[], group?: string): Promise<FoundSatellites>;
  /** Groups whose elements are in memory. */
  readonly loaded: ReadonlyMap<string, GroupElements>;
}

/** Groups searched for a satellite that no loaded group has, cheapest first. */
const SEARCH_ORDER = ['stations', 'active'];

/** An elements store over anything that gives groups and knows which of them are in memory. */
export function createElementsStore(
  source: Pick<ElementsStore, 'group' | 'loaded'>,
  groups: readonly string[],
): ElementsStore {
  return {
    groups,
    loaded: source.loaded,
    group: (group) => source.group(group),
    async find(wanted, group) {
      const plan =
        group === undefined ? [...source.loaded.keys(), ...SEARCH_ORDER.filter((g) => groups.includes(g))] : [group];
      const searched: GroupElements[] = [];
      let index = indexOf([]);
      for (const next of new Set(plan)) {
        if (searched.length > 0 && wanted.every((w) => index.lookUp(w))) break;
        searched.push(await source.group(next));
        index = indexOf(searched.flatMap((s) => s.elements));
      }
      const hits = wanted.flatMap((w): [number | string, ElementSet][] => {
        const hit = index.lookUp(w);
        return hit ? [[w, hit]] : [];
      });
      const times = searched.flatMap((s) => (s.retrievedAtMs === null ? [] : [s.retrievedAtMs]));
      return {
        found: new Map(hits),
        names: index.names,
        complete: searched.every((s) => s.retrievedAtMs !== null),
        notices: searched.flatMap((s) => s.notices),
        retrievedAtMs: times.length > 0 ? Math.min(...times) : null,
      };
    },
  };
}

/** The newest elements of each satellite. */
export function newestById(elements: readonly ElementSet[]): ReadonlyMap<number, ElementSet> {
  const byId = new Map<number, ElementSet>();
  for (const e of elements) {
    const known = byId.get(e.noradId);
    if (!known || e.epochMs > known.epochMs) byId.set(e.noradId, e);
  }
  return byId;
}

/** Look-up by NORAD id, by whole name, by name without its bracketed part; of several elements the newest counts. */
function indexOf(elements: readonly ElementSet[]) {
  const byId = newestById(elements);
  const byName = new Map<string, ElementSet>();
  const ordered = [...byId.values()].sort((a, b) => b.noradId - a.noradId);
  for (const e of ordered) byName.set(e.name.replace(/\s*\(.*\)$/, '').toLowerCase(), e);
  for (const e of ordered) byName.set(e.name.toLowerCase(), e);
  return {
    names: ordered.map((e) => e.name),
    lookUp: (wanted: number | string): ElementSet | undefined => {
      if (typeof wanted === 'number') return byId.get(wanted);
      return byName.get(wanted.trim().toLowerCase()) ?? (/^\d+$/.test(wanted) ? byId.get(Number(wanted)) : undefined);
    },
  };
}
