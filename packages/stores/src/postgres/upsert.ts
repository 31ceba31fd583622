import { REVISIONS, type Observation } from '@orrery/contract';
import type { PoolClient } from 'pg';
import { RESOLUTIONS } from '../ports.ts';

/** Days of a series that changed: [fromMs, toMs). */
export interface Span {
  readonly seriesId: number;
  readonly fromMs: number;
  toMs: number;
}

const DAY = RESOLUTIONS.day;
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
 * Writes points whose natural keys differ; a row that says the same already is left alone.
 * @returns the days that changed, neighbours together, in order
 */
export async function upsertPoints(
  client: PoolClient,
  points: readonly Observation[],
  ids: ReadonlyMap<string, number>,
): Promise<Span[]> {
  const column = (pick: (point: Observation) => number | null): string =>
    `{${points.map((point) => pick(point) ?? 'NULL').join(',')}}`;
  const { rows } = await client.query<{ seriesId: number; dayMs: number }>(UPSERT, [
    column((point) => ids.get(point.series)!),
    column((point) => point.timeMs),
    column((point) => REVISIONS.indexOf(point.revision)),
    column((point) => point.value),
    column((point) => ids.get(point.source)!),
    column((point) => point.retrievedAtMs),
  ]);
  const spans: Span[] = [];
  for (const { seriesId, dayMs } of rows) {
    const last = spans.at(-1);
    if (last?.seriesId === seriesId && last.toMs === dayMs) last.toMs += DAY;
    else spans.push({ seriesId, fromMs: dayMs, toMs: dayMs + DAY });
  }
  return spans;
}

const UPSERT = `
  WITH changed AS (
    INSERT INTO observation AS o (series_id, time, revision, value, source_id, retrieved_at)
    SELECT series_id, ${toTime('time_ms')}, revision, value, source_id, ${toTime('retrieved_ms')}
    FROM unnest($1::int[], $2::bigint[], $3::smallint[], $4::float8[], $5::int[], $6::bigint[])
      AS p (series_id, time_ms, revision, value, source_id, retrieved_ms)
    ON CONFLICT (series_id, time, revision) DO UPDATE
      SET value = EXCLUDED.value, source_id = EXCLUDED.source_id, retrieved_at = EXCLUDED.retrieved_at
      WHERE o.value IS DISTINCT FROM EXCLUDED.value AND o.retrieved_at <= EXCLUDED.retrieved_at
    RETURNING series_id, time
  )
  SELECT DISTINCT series_id AS "seriesId", ${toMs(`date_bin('1 day', time, ${ORIGIN})`)} AS "dayMs"
  FROM changed ORDER BY 1, 2`;

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
