import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OrreryError } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { openFailure } from '../open-failure.ts';
import { connectSqlite, type OpenConnection, type WorkRow, type WorkValue } from './connection.ts';
import { prepareSchema } from './schema.ts';
import { createTurns, type WorkOn } from './turns.ts';

/** The embedded database of frequently changing data: queue, stream and state (SQLite). */
export interface WorkDatabase extends Stoppable {
  /** Path of the file. */
  readonly file: string;
  /** One statement that reads; sees all that was committed before the call. */
  read(sql: string, values?: readonly WorkValue[]): Promise<readonly WorkRow[]>;
  /** Runs work in a transaction, possibly together with other work; resolves when it is committed and on disk. */
  write<T>(work: WorkOn<T>): Promise<T>;
  /** Notifies the listeners of a topic in this process of a commit. */
  notify(topic: string): void;
  /** Calls back on each `notify` of the topic until the returned function is called. */
  listen(topic: string, callback: () => void): () => void;
  /** Jobs and partitions that handles of this process are working on. Deliberately not persistent. */
  readonly held: Set<string>;
}

/** The file of `orrery.db` is `orrery.work.sqlite`, beside it; in memory where that is. */
export const workFileOf = (file: string): string =>
  file === ':memory:' ? file : `${file.replace(/\.db$/, '')}.work.sqlite`;

/**
 * Opens the file, creating it if missing, and keeps it locked: one process at a time. Rejects with `notReady` and the
 * reason if another process has it open or it is not such a file.
 *
 * WAL with synchronous=FULL: a commit is on the disk when it resolves, and a process killed at any moment leaves either
 * all or nothing of a transaction. The lock is exclusive, which also needs no shared memory file.
 */
export async function openWorkDatabase(file: string): Promise<WorkDatabase> {
  if (file !== ':memory:') await mkdir(dirname(file), { recursive: true });
  const connection = await openLocked(file);
  const turns = createTurns(connection);
  const listeners = new Map<string, Set<() => void>>();
  let stopped = false;
  const refuseWhenStopped = (): void => {
    if (stopped)
      throw new OrreryError('notReady', 'The embedded database is closed. Nothing more can be read or written.');
  };
  return {
    name: 'embedded work database',
    file,
    read: async (sql, values) => {
      refuseWhenStopped();
      return turns.read((on) => on.all(sql, values));
    },
    write: async (work) => {
      refuseWhenStopped();
      return turns.write(work);
    },
    notify: (topic) => {
      for (const callback of listeners.get(topic) ?? []) callback();
    },
    listen: (topic, callback) => {
      const callbacks = listeners.get(topic) ?? new Set();
      listeners.set(topic, callbacks.add(callback));
      return () => void callbacks.delete(callback);
    },
    held: new Set(),
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await turns.settled();
      await unlock(connection);
      connection.close();
    },
  };
}

async function openLocked(file: string): Promise<OpenConnection> {
  let connection: OpenConnection | undefined;
  try {
    connection = connectSqlite(file);
    for (const setting of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL'])
      await connection.exec(`PRAGMA ${setting}`);
    await connection.exec('BEGIN IMMEDIATE');
    await prepareSchema(connection, file);
    await connection.exec('COMMIT');
    return connection;
  } catch (error) {
    await connection?.exec('ROLLBACK').catch(() => undefined);
    if (connection) await unlock(connection).catch(() => undefined);
    connection?.close();
    throw error instanceof OrreryError ? error : await openFailure(file, error);
  }
}

/**
 * Releases the lock: the library closes the file only when its statements are garbage collected. An exclusive lock ends
 * with the next read in normal mode, which WAL without shared memory does not allow; the log is written into the file.
 */
async function unlock(connection: OpenConnection): Promise<void> {
  for (const statement of [
    'PRAGMA journal_mode = DELETE',
    'PRAGMA locking_mode = NORMAL',
    'SELECT 1 FROM sqlite_schema',
  ])
    await connection.exec(statement);
}
