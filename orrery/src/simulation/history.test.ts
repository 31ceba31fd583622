import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import { createLogger } from '@orrery/telemetry';
import { createMemoryStores } from '@orrery/stores/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReplayHistory } from './history.ts';

const WORDS = 55;
/** Column of Dst. */
const DST = 40;

/** An hour of OMNI2 with zeros but for Dst, all other columns being fill or zero. */
const line = (year: number, day: number, hour: number, dst: number): string =>
  Array.from({ length: WORDS }, (_, i) => String(i === DST ? dst : ([year, day, hour][i] ?? 0))).join(' ');
const dayOf = (year: number, day: number): string =>
  Array.from({ length: 24 }, (_, hour) => line(year, day, hour, -hour)).join('\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-history-'));
  mkdirSync(join(folder, 'solar-wind'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (year: number, ...days: readonly number[]): void =>
  writeFileSync(join(folder, 'solar-wind', `omni2_${year}.dat`), days.map((day) => dayOf(year, day)).join('\n'));
const logger = createLogger('test', 'silent');

const hoursOf = async ({ series }: Pick<Stores, 'series'>): Promise<readonly number[]> =>
  (await series.read('dst', 0, Date.UTC(2100, 0, 1))).map(({ timeMs }) => timeMs);

async function dstAfter(now: string | null): Promise<readonly string[]> {
  const stores = createMemoryStores();
  const clock = now === null ? null : { now: () => Date.parse(now), realMs: (ms: number) => ms };
  const history = await startReplayHistory({ folder, clock, stores, logger });
  await history.stop();
  return (await hoursOf(stores)).map((timeMs) => new Date(timeMs).toISOString().slice(0, 13));
}

describe('history of a replay', () => {
  it('holds the hours that are over, and those of the year before', async () => {
    write(2023, 365);
    write(2024, 1, 2);
    const hours = await dstAfter('2024-01-01T06:30:00Z');
    expect([hours.length, hours[0], hours.at(-1)]).toEqual([24 + 6, '2023-12-31T00', '2024-01-01T05']);
  });

  it('reaches two months back', async () => {
    write(2024, 1, 100);
    expect(await dstAfter('2024-04-20T00:00:00Z')).toHaveLength(24);
  });

  it('is the newest year with the real clock', async () => {
    write(2023, 1);
    write(2024, 1);
    const hours = await dstAfter(null);
    expect([hours.length, hours[0]]).toEqual([24, '2024-01-01T00']);
  });

  it('is empty where none is recorded', async () => {
    expect(await dstAfter('2024-01-01T06:30:00Z')).toEqual([]);
    expect(await dstAfter(null)).toEqual([]);
  });

  it('goes on with the clock', async () => {
    write(2024, 1);
    const stores = createMemoryStores();
    let nowMs = Date.UTC(2024, 0, 1, 3);
    const history = await startReplayHistory({
      folder,
      clock: { now: () => nowMs, realMs: (ms) => ms },
      stores,
      logger,
      tickMs: 5,
    });
    expect(await hoursOf(stores)).toHaveLength(3);
    nowMs += 4 * HOUR_MS;
    await expect.poll(async () => (await hoursOf(stores)).length).toBe(7);
    await history.stop();
  });
});
