import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeArchiveStore } from '../testing/archive-conformance.ts';
import { describeBlobStore } from '../testing/blob-conformance.ts';
import { describeDocumentStore } from '../testing/document-conformance.ts';
import { observation, type StoreFactory } from '../testing/harness.ts';
import { describeQuarantineStore } from '../testing/quarantine-conformance.ts';
import { describeSeriesStore } from '../testing/series-conformance.ts';
import { describeStateStore } from '../testing/state-conformance.ts';
import { createEmbeddedArchiveStore } from './archive.ts';
import { openBlobFiles } from './blobs.ts';
import { openDatabase, type Database } from './database.ts';
import { createEmbeddedDocumentStore } from './documents.ts';
import { createEmbeddedStores } from './index.ts';
import { createEmbeddedQuarantineStore } from './quarantine.ts';
import { createEmbeddedSeriesStore } from './series.ts';
import { createEmbeddedStateStore } from './state.ts';
import { openWorkDatabase } from './work/index.ts';

const inFile =
  <T>(create: (database: Database) => Promise<T>): StoreFactory<T> =>
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orrery-stores-'));
    const database = await openDatabase({ file: join(folder, 'orrery.db') });
    return {
      open: () => create(database),
      dispose: async () => {
        await database.stop();
        await rm(folder, { recursive: true });
      },
    };
  };

describeSeriesStore('embedded', inFile(createEmbeddedSeriesStore));
describeArchiveStore('embedded', inFile(createEmbeddedArchiveStore));
describeDocumentStore('embedded', inFile(createEmbeddedDocumentStore));
describeBlobStore(
  'embedded',
  inFile((database) => openBlobFiles(`${database.file}.blobs`)),
);
describeQuarantineStore('embedded', inFile(createEmbeddedQuarantineStore));
describeStateStore('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orrery-stores-'));
  const work = await openWorkDatabase(join(folder, 'orrery.work.sqlite'));
  return {
    open: async () => createEmbeddedStateStore(work),
    dispose: async () => {
      await work.stop();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the embedded database', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'orrery-stores-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps everything across a restart, in a folder that it creates', async () => {
    const file = join(folder, 'made/here/orrery.db');
    const first = await createEmbeddedStores({ file });
    await first.series.write([observation('kp', 1000, 0)]);
    await first.archive.archive([observation('dst', 1000, 5)]);
    await first.state.put('cursor', { page: 3 }, 1);
    await first.stop();
    const second = await createEmbeddedStores({ file });
    expect((await second.series.newest('kp'))?.value).toBe(0);
    expect(await second.archive.summaries('dst', 'day', 0, 0)).toHaveLength(1);
    expect(await second.state.get('cursor')).toEqual({ page: 3 });
    await second.stop();
  });

  it('reports a file of a newer version, and leaves it unchanged', async () => {
    const file = join(folder, 'orrery.db');
    const stores = await createEmbeddedStores({ file });
    await stores.database.write(async (c) => void (await c.run("INSERT INTO schema_version VALUES ('archive', 99)")));
    await stores.stop();
    await expect(createEmbeddedStores({ file })).rejects.toMatchObject({
      code: 'notReady',
      message: expect.stringMatching(/version 99 of archive.*up to 1/) as unknown,
    });
  });

  it('reports a file that is no database', async () => {
    await expect(openDatabase({ file: folder })).rejects.toMatchObject({ code: 'notReady' });
  });

  it('applies only the migrations that are missing', async () => {
    const database = await openDatabase({ file: ':memory:' });
    await database.migrate('part', [['CREATE TABLE part (a INTEGER)']]);
    await database.migrate('part', [['CREATE TABLE part (a INTEGER)'], ['ALTER TABLE part ADD COLUMN b INTEGER']]);
    expect(await database.read("SELECT count(*) FROM schema_version WHERE component = 'part'")).toEqual([[2n]]);
    await database.read('SELECT a, b FROM part');
    await database.stop();
  });

  it('commits the good writes of a group even if one of them fails', async () => {
    const database = await openDatabase({ file: ':memory:' });
    await database.migrate('part', [['CREATE TABLE part (a INTEGER)']]);
    const add = (sql: string): Promise<void> => database.write(async (c) => void (await c.run(sql)));
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((i) => add(i === 3 ? 'INSERT INTO nowhere VALUES (1)' : `INSERT INTO part VALUES (${i})`)),
    );
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await database.read('SELECT a FROM part ORDER BY a')).toEqual([[1], [2], [4], [5]]);
    await database.stop();
  });

  it('finishes earlier calls before it closes, and refuses later ones', async () => {
    const stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
    const writing = stores.series.write([observation('kp', 1, 1)]);
    const reading = stores.series.count('kp');
    await stores.stop();
    await writing;
    await reading;
    await expect(stores.series.write([observation('kp', 2, 1)])).rejects.toMatchObject({ code: 'notReady' });
    await expect(stores.series.count('kp')).rejects.toMatchObject({ code: 'notReady' });
  });
});
