import { OrreryError, REVISIONS, type Observation } from '@orrery/contract';
import { Pool } from 'pg';
import { latestOfKeys } from '../latest.ts';
import type { ArchiveStore, Resolution, SeriesBucket, SeriesPoint } from '../ports.ts';
import { createLabels } from './labels.ts';
import { migrate } from './migrations.ts';
import { pagesOfPoints, seriesNames } from './pages.ts';
import { createPartitions } from './partitions.ts';
import { inTransaction } from './transaction.ts';
import { summarise, takeTurns, toMs, toTime, upsertPoints } from './upsert.ts';

export interface PostgresConfig {
  /** postgresql://user:password@host:port/database */
  readonly url: string;
  /** Connections at most (default 4). */
  readonly poolSize?: number;
}

const CONNECT_TIMEOUT_MS = 5000;

interface Parts {
  readonly pool: Pool;
  readonly labels: ReturnType<typeof createLabels>;
  readonly partitions: ReturnType<typeof createPartitions>;
}

/** The archive in PostgreSQL 15; brings the schema up to date. @throws OrreryError notReady when the server does not answer */
export async function openPostgresArchiveStore({ url, poolSize = 4 }: PostgresConfig): Promise<ArchiveStore> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that breaks has left the pool already; the next query opens another or rejects with the reason.
  pool.on('error', () => undefined);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw unusable(url, error);
  }
  const parts = { pool, labels: createLabels(pool), partitions: createPartitions(pool) };
  return {
    name: 'PostgreSQL',
    stop: () => pool.end(),
    archive: (points) => archive(parts, points),
    summaries: (series, resolution, fromMs, untilMs) => summaries(parts, series, resolution, fromMs, untilMs),
    history: (series, fromMs, untilMs) => history(parts, series, fromMs, untilMs),
    points: (series, fromMs, untilMs) => pagesOfPoints(parts, series, fromMs, untilMs),
    seriesNames: () => seriesNames(pool),
    count: (series) => count(parts, series),
  };
}

/** Without the password, which the address may hold. */
function unusable(url: string, error: unknown): OrreryError {
  const { host, pathname } = new URL(url);
  const reason = error instanceof AggregateError ? error.errors.map(String).join(', ') : String(error);
  const message = `PostgreSQL at ${host}${pathname} cannot be used: ${reason}. Check address, user and database.`;
  return new OrreryError('notReady', message, [], { cause: error });
}

async function archive({ pool, labels, partitions }: Parts, points: readonly Observation[]): Promise<void> {
  if (points.length === 0) return;
  const latest = latestOfKeys(points);
  const series = new Set(latest.map((point) => point.series));
  const ids = await labels.ensure(new Set([...series, ...new Set(latest.map((point) => point.source))]));
  await partitions.ensure(latest);
  await inTransaction(pool, async (client) => {
    await takeTurns(
      client,
      [...series].map((name) => ids.get(name)!),
    );
    const changed = await upsertPoints(client, latest, ids);
    if (changed.length > 0) await summarise(client, changed);
  });
}

async function summaries(
  { pool, labels }: Parts,
  series: string,
  resolution: Resolution,
  fromMs: number,
  untilMs: number,
): Promise<SeriesBucket[]> {
  const id = await labels.find(series);
  if (id === null) return [];
  const { rows } = await pool.query<SeriesBucket>(
    `SELECT ${toMs('start')} AS "timeMs", n, min, mean, max, last FROM summary
     WHERE series_id = $1 AND resolution = $2 AND start >= ${toTime('$3')} AND start <= ${toTime('$4')} ORDER BY start`,
    [id, resolution, fromMs, untilMs],
  );
  return rows;
}

async function history(
  { pool, labels }: Parts,
  series: string,
  fromMs: number,
  untilMs: number,
): Promise<SeriesPoint[]> {
  const id = await labels.find(series);
  if (id === null) return [];
  const { rows } = await pool.query<{ timeMs: number; value: number | null; rank: number }>(
    `SELECT DISTINCT ON (time) ${toMs('time')} AS "timeMs", value, revision AS rank FROM observation
     WHERE series_id = $1 AND time >= ${toTime('$2')} AND time <= ${toTime('$3')} ORDER BY time, revision DESC`,
    [id, fromMs, untilMs],
  );
  return rows.map(({ rank, ...point }) => ({ ...point, revision: REVISIONS[rank]! }));
}

async function count({ pool, labels }: Parts, series: string): Promise<number> {
  const id = await labels.find(series);
  if (id === null) return 0;
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM observation WHERE series_id = $1', [
    id,
  ]);
  return rows[0]!.n;
}
