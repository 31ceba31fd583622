import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Observation, type Revision } from '@orrery/contract';
import { valueAt } from '@orrery/forecast';
import { createEmbeddedStores, type EmbeddedStores } from '@orrery/stores/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readColumn, readHistory } from './read.ts';
import { delayMs } from './shift.ts';

const AT_MS = Date.UTC(2024, 4, 10);
/** A step of the wind spreads over the width of five minutes in an hour. */
const FIVE_MINUTES = 5 / 60;

let folder: string;
let stores: EmbeddedStores;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orrery-history-'));
  stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
});
afterEach(async () => {
  await stores.stop();
  await rm(folder, { recursive: true });
});

const point = (series: string, timeMs: number, value: number | null, revision: Revision): Observation => ({
  kind: 'observation',
  series,
  timeMs,
  value,
  revision,
  source: 'test',
  retrievedAtMs: timeMs,
});

async function write(points: readonly Observation[]): Promise<void> {
  await stores.series.write(points);
  await stores.archive.archive(points);
}

const minutes = (series: string, fromMs: number, toMs: number, value: (timeMs: number) => number): Observation[] =>
  Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, i) => {
    const timeMs = fromMs + i * MINUTE_MS;
    return point(series, timeMs, value(timeMs), 'nowcast');
  });

describe('the history that models read', () => {
  it('has Kp by its best revision and never what is only predicted', async () => {
    await write([
      point('kp', AT_MS, 3, 'predicted'),
      point('kp', AT_MS, 4, 'nowcast'),
      point('kp', AT_MS, 4.33, 'definitive'),
      point('kp', AT_MS + 3 * HOUR_MS, 6, 'predicted'),
    ]);
    const { kp } = await readHistory(stores, AT_MS - DAY_MS, AT_MS + DAY_MS);
    expect([valueAt(kp, AT_MS), valueAt(kp, AT_MS + 3 * HOUR_MS)]).toEqual([4.33, NaN]);
  });

  it('has hours of OMNI as they are', async () => {
    await write([0, 1, 2].map((hour) => point('bz', AT_MS + hour * HOUR_MS, -1 - hour, 'definitive')));
    const column = await readColumn(stores, 'bz', AT_MS, AT_MS + DAY_MS);
    expect([column.startMs, ...column.values]).toEqual([AT_MS, -1, -2, -3]);
  });

  it.each([
    ['lately, in steps of five minutes', HOUR_MS],
    ['long ago, in hours', 30 * DAY_MS],
  ])('has live minutes later by the time that the wind takes: %s', async (_, ageMs) => {
    const frontMs = AT_MS + 6 * HOUR_MS;
    await write([
      ...minutes('solarWindSpeed', AT_MS, AT_MS + DAY_MS, () => 400),
      ...minutes('bz', AT_MS, AT_MS + DAY_MS, (timeMs) => (timeMs < frontMs ? 0 : -10)),
    ]);
    const column = await readColumn(stores, 'bz', AT_MS, AT_MS + DAY_MS + ageMs);
    const arrivesMs = frontMs + delayMs(400);
    expect(valueAt(column, arrivesMs - HOUR_MS)).toBeCloseTo(0, 0);
    expect(valueAt(column, arrivesMs + HOUR_MS)).toBeCloseTo(-10, 9);
    const share = 1 - ((arrivesMs - frontMs) % HOUR_MS) / HOUR_MS;
    expect(Math.abs(valueAt(column, arrivesMs) / -10 - share)).toBeLessThan(FIVE_MINUTES);
  });

  it('lets OMNI have the last word where both are known', async () => {
    await write([
      ...minutes('solarWindSpeed', AT_MS, AT_MS + 4 * HOUR_MS, () => 500),
      point('solarWindSpeed', AT_MS + 2 * HOUR_MS, 450, 'definitive'),
    ]);
    const column = await readColumn(stores, 'solarWindSpeed', AT_MS, AT_MS + DAY_MS);
    expect(valueAt(column, AT_MS + 2 * HOUR_MS)).toBe(450);
    expect(valueAt(column, AT_MS + 3 * HOUR_MS)).toBeCloseTo(500, 9);
  });

  it('is empty where nothing is known', async () => {
    const history = await readHistory(stores, AT_MS, AT_MS + DAY_MS);
    expect(Object.values(history).every(({ values }) => values.length === 0)).toBe(true);
  });
});
