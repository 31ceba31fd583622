import type { DuckDBConnection } from '@duckdb/node-api';
import { RESOLUTIONS, type Resolution } from '../ports/index.ts';
import { BUCKET_AGGREGATES, bucketStart } from './buckets.ts';

export const SUMMARY_TABLE = `CREATE TABLE archive_summary (series_id INTEGER NOT NULL, resolution VARCHAR NOT NULL, start_ms BIGINT NOT NULL,
  n BIGINT NOT NULL, min DOUBLE NOT NULL, mean DOUBLE NOT NULL, max DOUBLE NOT NULL, last DOUBLE NOT NULL)`;

/**
 * Staged points of a transaction: a temporary table with the columns of the points, finally reduced to the changed
 * ones, and its bounds.
 */
export interface Staged {
  readonly table: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Recomputes the summaries that contain staged points. */
export async function summarise(connection: DuckDBConnection, staged: Staged): Promise<void> {
  for (const resolution of Object.keys(RESOLUTIONS) as Resolution[]) await summariseBy(connection, staged, resolution);
}

async function summariseBy(connection: DuckDBConnection, staged: Staged, resolution: Resolution): Promise<void> {
  const everyMs = RESOLUTIONS[resolution];
  const every = `${everyMs}::BIGINT`;
  const fromMs = Math.floor(staged.fromMs / everyMs) * everyMs;
  const toMs = (Math.floor(staged.toMs / everyMs) + 1) * everyMs - 1;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT series_id, ${bucketStart('time_ms', every)} AS start_ms FROM ${staged.table}`,
  );
  await connection.run(
    `DELETE FROM archive_summary AS s USING touched AS t
     WHERE s.series_id = t.series_id AND s.start_ms = t.start_ms AND s.resolution = '${resolution}'`,
  );
  // The bounds let the engine skip unchanged rows.
  await connection.run(
    `INSERT INTO archive_summary
     WITH best AS (
       SELECT p.series_id, p.time_ms, t.start_ms, arg_max_null(p.value, p.revision) AS value FROM archive_point AS p
       JOIN touched AS t ON p.series_id = t.series_id AND ${bucketStart('p.time_ms', every)} = t.start_ms
       WHERE p.time_ms BETWEEN ${fromMs} AND ${toMs} GROUP BY ALL)
     SELECT series_id, '${resolution}', start_ms, ${BUCKET_AGGREGATES} FROM best
     GROUP BY series_id, start_ms HAVING count(value) > 0 ORDER BY series_id, start_ms`,
  );
}
