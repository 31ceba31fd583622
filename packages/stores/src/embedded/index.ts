import { OrreryError } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import type { Stores } from '../ports/index.ts';
import { createEmbeddedArchiveStore } from './archive.ts';
import { openBlobFiles } from './blobs.ts';
import { openDatabase, type Database, type DatabaseOptions } from './database.ts';
import { createEmbeddedDocumentStore } from './documents.ts';
import { openFailure, refuseLost } from './open-failure.ts';
import { createEmbeddedQuarantineStore } from './quarantine.ts';
import { createEmbeddedSeriesStore } from './series.ts';
import { createEmbeddedStateStore } from './state.ts';
import { takeOverLive } from './take-over-live.ts';
import { openWorkDatabase, workFileOf, type WorkDatabase } from './work/index.ts';
import { isOfThisRelease, takeOver } from './work/take-over.ts';

export { openDatabase, type Database, type DatabaseOptions } from './database.ts';
export { toBytes, toText } from './text.ts';
export { openWorkDatabase, type WorkDatabase } from './work/index.ts';

/**
 * Series, archive, documents and quarantine in one database file, the blobs in a folder beside it, and the state in the
 * work database, where queue and stream are too. Stopping closes both.
 */
export interface EmbeddedStores extends Stores, Stoppable {
  readonly database: Database;
  readonly work: WorkDatabase;
}

/**
 * Opens both files, brings their tables to the newest version and gives the stores. Rejects as `openDatabase` does,
 * leaving nothing open.
 */
export async function createEmbeddedStores(options: DatabaseOptions): Promise<EmbeddedStores> {
  const workFile = workFileOf(options.file);
  await refuseLost(options.file, workFile).catch(async (lost: unknown) => {
    // What is wrong with the work file itself is said first.
    await (await openWorkDatabase(workFile)).stop();
    throw lost;
  });
  const database = await openDatabase(options);
  let work: WorkDatabase | undefined;
  try {
    if (await isOfThisRelease(database)) await refuseLost(workFile, options.file);
    work = await openWorkDatabase(workFile);
    const opened = work;
    const series = await createEmbeddedSeriesStore(database);
    const archive = await createEmbeddedArchiveStore(database);
    const documents = await createEmbeddedDocumentStore(database);
    const quarantine = await createEmbeddedQuarantineStore(database);
    // Last, so that a refused folder is not changed.
    await takeOver(database, work);
    await takeOverLive(database);
    return {
      name: 'embedded stores',
      database,
      work,
      series,
      archive,
      documents,
      blobs: await openBlobFiles(`${database.file}.blobs`),
      quarantine,
      state: createEmbeddedStateStore(work),
      stop: async () => {
        await opened.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await work?.stop();
    await database.stop();
    throw error instanceof OrreryError ? error : await openFailure(options.file, error);
  }
}
