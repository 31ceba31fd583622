import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Observation } from '@orrery/contract';
import { createEmbeddedStores, openDatabase, openWorkDatabase } from '@orrery/stores/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pause, until } from '../testing/harness.ts';
import { documentOf, RECORDS, recordsOf } from '../testing/processes/embedded-records.ts';
import { spawnProcess } from '../testing/processes/spawn.ts';
import { createEmbeddedQueue } from './queue.ts';
import { createEmbeddedStream } from './stream.ts';

/** Made by `make-data-folder.ts` at the commit before queue and stream moved to SQLite. */
const FIXTURE = new URL('../testing/fixtures/2026-11-28.orrery.db.gz', import.meta.url);
/** Live points without a twin in the archive: so many that the kills strike while they are moved. */
const MANY = 200_000;
const KILLS = 6;
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

describe('a data folder of the previous release', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-take-over-'));
    file = join(folder, 'orrery.db');
    await writeFile(file, gunzipSync(await readFile(FIXTURE)));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('opens with its rows: points, documents, state, jobs, schedules, records and the offset of the sink', async () => {
    const stores = await createEmbeddedStores({ file });
    expect(await stores.series.count('series 0')).toBe(RECORDS / 5);
    expect(await stores.documents.find('alert', {})).toEqual([documentOf(0)]);
    expect(await stores.state.get('last')).toEqual({ k: 7 });
    const queue = await createEmbeddedQueue(stores.work);
    const stream = await createEmbeddedStream(stores.work);
    expect((await queue.counts('extract')).waiting).toBe(1);
    expect((await queue.counts('publish')).completed).toBe(1);
    expect(await stores.work.read('SELECT id, every_ms FROM job_schedule')).toEqual([['hourly', 3_600_000]]);
    expect(await stream.lag('observations', 'sink')).toBe(RECORDS);
    const seen: Observation[] = [];
    await stream.consume('observations', 'sink', async ({ records }) => void seen.push(...records));
    await until('the rest came', () => seen.length === RECORDS);
    const byTime = (a: Observation, b: Observation): number => a.timeMs - b.timeMs;
    expect([...seen].sort(byTime)).toEqual(recordsOf(1));
    await queue.stop();
    await stream.stop();
    await stores.stop();
  });

  it('is migrated once: the old tables are gone, the second start finds the same rows', async () => {
    for (let start = 0; start < 2; start += 1) {
      const stores = await createEmbeddedStores({ file });
      expect(await stores.work.read('SELECT count(*) FROM job')).toEqual([[3]]);
      expect(await stores.work.read('SELECT count(*) FROM taken_over')).toEqual([[0]]);
      const tables = await stores.database.read('SELECT table_name FROM information_schema.tables');
      expect(tables.map(([name]) => name)).not.toContain('job');
      await stores.stop();
    }
  });

  it('drops without copying again when it was killed in between', async () => {
    await (await createEmbeddedStores({ file })).stop();
    // As after a kill between copy and drop: the old tables and the note are there, the job was done since.
    await writeFile(file, gunzipSync(await readFile(FIXTURE)));
    const work = await openWorkDatabase(join(folder, 'orrery.work.sqlite'));
    await work.write(async (connection) => {
      await connection.run("DELETE FROM job WHERE id = 'waiting'");
      await connection.run("INSERT INTO taken_over VALUES ('duckdb')");
    });
    await work.stop();
    const stores = await createEmbeddedStores({ file });
    expect(await stores.work.read('SELECT count(*) FROM job')).toEqual([[2]]);
    expect(await stores.work.read('SELECT count(*) FROM taken_over')).toEqual([[0]]);
    await stores.stop();
  });

  it.each([
    ['stream_segment', 'ALTER TABLE stream_segment ALTER payload TYPE VARCHAR'],
    ['document', 'ALTER TABLE document ALTER body TYPE VARCHAR'],
  ])('is refused, and left as it is, where it is older and %s has other columns', async (table, change) => {
    const database = await openDatabase({ file });
    await database.write(async (connection) => void (await connection.run(change)));
    await database.stop();
    await expect(createEmbeddedStores({ file })).rejects.toMatchObject({
      code: 'notReady',
      message: expect.stringMatching(new RegExp(`${table}[^]*Move the data folder away`)) as unknown,
    });
    const after = await openDatabase({ file });
    expect(await after.read(`SELECT count(*) > 0 FROM ${table}`)).toEqual([[true]]);
    await after.stop();
    expect((await stat(file)).size).toBeGreaterThan(0);
  });

  it('loses nothing when it is killed at any moment of it, and is taken over by the start after', async () => {
    const database = await openDatabase({ file });
    await database.write(async (connection) => {
      await connection.run("INSERT INTO live_series VALUES (1000, 'many', 8)");
      await connection.run(
        `INSERT INTO live_point SELECT 1000, range * 60000, 3, range / 8, 'test', 0 FROM range(${MANY})`,
      );
    });
    await database.stop();
    const copyOf = async (name: string): Promise<string> => {
      await mkdir(join(folder, name));
      await copyFile(file, join(folder, name, 'orrery.db'));
      return join(folder, name, 'orrery.db');
    };
    const expectAll = async (copy: string): Promise<void> => {
      const stores = await createEmbeddedStores({ file: copy });
      expect(await stores.series.count('many')).toBe(MANY);
      const days = await stores.archive.summaries('many', 'day', 0, END_OF_TIME);
      expect(days.reduce((sum, { n }) => sum + n, 0)).toBe(MANY);
      expect(await stores.series.count('series 0')).toBeGreaterThanOrEqual(RECORDS / 5);
      const jobs = await stores.work.read('SELECT id FROM job');
      expect(jobs.map(([id]) => id)).toEqual(expect.arrayContaining(['waiting', 'done']));
      await stores.stop();
    };
    const startMs = performance.now();
    await expectAll(await copyOf('whole'));
    const wholeMs = performance.now() - startMs;
    let struck = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const copy = await copyOf(`kill ${kill}`);
      const child = await spawnProcess('embedded-node.ts', [copy, join(folder, 'acknowledged'), '0']);
      await pause((kill / KILLS) * wholeMs);
      await child.kill('SIGKILL');
      const killed = await openDatabase({ file: copy });
      struck += (await killed.read("FROM duckdb_tables() WHERE table_name = 'live_point'")).length;
      await killed.stop();
      await expectAll(copy);
    }
    expect(struck).toBeGreaterThan(1);
  }, 240_000);
});
