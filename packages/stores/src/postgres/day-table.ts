import { REVISIONS, type Observation } from '@orrery/contract';
import type { ClientBase, Pool } from 'pg';
import { fromArray, toArray } from './arrays.ts';
import { rankOf, type SeriesDay } from './days.ts';
import type { Labels } from './labels.ts';

/** Ids of names. */
export type Ids = ReadonlyMap<string, number>;

/** The days of these series that begin at these times, in all revisions. */
export interface Wanted {
  readonly series: string;
  readonly startMs: number;
}

interface Row {
  readonly seriesId: number;
  readonly startMs: number;
  readonly rank: number;
  readonly offsets: Buffer;
  readonly values: Buffer;
  readonly sources: Buffer;
  readonly retrievals: Buffer;
  readonly firsts: Buffer;
}

/** Milliseconds as a time: a product of whole numbers below 2^53, so exact. */
export const toTime = (ms: string): string => `(timestamptz 'epoch' + ${ms}::float8 * interval '1 millisecond')`;
export const toMs = (time: string): string => `round(date_part('epoch', ${time}) * 1000)`;

// node-postgres reads text only; as bytes the arrays need no conversion to decimal numbers.
const COLUMNS = `d.series_id AS "seriesId", ${toMs('d.start')} AS "startMs", d.revision AS rank, array_send(d.offset_ms) AS offsets,
  array_send(d.value) AS values, array_send(d.source_id) AS sources, array_send(d.retrieved_at) AS retrievals, array_send(d.first) AS firsts`;

// Constant bounds let the planner skip other partitions.
const SELECT_WANTED = `
  SELECT ${COLUMNS} FROM unnest($1::int[], $2::timestamptz[]) AS wanted (series_id, start)
  JOIN observation_day AS d ON d.series_id = wanted.series_id AND d.start = wanted.start
  WHERE d.start BETWEEN $3::timestamptz AND $4::timestamptz`;

const SELECT_RANGE = `
  SELECT ${COLUMNS} FROM observation_day AS d
  WHERE d.series_id = $1 AND d.start BETWEEN $2::timestamptz AND $3::timestamptz
  ORDER BY d.start, d.revision LIMIT $4`;

/** Each day is a slice of the common columns: `first_point` and `last_point` are 1-based indexes. */
const UPSERT = `
  INSERT INTO observation_day (series_id, start, revision, offset_ms, value, source_id, retrieved_at, first)
  SELECT series_id, start, revision, ($8::int[])[first_point:last_point], ($9::float8[])[first_point:last_point],
    ($10::int[])[first_run:last_run], ($11::timestamptz[])[first_run:last_run], ($12::int[])[first_run:last_run]
  FROM unnest($1::int[], $2::timestamptz[], $3::smallint[], $4::int[], $5::int[], $6::int[], $7::int[])
    AS day (series_id, start, revision, first_point, last_point, first_run, last_run)
  ON CONFLICT (series_id, start, revision) DO UPDATE SET offset_ms = EXCLUDED.offset_ms, value = EXCLUDED.value,
    source_id = EXCLUDED.source_id, retrieved_at = EXCLUDED.retrieved_at, first = EXCLUDED.first`;

/** The stored days among the requested ones, of which there is at least one. */
export async function readDays(
  client: ClientBase,
  labels: Labels,
  ids: Ids,
  wanted: readonly Wanted[],
): Promise<SeriesDay[]> {
  const starts = wanted.map(({ startMs }) => startMs);
  const { rows } = await client.query<Row>(SELECT_WANTED, [
    toArray(
      'int4',
      wanted.map(({ series }) => ids.get(series)!),
    ),
    toArray('timestamptz', starts),
    new Date(starts.reduce((a, b) => Math.min(a, b))),
    new Date(starts.reduce((a, b) => Math.max(a, b))),
  ]);
  return daysOfRows(rows, labels, client);
}

/** The days of a series that begin in a range (ends included), in order of time and revision; at most `limit`. */
export async function readRange(
  pool: Pool,
  labels: Labels,
  seriesId: number,
  [fromMs, toMs]: readonly [number, number],
  limit: number | null,
): Promise<SeriesDay[]> {
  const { rows } = await pool.query<Row>(SELECT_RANGE, [seriesId, new Date(fromMs), new Date(toMs), limit]);
  return daysOfRows(rows, labels, pool);
}

async function daysOfRows(rows: readonly Row[], labels: Labels, on: Pool | ClientBase): Promise<SeriesDay[]> {
  const runs = rows.map(({ sources, retrievals, firsts }) => ({
    sources: fromArray('int4', sources) as number[],
    retrievals: fromArray('timestamptz', retrievals) as number[],
    firsts: fromArray('int4', firsts) as number[],
  }));
  const names = await labels.names(
    [...rows.map(({ seriesId }) => seriesId), ...runs.flatMap(({ sources }) => sources)],
    on,
  );
  return rows.map(({ seriesId, startMs, rank, offsets, values }, i): SeriesDay => {
    const series = names.get(seriesId)!;
    const revision = REVISIONS[rank]!;
    const times = fromArray('int4', offsets) as number[];
    const numbers = fromArray('float8', values);
    const { sources, retrievals, firsts } = runs[i]!;
    let run = 0;
    const points = times.map((offsetMs, k): Observation => {
      if (k + 1 === firsts[run + 1]) run += 1;
      const [source, retrievedAtMs] = [names.get(sources[run]!)!, retrievals[run]!];
      return {
        kind: 'observation',
        series,
        timeMs: startMs + offsetMs,
        value: numbers[k]!,
        revision,
        source,
        retrievedAtMs,
      };
    });
    return { series, revision, startMs, points };
  });
}

/** Writes whole days, replacing stored ones. Their partitions and the ids of their series and sources must exist. */
export async function writeDays(client: ClientBase, ids: Ids, days: readonly SeriesDay[]): Promise<void> {
  const [offsets, values]: [number[], (number | null)[]] = [[], []];
  const [sources, retrievals, firsts]: [number[], number[], number[]] = [[], [], []];
  const places = days.map(({ startMs, points }) => {
    const [firstPoint, firstRun] = [offsets.length + 1, sources.length + 1];
    points.forEach((point, i) => {
      offsets.push(point.timeMs - startMs);
      values.push(point.value);
      if (i > 0 && isSameRun(points[i - 1]!, point)) return;
      sources.push(ids.get(point.source)!);
      retrievals.push(point.retrievedAtMs);
      firsts.push(i + 1);
    });
    return { firstPoint, lastPoint: offsets.length, firstRun, lastRun: sources.length };
  });
  await client.query(UPSERT, [
    toArray(
      'int4',
      days.map(({ series }) => ids.get(series)!),
    ),
    toArray(
      'timestamptz',
      days.map(({ startMs }) => startMs),
    ),
    toArray(
      'int2',
      days.map(({ revision }) => rankOf(revision)),
    ),
    ...(['firstPoint', 'lastPoint', 'firstRun', 'lastRun'] as const).map((name) =>
      toArray(
        'int4',
        places.map((place) => place[name]),
      ),
    ),
    toArray('int4', offsets),
    toArray('float8', values),
    toArray('int4', sources),
    toArray('timestamptz', retrievals),
    toArray('int4', firsts),
  ]);
}

/** Points of one response are one run: its source and retrieval time are stored once. */
const isSameRun = (a: Observation, b: Observation): boolean =>
  a.source === b.source && a.retrievedAtMs === b.retrievedAtMs;
