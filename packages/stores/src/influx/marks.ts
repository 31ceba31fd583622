import type { Observation, Revision } from '@orrery/contract';
import { isLater } from '../latest.ts';
import type { InfluxConnection } from './connection.ts';
import { MEASUREMENT as POINTS, ofSeries, quoted, revisionOf, tagValue, within } from './points.ts';

/**
 * Stored beside the points: `retrieval,series=…,revision=… at=…i 0`, the latest retrieval time that was written, epoch
 * ms.
 */
const MEASUREMENT = 'retrieval';
/** How long a mark is cached, as another process may have raised it. */
const BELIEVED_MS = 60_000;

interface Mark {
  atMs: number;
  /** What is in the database. */
  storedMs: number;
}
type SeriesMarks = Map<Revision, Mark>;

/** Points of a write: those that may replace stored ones, and late ones. */
export interface Sorted {
  readonly fresh: readonly Observation[];
  readonly late: readonly Observation[];
}

/**
 * Detects late responses. InfluxDB overwrites any point of the same key and stores no retrieval time with a value, so
 * the latest retrieval time that was ever written is kept for each series and revision. Points at least as new are
 * simply written, at full rate; older ones (a response processed again, an overtaken job) only fill gaps. Between
 * processes that write the same series at the same time, marks may be up to a minute old.
 */
export function createMarks(influx: InfluxConnection, realNow: () => number = Date.now) {
  const known = new Map<string, { readonly readMs: number; readonly marks: SeriesMarks }>();

  async function load(names: readonly string[]): Promise<void> {
    const readMs = realNow();
    const where = names.map(ofSeries).join(' OR ');
    const [groups = []] = await influx.query(
      `SELECT at FROM ${MEASUREMENT} WHERE ${where} GROUP BY "series", revision`,
    );
    const loaded = new Map(names.map((name): [string, SeriesMarks] => [name, new Map()]));
    for (const group of groups) {
      const atMs = group.values[0]?.[1] ?? -Infinity;
      loaded.get(group.tags?.['series'] ?? '')?.set(revisionOf(group), { atMs, storedMs: atMs });
    }
    for (const [name, marks] of loaded) {
      // Includes what this process is about to write.
      for (const [revision, mark] of known.get(name)?.marks ?? [])
        if (mark.atMs > (marks.get(revision)?.atMs ?? -Infinity))
          marks.set(revision, { atMs: mark.atMs, storedMs: marks.get(revision)?.storedMs ?? -Infinity });
      known.set(name, { readMs, marks });
    }
  }

  return {
    /** Loads the marks of these points' series. */
    async prepare(points: readonly Observation[]): Promise<void> {
      const old = realNow() - BELIEVED_MS;
      const missing = [...new Set(points.map(({ series }) => series))].filter(
        (name) => (known.get(name)?.readMs ?? -Infinity) < old,
      );
      // Refuses names that line protocol cannot represent before they are used in a query.
      missing.forEach(tagValue);
      if (missing.length > 0) await load(missing);
    },

    /**
     * Sorts points by the marks and raises these synchronously, so that the second of two writes sees the first. Needs
     * `prepare`.
     */
    sort(points: readonly Observation[]): Sorted {
      const late = new Set<Observation>();
      const raised = new Map<Mark, number>();
      let [series, revision, mark] = ['', '', { atMs: -Infinity, storedMs: -Infinity } as Mark];
      for (const point of points) {
        if (point.series !== series || point.revision !== revision) {
          [series, revision] = [point.series, point.revision];
          const marks = known.get(series)!.marks;
          mark = marks.get(point.revision) ?? { atMs: -Infinity, storedMs: -Infinity };
          marks.set(point.revision, mark);
        }
        if (isLater(mark.atMs, point.retrievedAtMs)) late.add(point);
        else if (point.retrievedAtMs > (raised.get(mark) ?? mark.atMs)) raised.set(mark, point.retrievedAtMs);
      }
      for (const [raisedMark, atMs] of raised) raisedMark.atMs = atMs;
      if (late.size === 0) return { fresh: points, late: [] };
      return { fresh: points.filter((point) => !late.has(point)), late: [...late] };
    },

    /** Lines that store the marks of these points, and a callback for when they are stored. */
    unsaved(points: readonly Observation[]): { readonly lines: readonly string[]; saved(): void } {
      const lines: string[] = [];
      const done: (() => void)[] = [];
      for (const series of new Set(points.map((point) => point.series)))
        for (const [revision, mark] of known.get(series)?.marks ?? []) {
          const { atMs } = mark;
          if (!(atMs > mark.storedMs)) continue;
          lines.push(`${MEASUREMENT},revision=${revision},series=${tagValue(series)} at=${atMs}i 0`);
          done.push(() => void (mark.storedMs = Math.max(mark.storedMs, atMs)));
        }
      return { lines, saved: () => done.forEach((note) => note()) };
    },
  };
}

/** Late points per query, so that a few over a long time do not load everything in between. */
const LATE_AT_ONCE = 1000;

/** Late points whose keys are not in the database yet. */
export async function missingOf(influx: InfluxConnection, late: readonly Observation[]): Promise<Observation[]> {
  const byKey = new Map<string, Observation[]>();
  for (const point of [...late].sort((a, b) => a.timeMs - b.timeMs)) {
    const key = `${point.revision} ${point.series}`;
    const own = byKey.get(key);
    if (own) own.push(point);
    else byKey.set(key, [point]);
  }
  const missing: Observation[] = [];
  for (const own of byKey.values())
    for (let i = 0; i < own.length; i += LATE_AT_ONCE)
      missing.push(...(await missingOfSome(influx, own.slice(i, i + LATE_AT_ONCE))));
  return missing;
}

/** For points of one series and revision, in chronological order. */
async function missingOfSome(influx: InfluxConnection, own: readonly Observation[]): Promise<Observation[]> {
  const [first, last] = [own[0]!, own.at(-1)!];
  const where = `${within(first.series, first.timeMs, last.timeMs)} AND revision = ${quoted(first.revision)}`;
  const [groups = []] = await influx.query(`SELECT value FROM ${POINTS} WHERE ${where}`);
  const stored = new Set(groups.flatMap(({ values }) => values.map(([timeMs]) => timeMs)));
  return own.filter(({ timeMs }) => !stored.has(timeMs));
}
