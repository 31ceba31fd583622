import type { Observation, Revision } from '@orrery/contract';
import type { SeriesBucket, SeriesPoint, SeriesStore } from '../ports.ts';
import { bucketPoints, bucketsQuery, sortOut, spansOf } from './buckets.ts';
import { connect, type InfluxConfig, type InfluxConnection } from './connection.ts';
import { IS_VALUE, MEASUREMENT, mergeRevisions, ofSeries, toLines, within } from './points.ts';

/** Lines of one request: InfluxDB's own advice is 5,000 to 10,000. */
const LINES_PER_WRITE = 10_000;

/** Live series in InfluxDB 2.7. @throws OrreryError notReady when the server does not answer */
export async function openInfluxSeriesStore(config: InfluxConfig): Promise<SeriesStore> {
  const influx = connect(config);
  await influx.prepare();
  return {
    name: 'InfluxDB',
    stop: async () => undefined,
    write: (points) => write(influx, points),
    read: (series, fromMs, toMs, revision) => read(influx, series, fromMs, toMs, revision),
    readBuckets: (series, fromMs, toMs, everyMs) => readBuckets(influx, series, fromMs, toMs, everyMs),
    newest: (series) => newest(influx, series),
    count: (series) => count(influx, series),
  };
}

/** One request after the other: a later point of a key must arrive after the earlier. */
async function write(influx: InfluxConnection, points: readonly Observation[]): Promise<void> {
  for (let i = 0; i < points.length; i += LINES_PER_WRITE)
    await influx.write(toLines(points.slice(i, i + LINES_PER_WRITE)));
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

/** Goes back in time while the newest value is replaced by a gap of a better revision. */
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
