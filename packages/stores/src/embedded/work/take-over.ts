import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { OrreryError } from '@orrery/contract';
import type { Database } from '../database.ts';
import type { WorkConnection, WorkValue } from './connection.ts';
import type { WorkDatabase } from './database.ts';

/** Tables that earlier releases kept in DuckDB, with the columns they must have there. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  job: [
    'seq BIGINT',
    'type VARCHAR',
    'id VARCHAR',
    'payload VARCHAR',
    'schedule VARCHAR',
    'state VARCHAR',
    'due_ms BIGINT',
    'attempts INTEGER',
    'made INTEGER',
    'backoff_ms BIGINT',
    'reason VARCHAR',
    'at_ms BIGINT',
  ],
  job_schedule: ['id VARCHAR', 'type VARCHAR', 'payload VARCHAR', 'every_ms BIGINT', 'next_ms BIGINT'],
  stream_segment: ['topic VARCHAR', 'part INTEGER', 'base_offset BIGINT', 'n INTEGER', 'at_ms BIGINT', 'payload BLOB'],
  stream_head: ['topic VARCHAR', 'part INTEGER', 'next_offset BIGINT'],
  state: ['key VARCHAR', 'value VARCHAR', 'at_ms BIGINT'],
  stream_offset: ['topic VARCHAR', 'consumers VARCHAR', 'part INTEGER', 'next_offset BIGINT'],
};
const COMPONENTS = ['queue', 'stream', 'state'];
/** Rows in memory at once: a segment has about 20 kB. */
const PAGE = 500;

/**
 * Moves queue, stream and state of an earlier release from the DuckDB file to the work file: copied in one transaction,
 * which also records that it is done, then dropped. If killed in between, the next start only drops them. Rejects with
 * `notReady`, having changed nothing, if the tables are not those of the previous release.
 */
export async function takeOver(database: Database, work: WorkDatabase): Promise<void> {
  const found = await tablesIn(database);
  if (found.length > 0) {
    const done = await work.read("SELECT name FROM taken_over WHERE name = 'duckdb'");
    if (done.length === 0) {
      await checkColumns(database, found);
      await work.write(async (connection) => {
        for (const table of found) await copy(database, connection, table);
        // A job type that no longer exists.
        await connection.run("DELETE FROM job WHERE type = 'analyse'");
        await connection.run("INSERT INTO taken_over VALUES ('duckdb')");
      });
    }
    await database.write(async (connection) => {
      for (const table of found) await connection.run(`DROP TABLE ${table}`);
      for (const component of COMPONENTS)
        await connection.run('DELETE FROM schema_version WHERE component = ?', [component]);
    });
  }
  // Also if the last start was killed after the drop.
  if ((await work.read('SELECT name FROM taken_over')).length > 0)
    await work.write((connection) => connection.run('DELETE FROM taken_over'));
}

/**
 * Whether the DuckDB file was used with a work file already: its tables were made, which is done once that is open, and
 * none of those is left that the work file holds now.
 */
export async function isOfThisRelease(database: Database): Promise<boolean> {
  const made = await database.read("FROM duckdb_tables() WHERE table_name = 'document'");
  return made.length > 0 && (await tablesIn(database)).length === 0;
}

async function tablesIn(database: Database): Promise<readonly string[]> {
  const rows = await database.read("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'");
  const names = new Set(rows.map(([name]) => String(name)));
  return Object.keys(TABLES).filter((table) => names.has(table));
}

async function checkColumns(database: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const rows = await database.read(
      'SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position',
      [table],
    );
    const columns = rows.map(([name, type]) => `${String(name)} ${String(type)}`);
    if (columns.join() !== TABLES[table]!.join())
      throw new OrreryError(
        'notReady',
        `${database.file} was written by an Orrery older than the release before: its table ${table} has other columns. Move the data folder away: the sources fill a new one.`,
      );
  }
}

async function copy(database: Database, connection: WorkConnection, table: string): Promise<void> {
  const names = TABLES[table]!.map((column) => column.split(' ')[0]!);
  const insert = `INSERT OR REPLACE INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`;
  for (let offset = 0; ; offset += PAGE) {
    const rows = await database.read(
      `SELECT ${names.join()} FROM ${table} ORDER BY rowid LIMIT ${PAGE} OFFSET ${offset}`,
    );
    for (const row of rows) await connection.run(insert, row.map(valueOf));
    if (rows.length < PAGE) return;
  }
}

const valueOf = (value: DuckDBValue): WorkValue =>
  value instanceof DuckDBBlobValue ? value.bytes : (value as string | number | bigint | null);
