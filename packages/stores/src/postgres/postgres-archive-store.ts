import { OrreryError, type Observation } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { DatabaseError, Pool } from 'pg';
import { isNetworkFailure, notReadyWhileAway } from '../away.ts';
import { latestOfKeys } from '../latest.ts';
import type { ArchiveStore } from '../ports/index.ts';
import { daysOf, type SeriesDay } from './days.ts';
import { createLabels, type Labels } from './labels.ts';
import { migrate } from './migrations.ts';
import { createPartitions, type Partitions } from './partitions.ts';
import { countPoints, pagesOfPoints, readHistory, readSummaries, seriesNames } from './reading.ts';
import { inTransaction } from './transaction.ts';
import { takeTurns, writePoints } from './writing.ts';

export interface PostgresConfig {
  /** postgresql://user:password@host:port/database */
  readonly url: string;
  /** Largest number of connections (default 4). */
  readonly poolSize?: number;
}

const CONNECT_TIMEOUT_MS = 5000;

interface Parts {
  readonly pool: Pool;
  readonly labels: Labels;
  readonly partitions: Partitions;
}

/**
 * The archive in PostgreSQL 15; brings the schema up to date. @throws OrreryError notReady when the server does not
 * answer
 */
export async function openPostgresArchiveStore({
  url,
  poolSize = 4,
}: PostgresConfig): Promise<ArchiveStore & Stoppable> {
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
  return notReadyWhileAway<ArchiveStore & Stoppable>('PostgreSQL', isPostgresAway, {
    name: 'PostgreSQL',
    stop: () => pool.end(),
    archive: (points) => archive(parts, points),
    summaries: (series, resolution, fromMs, untilMs) => readSummaries(parts, series, resolution, fromMs, untilMs),
    history: (series, fromMs, untilMs) => readHistory(parts, series, fromMs, untilMs),
    points: (series, fromMs, untilMs) => pagesOfPoints(parts, series, fromMs, untilMs),
    seriesNames: () => seriesNames(pool),
    count: (series) => countPoints(parts, series),
  });
}

/** SQLSTATE of a server that refuses connections: it starts, stops, has crashed or has too many. */
const UNAVAILABLE = /^(08...|53300|57P0[1-3])$/;
/** These errors of a broken connection have no code; their messages begin like this. */
const BROKEN =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error of the client means that the server is unavailable. */
function isPostgresAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return UNAVAILABLE.test(error.code ?? '');
  return isNetworkFailure(error) || (error instanceof Error && BROKEN.test(error.message));
}

/** Without the password, which the address may contain. */
function unusable(url: string, error: unknown): OrreryError {
  const { host, pathname } = new URL(url);
  const reason = error instanceof AggregateError ? error.errors.map(String).join(', ') : String(error);
  const message = `PostgreSQL at ${host}${pathname} cannot be used: ${reason}. Check address, user and database.`;
  return new OrreryError('notReady', message, [], { cause: error });
}

async function archive({ pool, labels, partitions }: Parts, points: readonly Observation[]): Promise<void> {
  if (points.length === 0) return;
  const days = daysOf(latestOfKeys(points));
  const ids = await labels.ensure(namesIn(days));
  await partitions.ensure(days);
  await inTransaction(pool, async (client) => {
    await takeTurns(
      client,
      days.map(({ series }) => ids.get(series)!),
    );
    await writePoints(client, labels, ids, days);
  });
}

/** Names of the series and of their sources; consecutive points usually have the same. */
function namesIn(days: readonly SeriesDay[]): ReadonlySet<string> {
  const names = new Set<string>();
  let source = '';
  for (const day of days) {
    names.add(day.series);
    for (const point of day.points) if (point.source !== source) names.add((source = point.source));
  }
  return names;
}
