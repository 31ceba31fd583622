import type { Stoppable } from '@orrery/telemetry';
import type { Stores } from '../ports.ts';
import { createEmbeddedArchiveStore } from './archive.ts';
import { openDatabase, type Database, type DatabaseOptions } from './database.ts';
import { createEmbeddedDocumentStore } from './documents.ts';
import { createEmbeddedSeriesStore } from './series.ts';

export { openDatabase, query, type Database, type DatabaseOptions, type Rows } from './database.ts';
export { textOf, textValue, toBytes, toText } from './text.ts';
export { openWorkDatabase, workFileOf, type WorkConnection, type WorkDatabase } from './work/index.ts';
export type { Migrations } from './migrate.ts';

/** The three stores in one database file, and the database itself for queue and stream. Stopping it closes the file. */
export interface EmbeddedStores extends Stores, Stoppable {
  readonly database: Database;
}

/** Opens the file, brings its tables to the newest version and gives the stores. Rejects as `openDatabase` does. */
export async function createEmbeddedStores(options: DatabaseOptions): Promise<EmbeddedStores> {
  const database = await openDatabase(options);
  try {
    return {
      name: 'embedded stores',
      database,
      series: await createEmbeddedSeriesStore(database),
      archive: await createEmbeddedArchiveStore(database),
      documents: await createEmbeddedDocumentStore(database),
      stop: () => database.stop(),
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
