import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { observation } from '../testing/harness.ts';
import { createEmbeddedStores } from './index.ts';
import { openFailure } from './open-failure.ts';
import { connectSqlite } from './work/connection.ts';

/** Text long enough to be a header of a database, and none. */
const TEXT = 'not a database\n'.repeat(2000);

describe('files that cannot be opened', () => {
  let folder: string;
  let file: string;
  const names = ['orrery.db', 'orrery.work.sqlite'] as const;
  const saying = async (sentence: RegExp, name: string): Promise<void> => {
    const error = await createEmbeddedStores({ file }).then(
      () => new Error('it opened'),
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'notReady', message: expect.stringMatching(sentence) as unknown });
    expect((error as Error).message).toContain(name);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-open-'));
    file = join(folder, 'orrery.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(names)('are a folder: %s', async (name) => {
    await mkdir(join(folder, name));
    await saying(/is a folder/, name);
  });

  it.each(names)('are no database: %s', async (name) => {
    await writeFile(join(folder, name), TEXT);
    await saying(/is not a database of Orrery/, name);
  });

  it.each(names)('were cut short: %s', async (name) => {
    const stores = await createEmbeddedStores({ file });
    for (let i = 0; i < 20; i += 1)
      await stores.series.write(Array.from({ length: 5000 }, (_, k) => observation('kp', i * 5000 + k, k)));
    await stores.stop();
    const { length } = await readFile(join(folder, name));
    await truncate(join(folder, name), Math.floor(length / 2));
    await saying(/is damaged or was cut short/, name);
  });

  it.each(names)('are missing or empty while the other one is there: %s', async (name) => {
    for (const harm of [(path: string) => rm(path), (path: string) => truncate(path, 0)]) {
      const stores = await createEmbeddedStores({ file });
      await stores.series.write([observation('kp', 0, 1)]);
      await stores.stop();
      const copy = await readFile(join(folder, name));
      await harm(join(folder, name));
      await saying(/is missing or empty, though .* is there.*Put it back/, name);
      await saying(/is missing or empty/, name);
      await writeFile(join(folder, name), copy);
    }
    const restored = await createEmbeddedStores({ file });
    expect(await restored.series.count('kp')).toBe(1);
    await restored.stop();
  });

  it('are open already: the work file', async () => {
    const holder = connectSqlite(join(folder, 'orrery.work.sqlite'));
    await holder.exec('PRAGMA locking_mode = EXCLUSIVE');
    await holder.exec('CREATE TABLE t (a)');
    await saying(/is open in another process/, 'orrery.work.sqlite');
    holder.close();
  });

  it('belong to another program', async () => {
    const other = connectSqlite(join(folder, 'orrery.work.sqlite'));
    await other.exec('CREATE TABLE t (a)');
    other.close();
    await saying(/database of another program/, 'orrery.work.sqlite');
  });

  it('are of a newer Orrery, or lack a column', async () => {
    await (await createEmbeddedStores({ file })).stop();
    const work = join(folder, 'orrery.work.sqlite');
    const change = async (sql: string): Promise<void> => {
      const connection = connectSqlite(work);
      await connection.exec(sql);
      connection.close();
    };
    await change('PRAGMA user_version = 99');
    await saying(/version 99.*up to 1/, work);
    await change('PRAGMA user_version = 1; ALTER TABLE job RENAME COLUMN made TO done');
    await saying(/lacks job\.made/, work);
  });

  it('may not be read', async () => {
    for (const reason of ['Cannot open file "x": Permission denied', 'EACCES: permission denied, open'])
      expect((await openFailure(file, new Error(reason))).message).toMatch(/may not be read and written by this user/);
  });
});
