import { OrreryError } from '@orrery/contract';
import type { WorkConnection } from './connection.ts';

/** Application id in the header of the file, which distinguishes it from files of other programs: "Orry" in ASCII. */
const APPLICATION_ID = 0x4f727279;

/**
 * Steps of the schema, oldest first. A released step never changes; changes are new steps. The file stores the number
 * of the last one.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    // A running job is still 'queued' here: only its process knows that it is running.
    `CREATE TABLE job (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, schedule TEXT,
      state TEXT NOT NULL, due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL, made INTEGER NOT NULL,
      backoff_ms INTEGER NOT NULL, reason TEXT, at_ms INTEGER NOT NULL, UNIQUE (type, id)) STRICT`,
    `CREATE INDEX job_queued ON job (type, seq) WHERE state = 'queued'`,
    `CREATE INDEX job_ended ON job (state, at_ms) WHERE state <> 'queued'`,
    `CREATE TABLE job_schedule (id TEXT PRIMARY KEY, type TEXT NOT NULL, payload TEXT NOT NULL, every_ms INTEGER NOT NULL,
      next_ms INTEGER NOT NULL) STRICT`,
    `CREATE TABLE stream_segment (topic TEXT NOT NULL, part INTEGER NOT NULL, base_offset INTEGER NOT NULL, n INTEGER NOT NULL,
      at_ms INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (topic, part, base_offset)) STRICT`,
    `CREATE TABLE stream_head (topic TEXT NOT NULL, part INTEGER NOT NULL, next_offset INTEGER NOT NULL,
      PRIMARY KEY (topic, part)) STRICT`,
    `CREATE TABLE stream_offset (topic TEXT NOT NULL, consumers TEXT NOT NULL, part INTEGER NOT NULL,
      next_offset INTEGER NOT NULL, PRIMARY KEY (topic, consumers, part)) STRICT`,
    `CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT`,
    // Databases whose tables of an earlier release were copied and are not dropped yet.
    `CREATE TABLE taken_over (name TEXT PRIMARY KEY) STRICT`,
  ],
];

/** Columns of the tables of the newest version, as `table.column`. */
const COLUMNS = STEPS.flat().flatMap((statement) => {
  const [, table, columns] = /^CREATE TABLE (\w+) \(([^]*)\) STRICT$/.exec(statement) ?? [];
  const names = columns?.match(/(?:^|,)\s*[a-z_]+/g) ?? [];
  return names.map((name) => `${table}.${name.replace(/[,\s]/g, '')}`);
});

/**
 * Brings the file to the newest version, within the caller's transaction, and checks its tables. Rejects with
 * `notReady` if the file belongs to another program or was written by a newer Orrery.
 */
export async function prepareSchema(connection: WorkConnection, file: string): Promise<void> {
  const [id, version] = [await pragma(connection, 'application_id'), await pragma(connection, 'user_version')];
  const tables = await connection.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  if (id !== APPLICATION_ID && tables.length > 0)
    throw new OrreryError(
      'notReady',
      `${file} is a database of another program. Move it away or choose another folder.`,
    );
  if (version > STEPS.length)
    throw new OrreryError(
      'notReady',
      `${file} has version ${version}; this Orrery knows versions up to ${STEPS.length}. Start the newer Orrery that wrote it, or choose another folder.`,
    );
  for (const statement of STEPS.slice(version).flat()) await connection.run(statement);
  if (version < STEPS.length) {
    await connection.run(`PRAGMA application_id = ${APPLICATION_ID}`);
    await connection.run(`PRAGMA user_version = ${STEPS.length}`);
  }
  const rows = await connection.all(
    `SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'`,
  );
  const found = new Set(rows.map(([name]) => name));
  const missing = COLUMNS.filter((column) => !found.has(column));
  if (missing.length > 0)
    throw new OrreryError('notReady', `${file} lacks ${missing.join(', ')}. Move it away: the sources fill a new one.`);
}

async function pragma(connection: WorkConnection, name: string): Promise<number> {
  return Number((await connection.all(`PRAGMA ${name}`))[0]?.[0] ?? 0);
}
