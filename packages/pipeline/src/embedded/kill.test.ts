import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedStores, type EmbeddedStores } from '@orrery/stores/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause } from '../testing/harness.ts';
import { BULK, RECORDS, recordsOf, SERIES, valueAt } from '../testing/processes/embedded-records.ts';
import { spawnProcess } from '../testing/processes/spawn.ts';

const KILLS = 24;
/** In openings of the files; a round of writes takes a tenth of one: kills strike the one and the other. */
const LONGEST_LIFE = 7;
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

describe('the embedded database, killed repeatedly', { timeout: 240_000 }, () => {
  let folder: string;
  let stores: EmbeddedStores;
  /** Acknowledged numbers, by kind. */
  let acknowledged: (what: string) => readonly number[];
  let sunk: readonly (readonly number[])[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-kill-'));
    const file = join(folder, 'orrery.db');
    const log = join(folder, 'acknowledged');
    const lines = (what: string): number[][] =>
      (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line.startsWith(`${what} `))
        .map((line) => line.split(' ').slice(1).map(Number));
    acknowledged = (what) => lines(what).map(([k]) => k!);
    const openedMs = performance.now();
    await (await createEmbeddedStores({ file })).stop();
    const longestLifeMs = LONGEST_LIFE * (performance.now() - openedMs);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = await spawnProcess('embedded-node.ts', [
        file,
        log,
        String((acknowledged('added').at(-1) ?? -1) + 1),
      ]);
      await pause(Math.random() * longestLifeMs);
      await child.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
    }
    expect(await (await spawnProcess('embedded-node.ts', [file, log, 'drain'])).ended).toBeNull();
    stores = await createEmbeddedStores({ file });
    sunk = lines('sunk');
  }, 240_000);
  afterAll(async () => {
    await stores.stop();
    await rm(folder, { recursive: true });
  });

  it('did enough between the kills to prove something', () => {
    expect(acknowledged('added').length).toBeGreaterThan(KILLS);
  });

  it('lost no job, did each to the end and has each once', async () => {
    const rows = await stores.work.read('SELECT type, id, state FROM job');
    const added = new Set(rows.filter(([type]) => type === 'extract').map(([, id]) => Number(id)));
    for (const k of acknowledged('added')) expect(added).toContain(k);
    expect(rows.filter(([, , state]) => state !== 'completed')).toEqual([]);
    expect(new Set(rows.map(([type, id]) => `${String(type)} ${String(id)}`)).size).toBe(rows.length);
    for (const k of added) {
      const blob = await stores.blobs.get(`${k}`);
      expect(new TextDecoder().decode(blob?.content)).toBe(`raw ${k}`);
    }
  });

  it('has every record of every job once, with its value, live and archived', async () => {
    const jobs = await stores.work.read("SELECT id FROM job WHERE type = 'extract'");
    const times = jobs.flatMap(([id]) => recordsOf(Number(id))).map((record) => record.timeMs);
    for (let i = 0; i < SERIES; i += 1) {
      const own = times.filter((timeMs) => (timeMs % RECORDS) % SERIES === i).sort((a, b) => a - b);
      const expected = own.map((timeMs) => ({ timeMs, value: valueAt(timeMs), revision: 'definitive' }));
      expect(await stores.series.read(`series ${i}`, 0, END_OF_TIME)).toEqual(expected);
      expect(await stores.series.count(`series ${i}`)).toBe(expected.length);
      expect(await stores.archive.history(`series ${i}`, 0, END_OF_TIME)).toEqual(expected);
      expect(await stores.archive.count(`series ${i}`)).toBe(expected.length);
      const summarised = (await stores.archive.summaries(`series ${i}`, 'day', 0, END_OF_TIME)).map((day) => day.n);
      expect(summarised.reduce((sum, n) => sum + n, 0)).toBe(expected.length);
    }
    expect(await stores.documents.count('alert')).toBe(jobs.length);
  });

  it('has every acknowledged batch, and all or nothing of the others', async () => {
    const points = await stores.series.read('bulk', 0, END_OF_TIME);
    const perBatch = new Map<number, number>();
    for (const { timeMs, value } of points) {
      expect(value).toBe(valueAt(timeMs));
      const k = Math.floor(timeMs / BULK);
      perBatch.set(k, (perBatch.get(k) ?? 0) + 1);
    }
    for (const k of acknowledged('bulk')) expect(perBatch.get(k)).toBe(BULK);
    expect(new Set(perBatch.values())).toEqual(new Set([BULK]));
    expect(await stores.series.count('bulk')).toBe(points.length);
    expect(await stores.state.get('last')).toBeGreaterThanOrEqual(Math.max(...acknowledged('state')));
  });

  it('has a stream without gaps or overlaps, of which the sink skipped nothing', async () => {
    const segments = await stores.work.read(
      'SELECT part, base_offset, n FROM stream_segment ORDER BY part, base_offset',
    );
    const next = new Map<unknown, number>();
    for (const [part, base, n] of segments) {
      expect(base).toBe(next.get(part) ?? 0);
      next.set(part, Number(base) + Number(n));
    }
    const heads = await stores.work.read('SELECT part, next_offset FROM stream_head');
    expect(new Map(heads.map(([part, head]) => [part, head]))).toEqual(next);
    const reached = new Map<number, number>();
    for (const [partition, first, last] of sunk) {
      expect(first).toBeLessThanOrEqual(reached.get(partition!) ?? 0);
      reached.set(partition!, last! + 1);
    }
    expect(reached).toEqual(next);
  });
});
