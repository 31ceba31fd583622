import type { DuckDBConnection } from '@duckdb/node-api';
import { query, type Database } from './database.ts';
import { checkColumns } from './migrate.ts';
import { pointTables, STAGING, staying, upsert } from './points.ts';

/**
 * Migrates files of earlier releases, which stored the points of the live series a second time: merges them into the
 * table that series and archive now share and drops the old tables, in one transaction. Rejects with `notReady` and
 * changes nothing if the old tables are not those of the previous release.
 *
 * The first step is empty: the previous release, which knows one step, then refuses the file instead of showing no live
 * series.
 */
export const takeOverLive = (database: Database): Promise<void> => database.migrate('live', [[], moveToArchive]);

async function moveToArchive(connection: DuckDBConnection): Promise<void> {
  if ((await query(connection, "FROM duckdb_tables() WHERE table_name = 'live_point'")).length === 0) return;
  await checkColumns(connection, 'live', pointTables('live'));
  await connection.run(
    `INSERT INTO archive_series SELECT (SELECT coalesce(max(id), 0) FROM archive_series) + row_number() OVER (ORDER BY id),
       name, revisions FROM live_series WHERE name NOT IN (SELECT name FROM archive_series)`,
  );
  await connection.run(
    'UPDATE archive_series AS a SET revisions = a.revisions | l.revisions FROM live_series AS l WHERE a.name = l.name',
  );
  // One series at a time: a join of all points would exceed the memory of the engine.
  for (const [from, to] of await query(
    connection,
    'SELECT l.id, a.id FROM live_series AS l JOIN archive_series AS a ON a.name = l.name',
  ))
    await moveSeries(connection, Number(from), Number(to));
  for (const table of ['live_point', 'live_series']) await connection.run(`DROP TABLE ${table}`);
}

/** Usually few points are moved: those that the sink of the archive had not written yet. */
async function moveSeries(connection: DuckDBConnection, from: number, to: number): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${STAGING} AS
     SELECT ${to}::INTEGER AS series_id, s.* EXCLUDE (series_id) FROM live_point AS s WHERE series_id = ${from}
     AND NOT EXISTS (FROM archive_point AS p WHERE p.series_id = ${to} AND p.time_ms = s.time_ms
       AND p.revision = s.revision AND (${staying()}))`,
  );
  const bounds = await query(connection, `SELECT min(time_ms)::DOUBLE, max(time_ms)::DOUBLE FROM ${STAGING}`);
  const [fromMs, toMs] = bounds[0] as readonly [number | null, number | null];
  if (fromMs !== null && toMs !== null) await upsert(connection, { table: STAGING, fromMs, toMs });
}
