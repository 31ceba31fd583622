import type { Pool } from 'pg';
import { inTransaction } from './transaction.ts';

/** In order and never changed once they are released: a change of the schema is a new entry at the end. */
const MIGRATIONS: readonly string[] = [
  `
  -- Names of series and sources, once: rows refer to them by number.
  CREATE TABLE label (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
  );

  -- The points of a series and revision within a day in UTC, in order of time: place i of offset_ms and value is a point. Points that one answer
  -- brought share a source and a time of retrieval: place k of source_id, retrieved_at and first is such a run, and first the place of its first point.
  -- Partitions are years in UTC, made when the first of their points comes.
  CREATE TABLE observation_day (
    series_id integer NOT NULL,
    start timestamptz NOT NULL,
    -- Rank: 0 predicted, 1 nowcast, 2 provisional, 3 definitive.
    revision smallint NOT NULL,
    offset_ms integer[] NOT NULL,
    -- Null is a gap that the source states.
    value double precision[] NOT NULL,
    source_id integer[] NOT NULL,
    retrieved_at timestamptz[] NOT NULL,
    first integer[] NOT NULL,
    PRIMARY KEY (series_id, start, revision)
  ) PARTITION BY RANGE (start);
  -- Large arrays lie beside their row as they are: numbers of eight bytes do not become smaller by what PostgreSQL tries.
  ALTER TABLE observation_day ALTER COLUMN offset_ms SET STORAGE EXTERNAL, ALTER COLUMN value SET STORAGE EXTERNAL;

  -- The same by row, for whoever asks in SQL; day is the start of its day, and a condition on it finds the rows.
  CREATE VIEW observation AS
    SELECT d.series_id, d.start AS day, d.start + p.offset_ms * interval '1 millisecond' AS time, d.revision, p.value, run.source_id, run.retrieved_at
    FROM observation_day AS d
    CROSS JOIN LATERAL unnest(d.source_id, d.retrieved_at, d.first) WITH ORDINALITY AS run (source_id, retrieved_at, first, number)
    CROSS JOIN LATERAL unnest(
      d.offset_ms[run.first : coalesce(d.first[run.number + 1] - 1, cardinality(d.offset_ms))],
      d.value[run.first : coalesce(d.first[run.number + 1] - 1, cardinality(d.value))]
    ) AS p (offset_ms, value);

  -- From the best revision of each moment; hours and days without a value have no row.
  CREATE TABLE summary (
    series_id integer NOT NULL,
    resolution text NOT NULL CHECK (resolution IN ('hour', 'day')),
    start timestamptz NOT NULL,
    n integer NOT NULL,
    min double precision NOT NULL,
    mean double precision NOT NULL,
    max double precision NOT NULL,
    last double precision NOT NULL,
    PRIMARY KEY (series_id, resolution, start)
  );
  `,
];

/** Arbitrary key of an advisory lock, so that two services that start together do not migrate concurrently. */
const MIGRATION_LOCK = 7_034_100;

/** Brings the schema up to date. */
export async function migrate(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM schema_version',
    );
    const done = rows[0]!.version;
    for (const [i, sql] of MIGRATIONS.slice(done).entries()) {
      await client.query(sql);
      await client.query('INSERT INTO schema_version (version) VALUES ($1)', [done + i + 1]);
    }
  });
}
