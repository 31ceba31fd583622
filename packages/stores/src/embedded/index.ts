import type { Stoppable } from '@orrery/telemetry';
import type { Stores } from '../ports/index.ts';
import { createEmbeddedArchiveStore } from './archive.ts';
import { openBlobFiles } from './blobs.ts';
import { openDatabase, type Database, type DatabaseOptions } from './database.ts';
import { createEmbeddedDocumentStore } from './documents.ts';
import { createEmbeddedQuarantineStore } from './quarantine.ts';
import { createEmbeddedSeriesStore } from './series.ts';
import { createEmbeddedStateStore } from './state.ts';

export { openDatabase, query, type Database, type DatabaseOptions, type Rows } from './database.ts';
export { textOf, textValue } from './text.ts';
export type { Migrations } from './migrate.ts';

/**
 * The stores in one database file with the blobs in a folder beside it, and the database itself for queue and stream.
 * Stopping it closes the file.
 */
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
      blobs: await openBlobFiles(`${database.file}.blobs`),
      quarantine: await createEmbeddedQuarantineStore(database),
      state: await createEmbeddedStateStore(database),
      stop: () => database.stop(),
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
