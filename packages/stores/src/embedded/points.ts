import { type DuckDBConnection, listValue } from '@duckdb/node-api';
import { latestTrustedMs, REVISIONS, type Observation, type Revision } from '@orrery/contract';
import { latestOfKeys } from '../latest.ts';
import type { SeriesPoint } from '../ports/index.ts';
import { query, type Database } from './database.ts';
import { summarise, SUMMARY_TABLE, type Staged } from './summaries.ts';

/**
 * The dictionary of series, and the points, which are found by zone maps and need no index. Series and archive read the
 * same ones (ADR 27).
 */
export const pointTables = (prefix: 'archive' | 'live'): readonly string[] => [
  // `revisions`: bit i is set when a point of REVISIONS[i] was ever written. Where one bit is set, each moment has one
  // row.
  `CREATE TABLE ${prefix}_series (id INTEGER NOT NULL, name VARCHAR NOT NULL, revisions INTEGER NOT NULL)`,
  `CREATE TABLE ${prefix}_point (series_id INTEGER NOT NULL, time_ms BIGINT NOT NULL, revision TINYINT NOT NULL, value DOUBLE,
    source VARCHAR NOT NULL, retrieved_at_ms BIGINT NOT NULL)`,
];

/** Creates the tables of points and summaries if they are missing. */
export const migratePoints = (database: Database): Promise<void> =>
  database.migrate('archive', [[...pointTables('archive'), SUMMARY_TABLE]]);

/** Rows appended at once; the appender blocks the event loop for about a millisecond per thousand. */
const CHUNK = 20_000;
/** Temporary table of the points of a transaction. */
export const STAGING = 'staged_point';

/** Writes points and updates their summaries, in transactions of at most `CHUNK`. Known points change nothing. */
export async function writePoints(database: Database, points: readonly Observation[]): Promise<void> {
  for (let i = 0; i < points.length; i += CHUNK) {
    const chunk = points.slice(i, i + CHUNK);
    await database.write(async (connection) => {
      await upsert(connection, await stage(connection, chunk));
    });
  }
}

async function stage(connection: DuckDBConnection, points: readonly Observation[]): Promise<Staged> {
  const latest = latestOfKeys(points);
  const ids = await seriesIds(connection, revisionsOf(latest));
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${STAGING} AS FROM archive_point LIMIT 0`);
  const appender = await connection.createAppender(STAGING, 'main', 'temp');
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const point of latest) {
    appender.appendInteger(ids.get(point.series)!);
    appender.appendBigInt(BigInt(point.timeMs));
    appender.appendTinyInt(REVISIONS.indexOf(point.revision));
    if (point.value === null) appender.appendNull();
    else appender.appendDouble(point.value);
    appender.appendVarchar(point.source);
    appender.appendBigInt(BigInt(point.retrievedAtMs));
    appender.endRow();
    fromMs = Math.min(fromMs, point.timeMs);
    toMs = Math.max(toMs, point.timeMs);
  }
  appender.closeSync();
  return { table: STAGING, fromMs, toMs };
}

/**
 * A stored point `p` is kept if it was retrieved later than the staged `s` or has the same value, unless its retrieval
 * lies in the future.
 */
export const staying = (): string =>
  `p.retrieved_at_ms <= ${latestTrustedMs(Date.now())}
   AND (p.retrieved_at_ms > s.retrieved_at_ms OR p.value IS NOT DISTINCT FROM s.value)`;

/** Merges the staged points and updates their summaries; unchanged points are removed from the staging table. */
export async function upsert(connection: DuckDBConnection, staged: Staged): Promise<void> {
  // The bounds let the engine skip other rows.
  const sameKey = `p.series_id = s.series_id AND p.time_ms = s.time_ms AND p.revision = s.revision
    AND p.time_ms BETWEEN ${staged.fromMs} AND ${staged.toMs}`;
  const stays = staying();
  const counts = await query(
    connection,
    `SELECT count(*)::INTEGER, (count(*) FILTER (${stays}))::INTEGER FROM archive_point AS p JOIN ${staged.table} AS s ON ${sameKey}`,
  );
  const [stored, kept] = counts[0] as readonly [number, number];
  if (kept > 0)
    await connection.run(`DELETE FROM ${staged.table} AS s USING archive_point AS p WHERE ${sameKey} AND (${stays})`);
  if (stored > kept) await connection.run(`DELETE FROM archive_point AS p USING ${staged.table} AS s WHERE ${sameKey}`);
  const inserted = await query(
    connection,
    `INSERT INTO archive_point FROM ${staged.table} ORDER BY series_id, time_ms`,
  );
  if (Number(inserted[0]![0]) > 0) await summarise(connection, staged);
}

/** The revisions of each series as bits; consecutive points usually have the same. */
function revisionsOf(points: readonly Observation[]): ReadonlyMap<string, number> {
  const bits = new Map<string, number>();
  let [series, revision] = ['', ''];
  for (const point of points) {
    if (point.series === series && point.revision === revision) continue;
    ({ series, revision } = point);
    bits.set(series, (bits.get(series) ?? 0) | (1 << REVISIONS.indexOf(point.revision)));
  }
  return bits;
}

/** Ids of the series, new ones included; stores their revisions. */
async function seriesIds(
  connection: DuckDBConnection,
  revisionsBySeries: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const names = listValue([...revisionsBySeries.keys()]);
  const rows = await query(
    connection,
    `SELECT name, id, revisions FROM archive_series WHERE name IN (SELECT unnest(?::VARCHAR[]))`,
    [names],
  );
  const known = new Map(
    rows.map(([name, id, revisions]) => [String(name), { id: Number(id), revisions: Number(revisions) }]),
  );
  let nextId = Number((await query(connection, `SELECT coalesce(max(id), 0) + 1 FROM archive_series`))[0]![0]);
  const ids = new Map<string, number>();
  for (const [name, written] of revisionsBySeries) {
    const before = known.get(name);
    const id = before?.id ?? nextId++;
    const revisions = written | (before?.revisions ?? 0);
    ids.set(name, id);
    if (!before)
      await connection.run(`INSERT INTO archive_series VALUES (?::INTEGER, ?, ?::INTEGER)`, [id, name, revisions]);
    else if (revisions !== before.revisions)
      await connection.run(`UPDATE archive_series SET revisions = ?::INTEGER WHERE id = ?::INTEGER`, [revisions, id]);
  }
  return ids;
}

/** Id and revisions of a series; null if it has no points. */
export async function findSeries(
  database: Database,
  series: string,
): Promise<{ readonly id: number; readonly plain: boolean } | null> {
  const row = (await database.read(`SELECT id, revisions FROM archive_series WHERE name = ?`, [series]))[0];
  if (!row) return null;
  const revisions = Number(row[1]);
  return { id: Number(row[0]), plain: (revisions & (revisions - 1)) === 0 };
}

/**
 * SELECT of time_ms, value and revision, the best revision of each moment. Parameters: series id, from, to. `plain`
 * omits the grouping if each moment has one row: five times as fast.
 */
export function bestRevisions(plain: boolean): string {
  const range = `FROM archive_point WHERE series_id = ?::INTEGER AND time_ms BETWEEN ?::BIGINT AND ?::BIGINT`;
  return plain
    ? `SELECT time_ms, value, revision ${range}`
    : `SELECT time_ms, arg_max_null(value, revision) AS value, max(revision) AS revision ${range} GROUP BY time_ms`;
}

/** Points of a range in chronological order, the best revision of each moment or the requested one. */
export async function readPoints(
  database: Database,
  series: string,
  fromMs: number,
  toMs: number,
  revision?: Revision,
): Promise<readonly SeriesPoint[]> {
  const found = await findSeries(database, series);
  if (!found) return [];
  const asked = revision === undefined ? null : REVISIONS.indexOf(revision);
  const from = asked === null ? `(${bestRevisions(found.plain)})` : `(${bestRevisions(true)} AND revision = ${asked})`;
  const rows = await database.read(`SELECT time_ms::DOUBLE, value, revision FROM ${from} ORDER BY time_ms`, [
    found.id,
    fromMs,
    toMs,
  ]);
  return rows.map(pointOf);
}

/** Rows of one page of an export. */
const PAGE = 10_000;

/** All revisions of a range with their sources, page by page. */
export async function* pagesOfPoints(
  database: Database,
  series: string,
  fromMs: number,
  toMs: number,
): AsyncGenerator<Observation> {
  const found = await findSeries(database, series);
  let [afterMs, afterRank] = [fromMs, -1];
  while (found) {
    const rows = await database.read(
      `SELECT time_ms::DOUBLE, value, revision, source, retrieved_at_ms::DOUBLE FROM archive_point
       WHERE series_id = $1::INTEGER AND time_ms BETWEEN $2::BIGINT AND $3::BIGINT AND (time_ms > $2::BIGINT OR revision > $4::INTEGER)
       ORDER BY time_ms, revision LIMIT ${PAGE}`,
      [found.id, afterMs, toMs, afterRank],
    );
    for (const row of rows) {
      const [, , rank, source, retrievedAtMs] = row;
      const point = pointOf(row);
      [afterMs, afterRank] = [point.timeMs, rank as number];
      yield { kind: 'observation', series, ...point, source: source as string, retrievedAtMs: retrievedAtMs as number };
    }
    if (rows.length < PAGE) return;
  }
}

/** Natural keys of a series. */
export async function countPoints(database: Database, series: string): Promise<number> {
  const found = await findSeries(database, series);
  if (!found) return 0;
  const rows = await database.read(`SELECT count(*)::DOUBLE FROM archive_point WHERE series_id = ?::INTEGER`, [
    found.id,
  ]);
  return Number(rows[0]![0]);
}

/** A point of a row of time, value, revision. */
export function pointOf([timeMs, value, revision]: readonly unknown[]): SeriesPoint {
  return {
    timeMs: timeMs as number,
    value: value as number | null,
    revision: REVISIONS[revision as number]!,
  };
}
