import type { DuckDBConnection } from '@duckdb/node-api';
import type { QuarantinedRecord } from '@orrery/contract';
import type { QuarantineStore } from '../ports/index.ts';
import type { Database } from './database.ts';
import { textOf, textValue } from './text.ts';

/** Files of earlier releases have the table already: there it was made together with that of the documents. */
const TABLE = `CREATE TABLE IF NOT EXISTS quarantine (id VARCHAR NOT NULL, source VARCHAR NOT NULL, reason VARCHAR NOT NULL,
  raw BLOB NOT NULL, at_ms BIGINT NOT NULL)`;

/** Quarantine in the embedded database. */
export async function createEmbeddedQuarantineStore(database: Database): Promise<QuarantineStore> {
  await database.migrate('quarantine', [[TABLE]]);
  return {
    add: async (records) => {
      if (records.length > 0) await database.write((connection) => add(connection, records));
    },
    list: async ({ source, limit = Number.MAX_SAFE_INTEGER }) => {
      const rows = await database.read(
        `SELECT id, source, reason, raw, at_ms::DOUBLE FROM quarantine WHERE source = coalesce(?::VARCHAR, source)
         ORDER BY at_ms DESC, id LIMIT ?::BIGINT`,
        [source ?? null, limit],
      );
      return rows.map(
        ([id, from, reason, raw, atMs]) => ({ id, source: from, reason, raw: textOf(raw!), atMs }) as QuarantinedRecord,
      );
    },
  };
}

async function add(connection: DuckDBConnection, records: readonly QuarantinedRecord[]): Promise<void> {
  for (const { id, source, reason, raw, atMs } of records)
    await connection.run(
      'INSERT INTO quarantine SELECT ?, ?, ?, ?, ?::BIGINT WHERE NOT EXISTS (FROM quarantine WHERE id = ?)',
      [id, source, reason, textValue(raw), atMs, id],
    );
}
