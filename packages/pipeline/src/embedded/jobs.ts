import { DAY_MS, latestTrustedMs } from '@orrery/contract';
import type { WorkDatabase } from '@orrery/stores/embedded';
import type { Job, JobCounts, JobOptions, JobType } from '../ports.ts';

/** Retention of the history: completed jobs so that their ids are known, failed ones for inspection. */
const KEPT = { completed: { ms: DAY_MS, jobs: 5000 }, failed: { ms: 30 * DAY_MS, jobs: 1000 } } as const;

/** A running job. */
export interface QueuedJob {
  readonly seq: number;
  readonly id: string;
  readonly job: Job;
  readonly attempts: number;
  readonly made: number;
  readonly backoffMs: number;
}

const COLUMNS = 'seq, type, id, payload, schedule, state, due_ms, attempts, made, backoff_ms, at_ms';
const NEXT_SEQ = '(SELECT coalesce(max(seq), 0) + 1 FROM job)';

/**
 * A failed job of this id starts over; any other is unchanged. Parameters: type, id, payload, due, attempts, backoff
 * and the time now.
 */
const ENQUEUE = `INSERT INTO job (${COLUMNS}) VALUES (${NEXT_SEQ}, ?1, ?2, ?3, NULL, 'queued', ?4, ?5, 0, ?6, ?7)
  ON CONFLICT (type, id) DO UPDATE SET seq = excluded.seq, payload = excluded.payload, schedule = NULL, state = 'queued',
    due_ms = excluded.due_ms, attempts = excluded.attempts, made = 0, backoff_ms = excluded.backoff_ms, reason = NULL,
    at_ms = excluded.at_ms
  WHERE job.state = 'failed'`;

export async function enqueue(database: WorkDatabase, job: Job, options: JobOptions): Promise<void> {
  const { id, delayMs = 0, attempts = 1, backoffMs = 0 } = options;
  const now = Date.now();
  const values = [job.type, id, JSON.stringify(job), now + Math.round(delayMs), attempts, Math.round(backoffMs), now];
  await database.write((connection) => connection.run(ENQUEUE, values));
}

/** Jobs that are due at `nowMs`, oldest first. */
export async function dueJobs(
  database: WorkDatabase,
  type: JobType,
  nowMs: number,
  limit: number,
): Promise<readonly number[]> {
  const rows = await database.read(
    "SELECT seq FROM job WHERE type = ? AND state = 'queued' AND due_ms <= ? ORDER BY seq LIMIT ?",
    [type, nowMs, limit],
  );
  return rows.map(([seq]) => Number(seq));
}

/** The current state of the job, or null if it is no longer to be done. */
export async function loadJob(database: WorkDatabase, seq: number): Promise<QueuedJob | null> {
  const rows = await database.read(
    "SELECT id, payload, attempts, made, backoff_ms FROM job WHERE seq = ? AND state = 'queued' AND due_ms <= ?",
    [seq, Date.now()],
  );
  if (!rows[0]) return null;
  const [id, payload, attempts, made, backoffMs] = rows[0] as readonly [string, string, number, number, number];
  return { seq, id, job: JSON.parse(payload) as Job, attempts, made, backoffMs };
}

/** When the next job of the type is due after `nowMs`, epoch ms; Infinity when none waits. */
export async function nextDueMs(database: WorkDatabase, type: JobType, nowMs: number): Promise<number> {
  const rows = await database.read("SELECT min(due_ms) FROM job WHERE type = ? AND state = 'queued' AND due_ms > ?", [
    type,
    nowMs,
  ]);
  return (rows[0]![0] as number | null) ?? Infinity;
}

export async function complete(database: WorkDatabase, { seq, made }: QueuedJob): Promise<void> {
  await settle(database, seq, 'completed', made + 1, null);
}

/** Postpones a job after a failure, or gives it up if no attempt is left or it is `hopeless`. */
export async function fail(
  database: WorkDatabase,
  queued: QueuedJob,
  reason: string,
  hopeless: boolean,
): Promise<void> {
  const made = queued.made + 1;
  if (hopeless || made >= queued.attempts) return settle(database, queued.seq, 'failed', made, reason);
  const dueMs = Date.now() + Math.round(queued.backoffMs * 2 ** queued.made);
  await database.write((connection) =>
    connection.run('UPDATE job SET due_ms = ?, made = ?, reason = ?, at_ms = ? WHERE seq = ?', [
      dueMs,
      made,
      reason,
      Date.now(),
      queued.seq,
    ]),
  );
}

/** Postpones a job without using up an attempt. */
export async function postpone(database: WorkDatabase, { seq }: QueuedJob, delayMs: number): Promise<void> {
  const now = Date.now();
  await database.write((connection) =>
    connection.run('UPDATE job SET due_ms = ?, at_ms = ? WHERE seq = ?', [now + Math.round(delayMs), now, seq]),
  );
}

async function settle(
  database: WorkDatabase,
  seq: number,
  state: string,
  made: number,
  reason: string | null,
): Promise<void> {
  const values = [state, made, reason, Date.now(), seq];
  await database.write((connection) =>
    connection.run('UPDATE job SET state = ?, made = ?, reason = ?, at_ms = ? WHERE seq = ?', values),
  );
}

/** Counts from the table alone: running jobs are counted as waiting. */
export async function countJobs(database: WorkDatabase, type: JobType): Promise<Omit<JobCounts, 'active'>> {
  const rows = await database.read(
    `SELECT count(*) FILTER (WHERE state = 'queued' AND due_ms <= ?2), count(*) FILTER (WHERE state = 'queued' AND due_ms > ?2),
       count(*) FILTER (WHERE state = 'completed'), count(*) FILTER (WHERE state = 'failed') FROM job WHERE type = ?1`,
    [type, Date.now()],
  );
  const [waiting, delayed, completed, failed] = rows[0] as readonly number[];
  return { waiting: waiting!, delayed: delayed!, completed: completed!, failed: failed! };
}

export async function failedJobs(database: WorkDatabase, type: JobType, limit: number) {
  const rows = await database.read(
    `SELECT id, payload, reason, at_ms FROM job WHERE type = ? AND state = 'failed' ORDER BY at_ms DESC, seq DESC LIMIT ?`,
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
export async function hasWork(database: WorkDatabase, untilMs: number): Promise<boolean> {
  const rows = await database.read(
    `SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued' AND due_ms <= ?1)
       OR EXISTS (SELECT 1 FROM job_schedule WHERE next_ms <= ?1)`,
    [untilMs],
  );
  return rows[0]![0] === 1;
}

/**
 * Stores a schedule. A new one is due at once; a known one keeps its due time, or is due sooner if its period became
 * shorter.
 */
export async function putSchedule(database: WorkDatabase, id: string, everyMs: number, job: Job): Promise<void> {
  const now = Date.now();
  await database.write((connection) =>
    connection.run(
      `INSERT INTO job_schedule (id, type, payload, every_ms, next_ms) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT (id) DO UPDATE SET type = ?2, payload = ?3, every_ms = ?4, next_ms = min(next_ms, ?5 + ?4)`,
      [id, job.type, JSON.stringify(job), Math.round(everyMs), now],
    ),
  );
}

/**
 * Adds the jobs of the schedules that are due, unless the last one of a schedule still waits or runs; slots missed
 * while nothing ran count as one. Returns the types it added, and when the next schedule is due.
 */
export async function runSchedules(
  database: WorkDatabase,
): Promise<{ readonly types: readonly JobType[]; readonly nextMs: number }> {
  const nextMs = async (): Promise<number> =>
    ((await database.read('SELECT min(next_ms) FROM job_schedule'))[0]![0] as number | null) ?? Infinity;
  const first = await nextMs();
  if (first > Date.now()) return { types: [], nextMs: first };
  const types = await database.write(async (connection) => {
    const now = Date.now();
    const due = await connection.all(
      'SELECT id, type, payload, every_ms, next_ms FROM job_schedule WHERE next_ms <= ? ORDER BY next_ms',
      [now],
    );
    for (const row of due) {
      const [id, type, payload, everyMs, turnMs] = row as readonly [string, JobType, string, number, number];
      await connection.run(
        `INSERT INTO job (${COLUMNS}) SELECT ${NEXT_SEQ}, ?1, ?2, ?3, ?4, 'queued', ?5, 1, 0, 0, ?5
         WHERE NOT EXISTS (SELECT 1 FROM job WHERE schedule = ?4 AND state = 'queued')
           AND NOT EXISTS (SELECT 1 FROM job WHERE type = ?1 AND id = ?2)`,
        [type, `${id}@${turnMs}`, payload, id, now],
      );
      const missed = Math.floor((now - turnMs) / everyMs);
      await connection.run('UPDATE job_schedule SET next_ms = ? WHERE id = ?', [turnMs + (missed + 1) * everyMs, id]);
    }
    return due.map(([, type]) => type as JobType);
  });
  return { types, nextMs: await nextMs() };
}

/**
 * Makes jobs due that were added or postponed by a clock that was ahead, and schedules whose turn such a clock has set;
 * true where there were any.
 */
export async function healJobs(database: WorkDatabase): Promise<boolean> {
  const now = Date.now();
  return database.write(async (connection) => {
    const jobs = await connection.all(
      "UPDATE job SET due_ms = min(due_ms, ?1), at_ms = ?1 WHERE state = 'queued' AND at_ms > ?2 RETURNING seq",
      [now, latestTrustedMs(now)],
    );
    const schedules = await connection.all(
      'UPDATE job_schedule SET next_ms = ?1 WHERE next_ms - every_ms > ?2 RETURNING id',
      [now, latestTrustedMs(now)],
    );
    return jobs.length + schedules.length > 0;
  });
}

/** Drops the history beyond `KEPT`. */
export async function pruneJobs(database: WorkDatabase): Promise<void> {
  await database.write(async (connection) => {
    for (const [state, { ms, jobs }] of Object.entries(KEPT))
      await connection.run(
        `DELETE FROM job WHERE state = ?1 AND (at_ms < ?2
           OR seq IN (SELECT seq FROM job WHERE state = ?1 ORDER BY at_ms DESC LIMIT -1 OFFSET ?3))`,
        [state, Date.now() - ms, jobs],
      );
  });
}
