import type { Database, Migrations } from '@orrery/stores/embedded';
import { query } from '@orrery/stores/embedded';
import type { Job, JobCounts, JobOptions, JobType } from '../ports.ts';

const STEPS: Migrations = [
  [
    // A job at work is still 'queued' here: that it is in hand is known to its process alone and dies with it.
    `CREATE TABLE job (seq BIGINT NOT NULL, type VARCHAR NOT NULL, id VARCHAR NOT NULL, payload VARCHAR NOT NULL, schedule VARCHAR,
      state VARCHAR NOT NULL, due_ms BIGINT NOT NULL, attempts INTEGER NOT NULL, made INTEGER NOT NULL, backoff_ms BIGINT NOT NULL,
      reason VARCHAR, at_ms BIGINT NOT NULL)`,
    `CREATE TABLE job_schedule (id VARCHAR NOT NULL, type VARCHAR NOT NULL, payload VARCHAR NOT NULL, every_ms BIGINT NOT NULL,
      next_ms BIGINT NOT NULL)`,
  ],
  // A type of job that is no more.
  [`DELETE FROM job WHERE type = 'analyse'`],
];

const DAY_MS = 86_400_000;
/** History that is kept: completed jobs so that their ids are known, failed ones to be looked into. */
const KEPT = { completed: { ms: DAY_MS, jobs: 5000 }, failed: { ms: 30 * DAY_MS, jobs: 1000 } } as const;

export const createJobs = (database: Database): Promise<void> => database.migrate('queue', STEPS);

/** A job in hand. */
export interface QueuedJob {
  readonly seq: bigint;
  readonly id: string;
  readonly job: Job;
  readonly attempts: number;
  readonly made: number;
  readonly backoffMs: number;
}

const ENQUEUE = `INSERT INTO job SELECT (SELECT coalesce(max(seq), 0) + 1 FROM job), $1, $2, $3, $4, 'queued', $5::BIGINT, $6::INTEGER, 0,
  $7::BIGINT, NULL, $8::BIGINT`;

export async function enqueue(database: Database, job: Job, options: JobOptions): Promise<void> {
  const { id, delayMs = 0, attempts = 1, backoffMs = 0 } = options;
  const now = Date.now();
  await database.write(async (connection) => {
    const known = (await query(connection, 'SELECT state FROM job WHERE type = ? AND id = ?', [job.type, id]))[0];
    if (known && known[0] !== 'failed') return;
    if (known) await connection.run('DELETE FROM job WHERE type = ? AND id = ?', [job.type, id]);
    await connection.run(ENQUEUE, [job.type, id, JSON.stringify(job), null, now + delayMs, attempts, backoffMs, now]);
  });
}

/** Jobs that are due at `nowMs`, oldest first. */
export async function dueJobs(
  database: Database,
  type: JobType,
  nowMs: number,
  limit: number,
): Promise<readonly bigint[]> {
  const rows = await database.read(
    "SELECT seq FROM job WHERE type = ? AND state = 'queued' AND due_ms <= ?::BIGINT ORDER BY seq LIMIT ?::BIGINT",
    [type, nowMs, limit],
  );
  return rows.map(([seq]) => seq as bigint);
}

/** The job as it stands now, or null when it is no longer to be done. */
export async function loadJob(database: Database, seq: bigint): Promise<QueuedJob | null> {
  const row = (
    await database.read(
      "SELECT id, payload, attempts, made, backoff_ms::DOUBLE FROM job WHERE seq = ?::BIGINT AND state = 'queued' AND due_ms <= ?::BIGINT",
      [seq, Date.now()],
    )
  )[0];
  if (!row) return null;
  const [id, payload, attempts, made, backoffMs] = row as [string, string, number, number, number];
  return { seq, id, job: JSON.parse(payload) as Job, attempts, made, backoffMs };
}

/** When the next job of the type is due after `nowMs`, epoch ms; Infinity when none waits. */
export async function nextDueMs(database: Database, type: JobType, nowMs: number): Promise<number> {
  const rows = await database.read(
    "SELECT min(due_ms)::DOUBLE FROM job WHERE type = ? AND state = 'queued' AND due_ms > ?::BIGINT",
    [type, nowMs],
  );
  return (rows[0]![0] as number | null) ?? Infinity;
}

export async function complete(database: Database, { seq, made }: QueuedJob): Promise<void> {
  await settle(database, seq, 'completed', made + 1, null);
}

/** Puts a job off after a failure, or gives it up when no attempt is left or it is `hopeless`. */
export async function fail(database: Database, queued: QueuedJob, reason: string, hopeless: boolean): Promise<void> {
  const made = queued.made + 1;
  if (hopeless || made >= queued.attempts) return settle(database, queued.seq, 'failed', made, reason);
  const dueMs = Date.now() + Math.round(queued.backoffMs * 2 ** queued.made);
  await database.write(
    async (connection) =>
      void (await connection.run(
        'UPDATE job SET due_ms = ?::BIGINT, made = ?::INTEGER, reason = ? WHERE seq = ?::BIGINT',
        [dueMs, made, reason, queued.seq],
      )),
  );
}

/** Puts a job off without costing it an attempt. */
export async function postpone(database: Database, { seq }: QueuedJob, delayMs: number): Promise<void> {
  const dueMs = Date.now() + Math.round(delayMs);
  await database.write(
    async (connection) =>
      void (await connection.run('UPDATE job SET due_ms = ?::BIGINT WHERE seq = ?::BIGINT', [dueMs, seq])),
  );
}

async function settle(
  database: Database,
  seq: bigint,
  state: string,
  made: number,
  reason: string | null,
): Promise<void> {
  const atMs = Date.now();
  await database.write(
    async (connection) =>
      void (await connection.run(
        'UPDATE job SET state = ?, made = ?::INTEGER, reason = ?, at_ms = ?::BIGINT WHERE seq = ?::BIGINT',
        [state, made, reason, atMs, seq],
      )),
  );
}

/** Counts by the table alone: jobs in hand are among those that wait. */
export async function countJobs(database: Database, type: JobType): Promise<Omit<JobCounts, 'active'>> {
  const rows = await database.read(
    `SELECT count(*) FILTER (state = 'queued' AND due_ms <= $2::BIGINT)::DOUBLE, count(*) FILTER (state = 'queued' AND due_ms > $2::BIGINT)::DOUBLE,
       count(*) FILTER (state = 'completed')::DOUBLE, count(*) FILTER (state = 'failed')::DOUBLE FROM job WHERE type = $1`,
    [type, Date.now()],
  );
  const [waiting, delayed, completed, failed] = rows[0] as number[];
  return { waiting: waiting!, delayed: delayed!, completed: completed!, failed: failed! };
}

export async function failedJobs(database: Database, type: JobType, limit: number) {
  const rows = await database.read(
    `SELECT id, payload, reason, at_ms::DOUBLE FROM job WHERE type = ? AND state = 'failed' ORDER BY at_ms DESC, seq DESC LIMIT ?::BIGINT`,
    [type, limit],
  );
  return rows.map(([id, payload, reason, atMs]) => ({
    id: id as string,
    job: JSON.parse(payload as string) as Job,
    reason: reason as string,
    atMs: atMs as number,
  }));
}

/** True when a job or a schedule is due before `untilMs`. */
export async function hasWork(database: Database, untilMs: number): Promise<boolean> {
  const rows = await database.read(
    `SELECT EXISTS (FROM job WHERE state = 'queued' AND due_ms <= $1::BIGINT) OR EXISTS (FROM job_schedule WHERE next_ms <= $1::BIGINT)`,
    [untilMs],
  );
  return rows[0]![0] as boolean;
}

/**
 * Notes a schedule. A new one is due at once; a known one keeps its turn, or comes sooner when its period got shorter.
 */
export async function putSchedule(database: Database, id: string, everyMs: number, job: Job): Promise<void> {
  const now = Date.now();
  await database.write(async (connection) => {
    const rows = await query(connection, 'SELECT next_ms::DOUBLE FROM job_schedule WHERE id = ?', [id]);
    const nextMs = Math.min((rows[0]?.[0] as number | undefined) ?? now, now + everyMs);
    await connection.run('DELETE FROM job_schedule WHERE id = ?', [id]);
    await connection.run('INSERT INTO job_schedule VALUES (?, ?, ?, ?::BIGINT, ?::BIGINT)', [
      id,
      job.type,
      JSON.stringify(job),
      everyMs,
      nextMs,
    ]);
  });
}

/**
 * Adds the jobs of the schedules that are due, unless the last one of a schedule still waits or runs; turns missed
 * while nothing ran are one turn. Answers the types it added, and when the next schedule is due.
 */
export async function runSchedules(
  database: Database,
): Promise<{ readonly types: readonly JobType[]; readonly nextMs: number }> {
  const nextMs = async (): Promise<number> =>
    ((await database.read('SELECT min(next_ms)::DOUBLE FROM job_schedule'))[0]![0] as number | null) ?? Infinity;
  const first = await nextMs();
  if (first > Date.now()) return { types: [], nextMs: first };
  const types = await database.write(async (connection) => {
    const now = Date.now();
    const due = await query(
      connection,
      'SELECT id, type, payload, every_ms::DOUBLE, next_ms::DOUBLE FROM job_schedule WHERE next_ms <= ?::BIGINT ORDER BY next_ms',
      [now],
    );
    for (const [id, type, payload, everyMs, turnMs] of due as [string, JobType, string, number, number][]) {
      await connection.run(
        `${ENQUEUE} WHERE NOT EXISTS (FROM job WHERE schedule = $4 AND state = 'queued') AND NOT EXISTS (FROM job WHERE type = $1 AND id = $2)`,
        [type, `${id}@${turnMs}`, payload, id, now, 1, 0, now],
      );
      const missed = Math.floor((now - turnMs) / everyMs);
      await connection.run('UPDATE job_schedule SET next_ms = ?::BIGINT WHERE id = ?', [
        turnMs + (missed + 1) * everyMs,
        id,
      ]);
    }
    return due.map(([, type]) => type as JobType);
  });
  return { types, nextMs: await nextMs() };
}

/** Drops the history beyond `KEPT`. */
export async function pruneJobs(database: Database): Promise<void> {
  await database.write(async (connection) => {
    for (const [state, { ms, jobs }] of Object.entries(KEPT))
      await connection.run(
        `DELETE FROM job WHERE state = $1 AND (at_ms < $2::BIGINT OR seq <= (
           SELECT coalesce(min(seq), 0) FROM (SELECT seq FROM job WHERE state = $1 ORDER BY at_ms DESC OFFSET $3::BIGINT)))`,
        [state, Date.now() - ms, jobs],
      );
  });
}
