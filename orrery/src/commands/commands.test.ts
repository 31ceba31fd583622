import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey } from '@orrery/backend';
import type { Observation } from '@orrery/contract';
import { createRegistry } from '@orrery/etl-worker/forecast';
import { keepRaw, lineSource, rawResponse, stubModel } from '@orrery/etl-worker/testing';
import { createEmbeddedStores, type EmbeddedStores } from '@orrery/stores/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportStore } from './export.ts';
import { importStore } from './import.ts';
import { historyFiles, loadHistory } from './load.ts';
import { recordSources } from './record.ts';
import { retransform } from './retransform.ts';

const AT_MS = Date.UTC(2024, 4, 10);
/** The head of the CelesTrak file and two days of it as published. */
const SPACE_WEATHER = `DATE,BSRN,ND,KP1,KP2,KP3,KP4,KP5,KP6,KP7,KP8,KP_SUM,AP1,AP2,AP3,AP4,AP5,AP6,AP7,AP8,AP_AVG,CP,C9,ISN,F10.7_OBS,F10.7_ADJ,F10.7_DATA_TYPE,F10.7_OBS_CENTER81,F10.7_OBS_LAST81,F10.7_ADJ_CENTER81,F10.7_ADJ_LAST81
1957-10-01,1700,19,43,40,30,20,37,23,43,37,273,32,27,15,7,22,9,32,22,21,1.1,5,334,269.3,269.8,OBS,266.6,230.9,266.8,235.5
1957-10-02,1700,20,37,37,17,17,27,23,17,30,203,22,22,6,6,12,9,6,15,12,0.7,3,322,253.3,253.6,OBS,267.4,231.7,267.5,236.2
`;

let folder: string;
let stores: EmbeddedStores;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orrery-cli-'));
  stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
});
afterEach(async () => {
  await stores.stop();
  await rm(folder, { recursive: true });
});

describe('load', () => {
  it('loads a file of history once, however often it is asked to', async () => {
    const file = join(folder, 'SW-All.csv');
    await writeFile(file, SPACE_WEATHER);
    const first = await loadHistory(stores, [file], AT_MS);
    expect(first).toMatchObject({ files: 1, skipped: 0, rejects: 0 });
    expect(await stores.archive.count('kp')).toBe(16);
    expect(await loadHistory(stores, [folder], AT_MS)).toMatchObject({ files: 1, skipped: 1, records: 0 });
    expect(await stores.series.count('kp')).toBe(16);
  });

  it('says which files it knows where it is given another', () => {
    expect(() => historyFiles([join(folder, 'orrery.db')])).toThrow(/not a file of history; omni2_YEAR/);
    expect(() => historyFiles([join(folder, 'nowhere')])).toThrow(/no such file or folder/);
  });
});

describe('retransform', () => {
  it('runs transforms again, oldest first, and the last answer wins, also over an older one that is run again alone', async () => {
    const source = lineSource('wind', async () => []);
    await keepRaw(stores, 'wind', rawResponse(`${AT_MS} 2`, AT_MS + 2), AT_MS);
    const older = await keepRaw(stores, 'wind', rawResponse(`${AT_MS} 1\nnonsense`, AT_MS + 1), AT_MS);
    expect(await retransform(stores, [source], { rawIds: [] })).toEqual({ raws: 2, records: 2, rejects: 1 });
    expect((await stores.series.newest('wind'))?.value).toBe(2);
    expect(await stores.quarantine.list({})).toHaveLength(1);
    expect(await retransform(stores, [source], { rawIds: [older.rawId] })).toMatchObject({ raws: 1 });
    expect((await stores.series.newest('wind'))?.value).toBe(2);
    expect(await stores.archive.history('wind', AT_MS, AT_MS)).toMatchObject([{ value: 2 }]);
    await expect(retransform(stores, [source], { rawIds: ['unknown'] })).rejects.toThrow(/Not kept: unknown/);
  });
});

async function allPoints({ archive }: EmbeddedStores): Promise<readonly Observation[]> {
  const points: Observation[] = [];
  for (const name of await archive.seriesNames())
    for await (const point of archive.points(name, 0, AT_MS * 2)) points.push(point);
  return points;
}

describe('export and import', () => {
  it('bring everything but keys into another store, and twice is once', async () => {
    const point = (timeMs: number, value: number | null, revision: 'nowcast' | 'definitive') =>
      ({
        kind: 'observation',
        series: 'kp',
        timeMs,
        value,
        revision,
        source: `${revision}-kp`,
        retrievedAtMs: timeMs + 7,
      }) as const;
    const points = [
      point(AT_MS, 8.67, 'nowcast'),
      point(AT_MS, 9, 'definitive'),
      point(AT_MS + 10_800_000, null, 'nowcast'),
    ];
    await stores.series.write(points);
    await stores.archive.archive(points);
    const documents = Array.from({ length: 1203 }, (_, i) => ({
      kind: 'document' as const,
      collection: 'alert' as const,
      id: `a${i}`,
      timeMs: AT_MS + Math.floor(i / 700),
      timeEndMs: null,
      title: 'alert',
      linked: [],
      body: '{}',
      source: 'swpc-alerts',
      retrievedAtMs: AT_MS,
    }));
    await stores.documents.upsert(documents);
    const { rawId } = await keepRaw(stores, 'wind', rawResponse('1 2', AT_MS), AT_MS);
    const registry = createRegistry(stores, () => AT_MS);
    await registry.register(stubModel('kp', 'a'));
    await registry.deploy('kp', 'a', 'the first');
    // A key opens this service alone.
    await createKey(stores.state, 'grafana', { scope: 'read', expiresMs: null }, AT_MS);
    const file = join(folder, 'all.tar');
    const counts = await exportStore(stores, file, AT_MS);
    expect(counts).toEqual({ observations: 3, documents: 1204, blobs: 2, quarantine: 0, state: 2 });
    const other = await createEmbeddedStores({ file: join(folder, 'other.db') });
    await importStore(other, file);
    await importStore(other, file);
    expect(await other.series.read('kp', 0, AT_MS * 2)).toEqual(await stores.series.read('kp', 0, AT_MS * 2));
    expect(await other.archive.summaries('kp', 'day', 0, AT_MS)).toEqual(
      await stores.archive.summaries('kp', 'day', 0, AT_MS),
    );
    expect(await allPoints(other)).toEqual(points);
    expect(await other.documents.count('alert')).toBe(1203);
    expect(await other.blobs.get(rawId)).toEqual(await stores.blobs.get(rawId));
    expect((await createRegistry(other, () => AT_MS).loadChampion('kp'))?.version).toBe('a');
    await other.stop();
    await expect(importStore(stores, folder)).rejects.toThrow(/no manifest.json/);
  });
});

describe('record', () => {
  it('keeps answers where the replay server looks for them, with their headers and without keys', async () => {
    const url = new URL('http://provider.test/products/noaa-planetary-k-index.json?api_key=KEY');
    const source = lineSource('swpc-kp', async (context) => {
      await context.request(url);
      return [];
    });
    const openSession = () => ({
      request: async () => rawResponse('[]', AT_MS, url.href),
      kept: async () => undefined,
      commit: async () => undefined,
    });
    const settings = { base: () => '', nasaApiKey: 'KEY' };
    const [outcome] = await recordSources(
      { state: stores.state, openSession, settings, nowMs: () => AT_MS },
      [source],
      folder,
    );
    const path = 'swpc-responses/2024-05-10_noaa-planetary-k-index.json';
    expect(outcome).toEqual({ source: 'swpc-kp', files: [path], error: null });
    expect(await readFile(join(folder, path), 'utf8')).toBe('[]');
    expect(await readFile(join(folder, `${path}.headers.json`), 'utf8')).not.toContain('KEY');
  });
});
