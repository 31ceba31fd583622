import { REVISIONS, type Observation, type Revision } from '@orrery/contract';
import { stays } from '../latest.ts';
import { RESOLUTIONS, type SeriesPoint } from '../ports/index.ts';

/** Points of one series and revision within a UTC day, in chronological order; one per moment. */
export interface SeriesDay {
  readonly series: string;
  readonly revision: Revision;
  readonly startMs: number;
  readonly points: readonly Observation[];
}

const DAY = RESOLUTIONS.day;
export const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY) * DAY;
export const rankOf = (revision: Revision): number => REVISIONS.indexOf(revision);

/** Points with distinct natural keys by day. Most are in order, so a day is looked up only at its first point. */
export function daysOf(points: readonly Observation[]): SeriesDay[] {
  const days = new Map<string, SeriesDay & { readonly points: Observation[] }>();
  let day: (SeriesDay & { readonly points: Observation[] }) | undefined;
  for (const point of points) {
    if (day === undefined || !belongs(point, day)) {
      const { series, revision, timeMs } = point;
      const startMs = dayOf(timeMs);
      const key = `${startMs} ${revision} ${series}`;
      day = days.get(key) ?? { series, revision, startMs, points: [] };
      days.set(key, day);
    }
    day.points.push(point);
  }
  for (const { points: own } of days.values())
    if (own.some((point, i) => i > 0 && own[i - 1]!.timeMs > point.timeMs)) own.sort((a, b) => a.timeMs - b.timeMs);
  return [...days.values()];
}

const belongs = ({ series, revision, timeMs }: Observation, day: SeriesDay): boolean =>
  series === day.series && revision === day.revision && timeMs >= day.startMs && timeMs < day.startMs + DAY;

/**
 * The points of a day merged with others, both in chronological order: a point is kept if it was retrieved later than
 * the other or has the same value.
 * @returns null if nothing changes
 */
export function merge(stored: readonly Observation[], others: readonly Observation[]): readonly Observation[] | null {
  if (stored.length === 0) return others;
  const merged: Observation[] = [];
  let changed = false;
  let at = 0;
  for (const other of others) {
    while (at < stored.length && stored[at]!.timeMs < other.timeMs) merged.push(stored[at++]!);
    const known = stored[at]?.timeMs === other.timeMs ? stored[at++]! : null;
    const kept = known !== null && stays(known, other) ? known : other;
    merged.push(kept);
    changed ||= kept === other;
  }
  return changed ? [...merged, ...stored.slice(at)] : null;
}

/** The best revision of each moment, in order of time. `revisions`: the days of one series that begin at one time. */
export function bestOf(revisions: readonly SeriesDay[]): readonly SeriesPoint[] {
  if (revisions.length === 1) return revisions[0]!.points;
  const best = new Map<number, SeriesPoint>();
  for (const { points } of revisions.toSorted((a, b) => rankOf(a.revision) - rankOf(b.revision)))
    for (const point of points) best.set(point.timeMs, point);
  return [...best.values()].sort((a, b) => a.timeMs - b.timeMs);
}

/** All revisions of each moment, in order of time, then of rank. */
export function allOf(revisions: readonly SeriesDay[]): readonly Observation[] {
  const all = revisions.flatMap(({ points }) => points);
  return all.sort((a, b) => a.timeMs - b.timeMs || rankOf(a.revision) - rankOf(b.revision));
}
