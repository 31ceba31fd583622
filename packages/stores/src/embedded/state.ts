import { listValue } from '@duckdb/node-api';
import type { StateStore } from '../ports/index.ts';
import type { Database } from './database.ts';

/** Files of earlier releases have the table already: there it was made together with that of the documents. */
const TABLE = 'CREATE TABLE IF NOT EXISTS state (key VARCHAR NOT NULL, value VARCHAR NOT NULL, at_ms BIGINT NOT NULL)';

/** State of the system in the embedded database. */
export async function createEmbeddedStateStore(database: Database): Promise<StateStore> {
  await database.migrate('state', [[TABLE]]);
  return {
    put: (key, value, atMs) =>
      database.write(async (connection) => {
        await connection.run('DELETE FROM state WHERE key = ?', [key]);
        await connection.run('INSERT INTO state VALUES (?, ?, ?::BIGINT)', [key, JSON.stringify(value), atMs]);
      }),
    get: async (key) => {
      const row = (await database.read('SELECT value FROM state WHERE key = ?', [key]))[0];
      return row ? (JSON.parse(row[0] as string) as unknown) : null;
    },
    list: async (prefix, limit, untilMs = Number.MAX_SAFE_INTEGER) => {
      const rows = await database.read(
        `SELECT key, value, at_ms::DOUBLE FROM state WHERE starts_with(key, ?) AND at_ms <= ?::BIGINT
         ORDER BY at_ms DESC, key LIMIT ?::BIGINT`,
        [prefix, untilMs, limit],
      );
      return rows.map(([key, value, atMs]) => ({
        key: key as string,
        value: JSON.parse(value as string) as unknown,
        atMs: atMs as number,
      }));
    },
    delete: async (keys, untilMs) => {
      const sql = 'DELETE FROM state WHERE key IN (SELECT unnest(?::VARCHAR[])) AND at_ms <= ?::BIGINT';
      if (keys.length > 0)
        await database.write(async (connection) => void (await connection.run(sql, [listValue([...keys]), untilMs])));
    },
  };
}
