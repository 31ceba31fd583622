import { listValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { INSERT_ONLY_COLLECTIONS, latestTrustedMs, type CollectionName, type DocumentRecord } from '@orrery/contract';
import { oneOfEachKey } from '../latest.ts';
import type { DocumentQuery, DocumentStore } from '../ports/index.ts';
import type { Database } from './database.ts';
import { textOf, toBytes } from './text.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS document (collection VARCHAR NOT NULL, id VARCHAR NOT NULL, time_ms BIGINT NOT NULL,
  time_end_ms BIGINT, title VARCHAR NOT NULL, linked VARCHAR NOT NULL, body BLOB NOT NULL, source VARCHAR NOT NULL,
  retrieved_at_ms BIGINT NOT NULL)`;
const COLUMNS =
  'collection, id, time_ms::DOUBLE, time_end_ms::DOUBLE, title, linked, body, source, retrieved_at_ms::DOUBLE';

/** Documents in the embedded database. */
export async function createEmbeddedDocumentStore(database: Database): Promise<DocumentStore> {
  await database.migrate('documents', [[TABLE]]);
  return {
    upsert: async (documents) => {
      if (documents.length > 0) await database.write((connection) => upsert(connection, documents));
    },
    find: (collection, query) => find(database, collection, query),
    count: async (collection) =>
      Number((await database.read('SELECT count(*) FROM document WHERE collection = ?', [collection]))[0]![0]),
  };
}

async function upsert(connection: DuckDBConnection, documents: readonly DocumentRecord[]): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE staging_document AS FROM document LIMIT 0');
  const appender = await connection.createAppender('staging_document', 'main', 'temp');
  for (const document of oneOfEachKey(documents)) {
    appender.appendVarchar(document.collection);
    appender.appendVarchar(document.id);
    appender.appendBigInt(BigInt(document.timeMs));
    if (document.timeEndMs === null) appender.appendNull();
    else appender.appendBigInt(BigInt(document.timeEndMs));
    appender.appendVarchar(document.title);
    appender.appendVarchar(JSON.stringify(document.linked));
    appender.appendBlob(toBytes(document.body));
    appender.appendVarchar(document.source);
    appender.appendBigInt(BigInt(document.retrievedAtMs));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(
    `DELETE FROM document AS d USING staging_document AS s
     WHERE d.collection = s.collection AND d.id = s.id
     AND (s.retrieved_at_ms >= d.retrieved_at_ms OR d.retrieved_at_ms > ${latestTrustedMs(Date.now())})
     AND d.collection NOT IN (SELECT unnest(?::VARCHAR[]))`,
    [listValue([...INSERT_ONLY_COLLECTIONS])],
  );
  await connection.run(
    'INSERT INTO document FROM staging_document AS s ANTI JOIN document AS d USING (collection, id)',
  );
}

async function find(
  database: Database,
  collection: CollectionName,
  { fromMs, toMs, ids, limit }: DocumentQuery,
): Promise<readonly DocumentRecord[]> {
  if (ids?.length === 0) return [];
  const conditions = ['collection = ?'];
  const values: DuckDBValue[] = [collection];
  const demand = (condition: string, value: DuckDBValue): void => {
    conditions.push(condition);
    values.push(value);
  };
  if (fromMs !== undefined) demand('coalesce(time_end_ms, time_ms) >= ?::BIGINT', fromMs);
  if (toMs !== undefined) demand('time_ms <= ?::BIGINT', toMs);
  if (ids !== undefined) demand('id IN (SELECT unnest(?::VARCHAR[]))', listValue([...ids]));
  const rows = await database.read(
    `SELECT ${COLUMNS} FROM document WHERE ${conditions.join(' AND ')} ORDER BY time_ms DESC, id
     ${limit === undefined ? '' : `LIMIT ${Math.trunc(limit)}`}`,
    values,
  );
  return rows.map(
    ([in_, id, timeMs, timeEndMs, title, linked, body, source, retrievedAtMs]) =>
      ({
        kind: 'document',
        collection: in_,
        id,
        timeMs,
        timeEndMs,
        title,
        linked: JSON.parse(linked as string) as string[],
        body: textOf(body!),
        source,
        retrievedAtMs,
      }) as DocumentRecord,
  );
}
