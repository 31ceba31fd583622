import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { OrreryError } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { migrate, type Migrations } from './migrate.ts';
import { openFailure } from './open-failure.ts';
import { createWriter, type Work } from './writer.ts';

/**
 * Rows as arrays of values, in the order of the SELECT list. BIGINT comes as bigint: cast times to DOUBLE, exact to
 * 2^53.
 */
export type Rows = readonly (readonly DuckDBValue[])[];

/** The embedded database, shared by stores, queue and stream of one process. */
export interface Database extends Stoppable {
  /** Path of the file. */
  readonly file: string;
  /** One statement that reads; sees all that was committed before the call. */
  read(sql: string, values?: readonly DuckDBValue[]): Promise<Rows>;
  /** Runs work in the single writing transaction; resolves when it is committed. See `createWriter`. */
  write<T>(work: Work<T>): Promise<T>;
  /** Brings the tables of a component to its newest version. */
  migrate(component: string, steps: Migrations): Promise<void>;
  /** Notifies the listeners of a topic in this process of a commit. */
  notify(topic: string): void;
  /** Calls back on each `notify` of the topic until the returned function is called. */
  listen(topic: string, callback: () => void): () => void;
  /** Jobs and partitions that handles of this process are working on. Deliberately not persistent. */
  readonly held: Set<string>;
}

export interface DatabaseOptions {
  /** Path of the file, created if missing; or `:memory:`. */
  readonly file: string;
  /** Memory limit of the engine before it spills to disk, MB. */
  readonly memoryMb?: number;
  /**
   * Called once if the engine has failed permanently and refuses all work until another process opens the file again;
   * committed data is safe.
   */
  readonly onFatal?: (error: Error) => void;
}

/**
 * A limit, not the usual consumption: with it 10 million points pass through the pipeline at full speed. See text.ts
 * and blobs.ts for what must stay small.
 */
const DEFAULT_MEMORY_MB = 128;
/** The engine's errors have no code; its fatal ones begin with this word. */
const FATAL = /^FATAL\b/;
/** So that a long read does not delay a short one. */
const READERS = 3;

/** Opens the file. Rejects with `notReady` if another process has it open or it cannot be read. */
export async function openDatabase({
  file,
  memoryMb = DEFAULT_MEMORY_MB,
  onFatal,
}: DatabaseOptions): Promise<Database> {
  const instance = await openInstance(file, memoryMb);
  const writerConnection = await instance.connect();
  const readers = await Promise.all(Array.from({ length: READERS }, () => instance.connect()));
  const writer = createWriter(writerConnection);
  const listeners = new Map<string, Set<() => void>>();
  const reading = new Set<Promise<unknown>>();
  let turn = 0;
  let stopped = false;
  let failed = false;

  const watched = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (!failed && error instanceof Error && FATAL.test(error.message)) {
        failed = true;
        onFatal?.(error);
      }
      throw error;
    }
  };

  const refuseWhenStopped = (): void => {
    if (stopped)
      throw new OrreryError('notReady', 'The embedded database is closed. Nothing more can be read or written.');
  };

  const read = async (sql: string, values: readonly DuckDBValue[] = []): Promise<Rows> => {
    refuseWhenStopped();
    const answer = query(readers[(turn = (turn + 1) % READERS)]!, sql, values);
    reading.add(answer);
    try {
      return await watched(answer);
    } finally {
      reading.delete(answer);
    }
  };

  const write = async <T>(work: Work<T>): Promise<T> => {
    refuseWhenStopped();
    return watched(writer.write(work));
  };

  return {
    name: 'embedded database',
    file,
    read,
    write,
    migrate: (component, steps) => write((connection) => migrate(connection, component, steps)),
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
      await writer.settled();
      await Promise.allSettled(reading);
      for (const connection of [...readers, writerConnection]) connection.disconnectSync();
      instance.closeSync();
    },
  };
}

/** Runs one statement and reads all its rows. */
export async function query(
  connection: DuckDBConnection,
  sql: string,
  values: readonly DuckDBValue[] = [],
): Promise<Rows> {
  return (await connection.runAndReadAll(sql, [...values])).getRows();
}

async function openInstance(file: string, memoryMb: number): Promise<DuckDBInstance> {
  if (file !== ':memory:') await mkdir(dirname(file), { recursive: true });
  try {
    return await DuckDBInstance.create(file, {
      memory_limit: `${memoryMb}MB`,
      threads: '2',
      // Otherwise the engine's allocator keeps up to 128 MB of freed memory.
      allocator_flush_threshold: '4MB',
      allocator_bulk_deallocation_flush_threshold: '8MB',
      allocator_background_threads: 'true',
      // The engine must not access the network, whatever a query contains.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (error) {
    throw await openFailure(file, error);
  }
}
