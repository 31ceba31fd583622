import { DAY_MS, REVISIONS, type Observation, MINUTE_MS } from '@orrery/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesStore } from '../ports/index.ts';
import {
  bestOf,
  bucketsOf,
  drawnPoints,
  expectBuckets,
  LARGEST_VALUE,
  latestOfEach,
  observation,
  type StoreFactory,
  type StoreHarness,
} from './harness.ts';

/** A quarter hour off the day's start, so that buckets do not begin with the data. */
const START_MS = Date.UTC(2024, 4, 10, 0, 15);
const LARGE = 10_000;
/** Enough to meet every combination of revisions and nulls; real servers are asked over the network. */
const RUNS = 25;

const points = (fromMs: number) => drawnPoints({ fromMs, everyMs: MINUTE_MS, moments: 90, most: 80 });

/** Behaviour of every SeriesStore. One place is used for the group; each test has series of its own. */
export function describeSeriesStore(name: string, factory: StoreFactory<SeriesStore>): void {
  describe(`series store: ${name}`, () => {
    let harness: StoreHarness<SeriesStore>;
    let store: SeriesStore;
    let other: SeriesStore;
    let made = 0;
    const newSeries = (): string => `conformance.${(made += 1)}`;

    beforeAll(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterAll(() => harness.dispose());

    it('answers an unknown series with nothing', async () => {
      expect(await store.read('never.written', START_MS, START_MS + MINUTE_MS)).toEqual([]);
      expect(await store.readBuckets('never.written', START_MS, START_MS + MINUTE_MS, MINUTE_MS)).toEqual([]);
      expect(await store.newest('never.written')).toBeNull();
      expect(await store.count('never.written')).toBe(0);
    });

    it('accepts no points', async () => {
      await expect(store.write([])).resolves.toBeUndefined();
    });

    it('makes every point visible to other readers when write resolves, exactly as given', async () => {
      const series = newSeries();
      const values = [0, 0.1, -273.15, 1e-12, 6.02214076e23, 123_456_789.123_456, -1e-300];
      await store.write(values.map((value, i) => observation(series, START_MS + i, value)));
      const read = await other.read(series, START_MS, START_MS + values.length);
      expect(read.map((point) => point.value)).toEqual(values);
      expect(read.map((point) => point.timeMs)).toEqual(values.map((_, i) => START_MS + i));
    });

    it('changes nothing when points are written again', async () => {
      const series = newSeries();
      const batch = Array.from({ length: 50 }, (_, i) => observation(series, START_MS + i * MINUTE_MS, i));
      for (let i = 0; i < 3; i += 1) await store.write(batch);
      expect(await store.count(series)).toBe(50);
      expect(await store.read(series, START_MS, START_MS + 50 * MINUTE_MS)).toEqual(bestOf(batch));
    });

    it('lets a later write of a key replace the earlier, also within a batch and by null', async () => {
      const series = newSeries();
      await store.write([observation(series, START_MS, 1), observation(series, START_MS, 2)]);
      expect((await store.read(series, START_MS, START_MS))[0]?.value).toBe(2);
      await store.write([observation(series, START_MS, 3)]);
      expect((await store.read(series, START_MS, START_MS))[0]?.value).toBe(3);
      await store.write([observation(series, START_MS, null)]);
      expect(await store.read(series, START_MS, START_MS)).toEqual([
        { timeMs: START_MS, value: null, revision: 'definitive' },
      ]);
      await store.write([observation(series, START_MS, 4)]);
      expect((await store.read(series, START_MS, START_MS))[0]?.value).toBe(4);
      expect(await store.count(series)).toBe(1);
    });

    it('never replaces a point by one retrieved earlier, which only fills gaps', async () => {
      const series = newSeries();
      const at = (retrievedAtMs: number, timeMs: number, value: number | null): Observation => ({
        ...observation(series, timeMs, value),
        retrievedAtMs,
      });
      const values = async (): Promise<(number | null)[]> =>
        (await store.read(series, START_MS, START_MS + 9)).map((point) => point.value);
      await store.write([at(200, START_MS, 2)]);
      await other.write([at(100, START_MS, 1), at(100, START_MS + 1, 5)]);
      expect(await values()).toEqual([2, 5]);
      await store.write([at(200, START_MS, 3)]);
      expect(await values()).toEqual([3, 5]);
      await store.write([at(300, START_MS, 9), at(250, START_MS, 8), at(250, START_MS + 2, 6)]);
      expect(await values()).toEqual([9, 5, 6]);
      await store.write([at(400, START_MS, null)]);
      await store.write([at(350, START_MS, 7)]);
      expect(await values()).toEqual([null, 5, 6]);
      await store.write([at(401, START_MS, 10), at(401, START_MS + 1, 11)]);
      expect(await values()).toEqual([10, 11, 6]);
    });

    it('replaces a point whose retrieval lies in the future: its clock was ahead', async () => {
      const series = newSeries();
      const at = (retrievedAtMs: number, value: number): Observation => ({
        ...observation(series, START_MS, value),
        retrievedAtMs,
      });
      await store.write([at(Date.now() + 365 * DAY_MS, -23)]);
      await other.write([at(Date.now(), -77)]);
      expect((await store.read(series, START_MS, START_MS)).map(({ value }) => value)).toEqual([-77]);
    });

    it('keeps the newest retrieval of concurrent writers', async () => {
      const series = newSeries();
      const writes = Array.from({ length: 12 }, (_, i) =>
        Array.from({ length: 40 }, (_, k) => ({
          ...observation(series, START_MS + k * MINUTE_MS, i),
          retrievedAtMs: 1000 + ((i * 5) % 12),
        })),
      );
      await Promise.all(writes.map((points) => store.write(points)));
      const winner = writes.findIndex(([first]) => first?.retrievedAtMs === 1011);
      const read = await store.read(series, START_MS, START_MS + 40 * MINUTE_MS);
      expect(new Set(read.map((point) => point.value))).toEqual(new Set([winner]));
    });

    it('returns the best revision whatever the order of writing, or a lower one on request', async () => {
      const series = newSeries();
      for (const revision of ['definitive', 'predicted', 'provisional', 'nowcast'] as const)
        await store.write([observation(series, START_MS, REVISIONS.indexOf(revision), revision)]);
      await store.write([observation(series, START_MS + MINUTE_MS, 7, 'nowcast')]);
      expect(await store.read(series, START_MS, START_MS + MINUTE_MS)).toEqual([
        { timeMs: START_MS, value: 3, revision: 'definitive' },
        { timeMs: START_MS + MINUTE_MS, value: 7, revision: 'nowcast' },
      ]);
      expect(await store.read(series, START_MS, START_MS + MINUTE_MS, 'provisional')).toEqual([
        { timeMs: START_MS, value: 2, revision: 'provisional' },
      ]);
      expect(await store.count(series)).toBe(5);
    });

    it('includes both ends of a range', async () => {
      const series = newSeries();
      await store.write([0, 1, 2, 3].map((i) => observation(series, START_MS + i, i)));
      const times = async (from: number, to: number): Promise<number[]> =>
        (await store.read(series, START_MS + from, START_MS + to)).map((point) => point.timeMs - START_MS);
      expect(await times(1, 2)).toEqual([1, 2]);
      expect(await times(3, 3)).toEqual([3]);
      expect(await times(4, 9)).toEqual([]);
      expect(await times(2, 1)).toEqual([]);
      const [bucket] = await store.readBuckets(series, START_MS + 1, START_MS + 2, 86_400_000);
      expect(bucket).toMatchObject({ n: 2, min: 1, max: 2, last: 2 });
    });

    it('keeps series apart, whatever characters their names have', async () => {
      const base = newSeries();
      const names = [
        base,
        `${base} b`,
        `${base},c=d`,
        `${base}"e"`,
        `${base}'f'`,
        `${base}.ü☉`,
        `${base}%`,
        base.toUpperCase(),
      ];
      await store.write(names.map((series, i) => observation(series, START_MS, i)));
      for (const [i, series] of names.entries()) {
        expect((await store.read(series, START_MS, START_MS)).map((point) => point.value)).toEqual([i]);
        expect(await store.count(series)).toBe(1);
      }
    });

    it('knows the newest point that has a value', async () => {
      const series = newSeries();
      await store.write([
        observation(series, START_MS, 1),
        observation(series, START_MS + MINUTE_MS, 2, 'nowcast'),
        observation(series, START_MS + MINUTE_MS, 3, 'provisional'),
        observation(series, START_MS + 2 * MINUTE_MS, null),
      ]);
      expect(await store.newest(series)).toEqual({ timeMs: START_MS + MINUTE_MS, value: 3, revision: 'provisional' });
    });

    it.each([
      ['of today', START_MS],
      ['across the epoch', -45 * MINUTE_MS],
      ['of 1932, where Kp begins', Date.UTC(1932, 0, 1)],
    ])('reads and buckets like brute force, times %s', async (_, fromMs) => {
      await fc.assert(
        fc.asyncProperty(
          points(fromMs),
          fc.integer({ min: 0, max: 45 }),
          fc.integer({ min: 45, max: 90 }),
          fc.constantFrom(MINUTE_MS, 7 * MINUTE_MS, 60 * MINUTE_MS, 86_400_000),
          async (drawn, first, last, everyMs) => {
            const series = newSeries();
            const batch = drawn.map((point) => ({ ...point, series }));
            const half = Math.ceil(batch.length / 2);
            await store.write(batch.slice(0, half));
            await store.write(batch.slice(half));
            const [from, to] = [fromMs + first * MINUTE_MS, fromMs + last * MINUTE_MS];
            const expected = bestOf(batch).filter((point) => point.timeMs >= from && point.timeMs <= to);
            expect(await store.read(series, from, to)).toEqual(expected);
            expectBuckets(
              await store.readBuckets(series, from, to, everyMs),
              bucketsOf(expected, everyMs),
              LARGEST_VALUE,
            );
            expect(await store.count(series)).toBe(latestOfEach(batch).length);
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      );
    });

    it(`takes ${LARGE.toLocaleString('en')} points at once, of several series, in any order`, async () => {
      const names = [newSeries(), newSeries(), newSeries()];
      const batch = Array.from({ length: LARGE }, (_, i) =>
        observation(names[i % 3]!, START_MS + ((i * 7919) % LARGE) * MINUTE_MS, i),
      );
      await store.write(batch);
      for (const series of names) {
        const own = batch.filter((point) => point.series === series);
        expect(await other.read(series, START_MS, START_MS + LARGE * MINUTE_MS)).toEqual(bestOf(own));
      }
    });

    it('accepts concurrent writers, of the same and of different points', async () => {
      const series = newSeries();
      const batches = Array.from({ length: 8 }, (_, writer) =>
        Array.from({ length: 250 }, (_, i) =>
          observation(series, START_MS + (writer * 125 + i) * MINUTE_MS, writer * 125 + i),
        ),
      );
      await Promise.all(batches.map((batch, i) => (i % 2 ? store : other).write(batch)));
      expect(await store.count(series)).toBe(7 * 125 + 250);
      expect(await store.read(series, START_MS, START_MS + 2000 * MINUTE_MS)).toEqual(bestOf(batches.flat()));
    });
  });
}
