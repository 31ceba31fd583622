import type { Observation, Revision } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { notReadyWhileAway } from '../away.ts';
import type { SeriesBucket, SeriesPoint, SeriesStore } from '../ports/index.ts';
import { bucketPoints, bucketsQuery, sortOut, spansOf } from './buckets.ts';
import { connect, isInfluxAway, type InfluxConfig, type InfluxConnection } from './connection.ts';
import { createMarks, missingOf } from './marks.ts';
import { IS_VALUE, MEASUREMENT, mergeRevisions, ofSeries, toLines, within } from './points.ts';

/** Lines of one request: InfluxDB's own advice is 5,000 to 10,000. */
const LINES_PER_WRITE = 10_000;

/** Live series in InfluxDB 2.7. @throws OrreryError notReady when the server does not answer */
export async function openInfluxSeriesStore(config: InfluxConfig): Promise<SeriesStore & Stoppable> {
  const influx = connect(config);
  await influx.prepare();
  const writer: Writer = { influx, marks: createMarks(influx), turns: createTurns() };
  return notReadyWhileAway<SeriesStore & Stoppable>('InfluxDB', isInfluxAway, {
    name: 'InfluxDB',
    stop: async () => undefined,
    write: (points) => write(writer, points),
    read: (series, fromMs, toMs, revision) => read(influx, series, fromMs, toMs, revision),
    readBuckets: (series, fromMs, toMs, everyMs) => readBuckets(influx, series, fromMs, toMs, everyMs),
    newest: (series) => newest(influx, series),
    count: (series) => count(influx, series),
  });
}

interface Writer {
  readonly influx: InfluxConnection;
  readonly marks: ReturnType<typeof createMarks>;
  readonly turns: ReturnType<typeof createTurns>;
}

/** One request after the other: a later point of a key must arrive after the earlier. */
async function write({ influx, marks, turns }: Writer, points: readonly Observation[]): Promise<void> {
  for (let i = 0; i < points.length; i += LINES_PER_WRITE) {
    const some = inOrderOfRetrieval(points.slice(i, i + LINES_PER_WRITE));
    await marks.prepare(some);
    const { fresh, late } = marks.sort(some);
    await turns.together(new Set(fresh.map(({ series }) => series)), async () => {
      const { lines, saved } = marks.unsaved(fresh);
      await influx.write([...lines, toLines(fresh)].join('\n'));
      saved();
    });
    if (late.length === 0) continue;
    await turns.alone(async () => {
      const missing = await missingOf(influx, late);
      if (missing.length > 0) await influx.write(toLines(missing));
    });
  }
}

/** Of two lines of a key in one request the last one is stored. */
function inOrderOfRetrieval(points: readonly Observation[]): readonly Observation[] {
  const inOrder = points.every((point, i) => i === 0 || points[i - 1]!.retrievedAtMs <= point.retrievedAtMs);
  return inOrder ? points : points.toSorted((a, b) => a.retrievedAtMs - b.retrievedAtMs);
}

/**
 * Writes of one series are sent in order of arrival, or an older one in flight could arrive last; those that read first
 * run alone, as their reading must still be valid when they write.
 */
function createTurns() {
  const together = new Set<Promise<unknown>>();
  const lastOf = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    together: async (names: ReadonlySet<string>, work: () => Promise<void>): Promise<void> => {
      const before = [last, ...[...names].flatMap((name) => lastOf.get(name) ?? [])];
      const running = Promise.allSettled(before).then(work);
      together.add(running);
      for (const name of names) lastOf.set(name, running);
      try {
        await running;
      } finally {
        together.delete(running);
        for (const name of names) if (lastOf.get(name) === running) lastOf.delete(name);
      }
    },
    alone: (work: () => Promise<void>): Promise<void> => {
      const before = [last, ...together];
      const running = Promise.allSettled(before).then(work);
      last = running.catch(() => undefined);
      return running;
    },
  };
}

async function read(
  influx: InfluxConnection,
  series: string,
  fromMs: number,
  toMs: number,
  revision?: Revision,
): Promise<SeriesPoint[]> {
  if (fromMs > toMs) return [];
  const only = revision === undefined ? '' : ` AND revision = '${revision}'`;
  const [groups] = await influx.query(
    `SELECT value FROM ${MEASUREMENT} WHERE ${within(series, fromMs, toMs)}${only} GROUP BY revision`,
  );
  return mergeRevisions(groups ?? []);
}

async function readBuckets(
  influx: InfluxConnection,
  series: string,
  fromMs: number,
  toMs: number,
  everyMs: number,
): Promise<SeriesBucket[]> {
  if (fromMs > toMs) return [];
  const [values = [], gaps = []] = await influx.query(bucketsQuery(series, fromMs, toMs, everyMs));
  const { exact, mixed } = sortOut(values, gaps);
  const buckets = [...exact];
  for (const [startMs, endMs] of spansOf(mixed, everyMs)) {
    const points = await read(influx, series, Math.max(startMs, fromMs), Math.min(endMs - 1, toMs));
    buckets.push(...bucketPoints(points, everyMs));
  }
  return buckets.sort((a, b) => a.timeMs - b.timeMs);
}

/** Goes back in time as long as the newest value is replaced by a gap of a better revision. */
async function newest(influx: InfluxConnection, series: string): Promise<SeriesPoint | null> {
  for (let before = ''; ; ) {
    const where = `${ofSeries(series)} AND ${IS_VALUE}${before}`;
    const [groups = []] = await influx.query(`SELECT last(value) FROM ${MEASUREMENT} WHERE ${where} GROUP BY revision`);
    const times = groups.map((group) => group.values[0]![0]!);
    if (times.length === 0) return null;
    const timeMs = Math.max(...times);
    const [point] = await read(influx, series, timeMs, timeMs);
    if (point !== undefined && point.value !== null) return point;
    before = ` AND time < '${new Date(timeMs).toISOString()}'`;
  }
}

async function count(influx: InfluxConnection, series: string): Promise<number> {
  const [groups] = await influx.query(`SELECT count(value) FROM ${MEASUREMENT} WHERE ${ofSeries(series)}`);
  return groups?.[0]?.values[0]?.[1] ?? 0;
}
