import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, type Observation } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestOf, bucketsOf, observation } from '../testing/harness.ts';
import { openDatabase } from './database.ts';
import { createEmbeddedStores } from './index.ts';
import { pointTables } from './points.ts';

const later = (point: Observation): Observation => ({ ...point, retrievedAtMs: point.retrievedAtMs + 1 });
const END_MS = 3 * DAY_MS;

describe('a data folder that has the live points a second time', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-live-'));
    file = join(folder, 'orrery.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Writes both tables as the release before did: the live ones are filled by the same code under their old names. */
  async function folderOf(live: readonly Observation[], archived: readonly Observation[]): Promise<void> {
    const stores = await createEmbeddedStores({ file });
    await stores.series.write(live);
    await stores.database.write(async (connection) => {
      for (const table of ['series', 'point']) {
        await connection.run(`CREATE TABLE live_${table} AS FROM archive_${table}`);
        await connection.run(`DELETE FROM archive_${table}`);
      }
      await connection.run('DELETE FROM archive_summary');
      await connection.run("DELETE FROM schema_version WHERE component = 'live' AND version > 1");
    });
    await stores.archive.archive(archived);
    await stores.stop();
  }

  it('keeps of each point what was retrieved last, and what one of the two tables alone has', async () => {
    const both = [0, 1, 2, 3].map((i) => observation('both', i * DAY_MS, i));
    const renewed = later(observation('both', 0, 10));
    const corrected = later(observation('both', DAY_MS, 11));
    const better = observation('both', DAY_MS, 12, 'provisional');
    const behind = [observation('behind', 0, 5), observation('behind', 1, null)];
    await folderOf([...both, renewed, better, ...behind], [observation('ahead', 0, 7), ...both, corrected]);
    const { series, archive, stop } = await createEmbeddedStores({ file });
    const expected = bestOf([...both, renewed, corrected, better]);
    expect(await series.read('both', 0, END_MS)).toEqual(expected);
    expect(await archive.history('both', 0, END_MS)).toEqual(expected);
    expect(await archive.count('both')).toBe(5);
    expect(await series.read('both', 0, END_MS, 'provisional')).toEqual([
      { timeMs: DAY_MS, value: 12, revision: 'provisional' },
    ]);
    expect(await archive.summaries('both', 'day', 0, END_MS)).toEqual(bucketsOf(expected, DAY_MS));
    expect(await series.read('behind', 0, END_MS)).toEqual(bestOf(behind));
    expect(await archive.summaries('behind', 'day', 0, END_MS)).toMatchObject([{ n: 1, last: 5 }]);
    expect((await series.newest('ahead'))?.value).toBe(7);
    expect(await archive.seriesNames()).toEqual(['ahead', 'behind', 'both']);
    await stop();
  });

  it('drops the old tables, and is refused by the release that had them', async () => {
    await folderOf([observation('kp', 0, 1)], []);
    await (await createEmbeddedStores({ file })).stop();
    const database = await openDatabase({ file });
    expect(await database.read("FROM duckdb_tables() WHERE table_name LIKE 'live_%'")).toEqual([]);
    await expect(database.migrate('live', [pointTables('live')])).rejects.toMatchObject({ code: 'notReady' });
    await database.stop();
  });

  it('is refused, and left as it is, where its columns are older ones', async () => {
    await folderOf([observation('kp', 0, 1)], []);
    const old = await openDatabase({ file });
    await old.write(async (connection) => void (await connection.run('ALTER TABLE live_point DROP COLUMN source')));
    await old.stop();
    await expect(createEmbeddedStores({ file })).rejects.toThrow(/live_point of live lacks source/);
    const after = await openDatabase({ file });
    expect(await after.read('SELECT count(*)::INTEGER FROM live_point')).toEqual([[1]]);
    expect(await after.read('SELECT count(*)::INTEGER FROM archive_series')).toEqual([[0]]);
    await after.stop();
  });
});
