import type { DuckDBConnection } from '@duckdb/node-api';
import { OrreryError } from '@orrery/contract';

/** SQL statements, or a function for what SQL alone cannot do. */
export type MigrationStep = readonly string[] | ((connection: DuckDBConnection) => Promise<void>);

/** Steps of one component's schema, oldest first. A released step never changes; changes are new steps. */
export type Migrations = readonly MigrationStep[];

/**
 * Brings the tables of a component to its newest version, within the caller's transaction. Rejects with `notReady` if
 * the file was written by a newer Orrery, or by one so old that its tables differ.
 */
export async function migrate(connection: DuckDBConnection, component: string, steps: Migrations): Promise<void> {
  await connection.run(
    'CREATE TABLE IF NOT EXISTS schema_version (component VARCHAR NOT NULL, version INTEGER NOT NULL)',
  );
  const reader = await connection.runAndReadAll('SELECT max(version) FROM schema_version WHERE component = ?', [
    component,
  ]);
  const version = Number(reader.getRows()[0]?.[0] ?? 0);
  if (version > steps.length)
    throw new OrreryError(
      'notReady',
      `The embedded database has version ${version} of ${component}; this Orrery knows versions up to ${steps.length}. Start the newer Orrery that wrote it, or choose another file.`,
    );
  for (const [i, step] of steps.entries()) {
    if (i < version) continue;
    if (typeof step === 'function') await step(connection);
    else for (const statement of step) await connection.run(statement);
    await connection.run('INSERT INTO schema_version VALUES (?, ?::INTEGER)', [component, i + 1]);
  }
  await checkColumns(connection, component, steps.filter((step) => typeof step !== 'function').flat());
}

const CREATE_TABLE = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(([^]*)\)$/;

/** Compares the columns of each table and their types with its CREATE statement. Rejects with `notReady`. */
export async function checkColumns(
  connection: DuckDBConnection,
  component: string,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) {
    const [, table, columns] = CREATE_TABLE.exec(statement) ?? [];
    if (table === undefined || columns === undefined) continue;
    const reader = await connection.runAndReadAll(
      'SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?',
      [table],
    );
    const found = new Set(reader.getRows().map(([name, type]) => `${String(name)} ${String(type)}`));
    const lacking = columns
      .split(',')
      .map((column) => column.trim().split(/\s+/).slice(0, 2).join(' '))
      .filter((column) => !found.has(column));
    if (lacking.length > 0)
      throw new OrreryError(
        'notReady',
        `The embedded database was written by an older Orrery: the table ${table} of ${component} lacks ${lacking.join(', ')}. Move the data folder away: the sources fill a new one.`,
      );
  }
}
