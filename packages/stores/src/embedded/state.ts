import type { StateStore } from '../ports/index.ts';
import type { WorkDatabase } from './work/index.ts';

/** State of the system in the embedded work database. */
export function createEmbeddedStateStore(database: WorkDatabase): StateStore {
  return {
    put: (key, value, atMs) =>
      database.write((connection) =>
        connection.run('INSERT OR REPLACE INTO state (key, value, at_ms) VALUES (?, ?, ?)', [
          key,
          JSON.stringify(value),
          atMs,
        ]),
      ),
    get: async (key) => {
      const row = (await database.read('SELECT value FROM state WHERE key = ?', [key]))[0];
      return row ? (JSON.parse(row[0] as string) as unknown) : null;
    },
    list: async (prefix, limit, untilMs = Number.MAX_SAFE_INTEGER) => {
      const rows = await database.read(
        `SELECT key, value, at_ms FROM state WHERE substr(key, 1, length(?1)) = ?1 AND at_ms <= ?2
         ORDER BY at_ms DESC, key LIMIT ?3`,
        [prefix, untilMs, limit],
      );
      return rows.map(([key, value, atMs]) => ({
        key: key as string,
        value: JSON.parse(value as string) as unknown,
        atMs: atMs as number,
      }));
    },
    delete: async (keys, untilMs) => {
      if (keys.length === 0) return;
      const sql = 'DELETE FROM state WHERE key IN (SELECT value FROM json_each(?)) AND at_ms <= ?';
      await database.write((connection) => connection.run(sql, [JSON.stringify(keys), untilMs]));
    },
  };
}
