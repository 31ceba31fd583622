import type { Observation } from '@orrery/contract';
import type { PoolClient } from 'pg';
import { RESOLUTIONS } from '../ports.ts';
import { columnsOf } from './columns.ts';

/** Days of a series of which some changed: [fromMs, toMs). */
export interface Span {
  readonly seriesId: number;
  readonly fromMs: number;
  toMs: number;
}

const DAY = RESOLUTIONS.day;
/**
 * Days so near are summed up together, with those between: each span looks into all partitions that the batch touches, so that single days or months of
 * decades (a smoothed number a month since 1749) took minutes.
 */
const NEAR = 31 * DAY;
/** Advisory locks of writers live in a space of their own: (space, series modulo so many). */
const WRITER_LOCKS = 7_034;
const WRITER_SLOTS = 256;

/** Bins are counted from a midnight before all data: date_bin of PostgreSQL 15 errs by a bin on edges before its origin. */
export const ORIGIN = `timestamptz '0001-01-01 00:00:00+00'`;
/** Milliseconds as a time: a product of whole numbers below 2^53, so exact. */
export const toTime = (ms: string): string => `(timestamptz 'epoch' + ${ms}::float8 * interval '1 millisecond')`;
export const toMs = (time: string): string => `round(date_part('epoch', ${time}) * 1000)`;

/**
 * Writers of one series take turns until they commit, so that each sees the points of the one before when it sums up. All take
 * their turns in the same order, before any row: they cannot wait for each other in a circle.
 */
export async function takeTurns(client: PoolClient, seriesIds: Iterable<number>): Promise<void> {
  const slots = [...new Set([...seriesIds].map((id) => id % WRITER_SLOTS))].sort((a, b) => a - b);
  await client.query('SELECT pg_advisory_xact_lock($1, slot) FROM unnest($2::int[]) AS slot', [WRITER_LOCKS, slots]);
}

/**
 * Writes points whose natural keys differ; a row that says the same already is left alone, and so is one that was retrieved later. Needs the turn of
 * their series.
 * @returns the days that changed, with near ones and those between together, in order
 */
export async function upsertPoints(
  client: PoolClient,
  points: readonly Observation[],
  ids: ReadonlyMap<string, number>,
): Promise<Span[]> {
  const isStored = await storedAmong(client, points, ids);
  const known = isStored.size === 0 ? [] : points.filter(({ series }) => isStored.has(series));
  const fresh = isStored.size === 0 ? points : points.filter(({ series }) => !isStored.has(series));
  return [
    ...(fresh.length > 0 ? await insertRows(client, INSERT, fresh, ids) : []),
    ...(known.length > 0 ? await insertRows(client, UPSERT, known, ids) : []),
  ];
}

/**
 * Series that have rows between the first and the last of their points. What is appended to a series, which is nearly everything, needs no look at
 * each of its keys then, which is half of the time of a write.
 */
async function storedAmong(
  client: PoolClient,
  points: readonly Observation[],
  ids: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const ranges = new Map<string, { fromMs: number; toMs: number }>();
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const { series, timeMs } of points) {
    let range = ranges.get(series);
    if (range === undefined) ranges.set(series, (range = { fromMs: timeMs, toMs: timeMs }));
    if (timeMs < range.fromMs) range.fromMs = timeMs;
    if (timeMs > range.toMs) range.toMs = timeMs;
    if (timeMs < firstMs) firstMs = timeMs;
    if (timeMs > lastMs) lastMs = timeMs;
  }
  const { rows } = await client.query<{ seriesId: number }>(STORED, [
    [...ranges.keys()].map((series) => ids.get(series)!),
    [...ranges.values()].map(({ fromMs }) => fromMs),
    [...ranges.values()].map(({ toMs }) => toMs),
    new Date(firstMs),
    new Date(lastMs),
  ]);
  const stored = new Set(rows.map(({ seriesId }) => seriesId));
  return new Set([...ranges.keys()].filter((series) => stored.has(ids.get(series)!)));
}

const STORED = `
  SELECT series_id AS "seriesId" FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS range (series_id, from_ms, to_ms)
  WHERE EXISTS (
    SELECT FROM observation AS o
    WHERE o.series_id = range.series_id AND o.time BETWEEN ${toTime('from_ms')} AND ${toTime('to_ms')}
      AND o.time BETWEEN $4::timestamptz AND $5::timestamptz
  )`;

async function insertRows(
  client: PoolClient,
  statement: string,
  points: readonly Observation[],
  ids: ReadonlyMap<string, number>,
): Promise<Span[]> {
  const { rows } = await client.query<{ seriesId: number; dayMs: number }>(statement, [...columnsOf(points, ids)]);
  const spans: Span[] = [];
  for (const { seriesId, dayMs } of rows) {
    const last = spans.at(-1);
    if (last?.seriesId === seriesId && dayMs - last.toMs <= NEAR) last.toMs = dayMs + DAY;
    else spans.push({ seriesId, fromMs: dayMs, toMs: dayMs + DAY });
  }
  return spans;
}

/** Runs of points that differ in time and value alone; `first` and `last` are their places in `times` and `values`, from 1. */
const ROWS = `
  SELECT series_id, ${toTime('time_ms')}, revision, value, source_id, retrieved_at
  FROM (
    SELECT series_id, revision, source_id, ${toTime('retrieved_ms')} AS retrieved_at, first, last
    FROM unnest($1::int[], $2::smallint[], $3::int[], $4::bigint[], $5::int[], $6::int[])
      AS r (series_id, revision, source_id, retrieved_ms, first, last)
  ) AS run CROSS JOIN LATERAL unnest(($7::bigint[])[first:last], ($8::float8[])[first:last]) AS p (time_ms, value)`;

const changing = (conflict: string): string => `
  WITH changed AS (
    INSERT INTO observation AS o (series_id, time, revision, value, source_id, retrieved_at) ${ROWS} ${conflict}
    RETURNING series_id, time
  )
  SELECT DISTINCT series_id AS "seriesId", ${toMs(`date_bin('1 day', time, ${ORIGIN})`)} AS "dayMs"
  FROM changed ORDER BY 1, 2`;
const INSERT = changing('');
const UPSERT = changing(`
    ON CONFLICT (series_id, time, revision) DO UPDATE
      SET value = EXCLUDED.value, source_id = EXCLUDED.source_id, retrieved_at = EXCLUDED.retrieved_at
      WHERE o.value IS DISTINCT FROM EXCLUDED.value AND o.retrieved_at <= EXCLUDED.retrieved_at`);

/** Brings the summaries of these days and of their hours up to date; those without a value go. */
export async function summarise(client: PoolClient, spans: readonly Span[]): Promise<void> {
  await client.query(SUMMARISE, [
    spans.map((span) => span.seriesId),
    spans.map((span) => span.fromMs),
    spans.map((span) => span.toMs),
    // Known bounds let the planner look at the partitions of these months only.
    new Date(Math.min(...spans.map((span) => span.fromMs))),
    new Date(Math.max(...spans.map((span) => span.toMs))),
  ]);
}

const SUMMARISE = `
  WITH span AS (
    SELECT series_id, ${toTime('from_ms')} AS from_time, ${toTime('to_ms')} AS to_time
    FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS s (series_id, from_ms, to_ms)
  ), fresh AS MATERIALIZED (
    SELECT span.series_id, bins.*
    FROM span CROSS JOIN LATERAL (
      SELECT
        CASE WHEN grouping(hour) = 0 THEN 'hour' ELSE 'day' END AS resolution, coalesce(hour, day) AS start,
        count(*)::int AS n, min(value), avg(value) AS mean, max(value), (array_agg(value ORDER BY time DESC))[1] AS last
      FROM (
        SELECT time, value, date_bin('1 hour', time, ${ORIGIN}) AS hour, date_bin('1 day', time, ${ORIGIN}) AS day
        FROM (
          SELECT DISTINCT ON (time) time, value FROM observation
          WHERE series_id = span.series_id AND time >= span.from_time AND time < span.to_time
            AND time >= $4::timestamptz AND time < $5::timestamptz
          ORDER BY time, revision DESC
        ) AS best
        WHERE value IS NOT NULL
      ) AS binned
      GROUP BY GROUPING SETS ((hour), (day))
    ) AS bins
  ), gone AS (
    DELETE FROM summary USING span
    WHERE summary.series_id = span.series_id AND summary.start >= span.from_time AND summary.start < span.to_time
      AND NOT EXISTS (
        SELECT FROM fresh
        WHERE fresh.series_id = summary.series_id AND fresh.resolution = summary.resolution AND fresh.start = summary.start
      )
  )
  INSERT INTO summary AS s (series_id, resolution, start, n, min, mean, max, last)
  SELECT series_id, resolution, start, n, min, mean, max, last FROM fresh
  ON CONFLICT (series_id, resolution, start) DO UPDATE
    SET n = EXCLUDED.n, min = EXCLUDED.min, mean = EXCLUDED.mean, max = EXCLUDED.max, last = EXCLUDED.last
    WHERE (s.n, s.min, s.mean, s.max, s.last)
      IS DISTINCT FROM (EXCLUDED.n, EXCLUDED.min, EXCLUDED.mean, EXCLUDED.max, EXCLUDED.last)`;
