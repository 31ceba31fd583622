import { DAY_MS, MINUTE_MS, type Observation } from '@orrery/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESOLUTIONS, type ArchiveStore, type Resolution } from '../ports/index.ts';
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

const HOUR = RESOLUTIONS.hour;
const DAY = RESOLUTIONS.day;
const START_MS = Date.UTC(2024, 4, 10);
const LARGE = 10_000;
/** Two batches, three reads each: enough to meet every change of a summary by a better revision. */
const RUNS = 25;
/** Any time that data may have: Kp begins in 1932. */
const ALWAYS = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)] as const;

/** Points about the end of a year, so that days and partitions change within a batch. */
const points = () => drawnPoints({ fromMs: Date.UTC(2024, 11, 31), everyMs: 20 * MINUTE_MS, moments: 150, most: 60 });

/** Behaviour of every ArchiveStore. One place is used for the group; each test has series of its own. */
export function describeArchiveStore(name: string, factory: StoreFactory<ArchiveStore>): void {
  describe(`archive store: ${name}`, () => {
    let harness: StoreHarness<ArchiveStore>;
    let store: ArchiveStore;
    let other: ArchiveStore;
    let made = 0;
    const newSeries = (): string => `conformance.${(made += 1)}`;

    beforeAll(async () => {
      harness = await factory();
      [store, other] = [await harness.open(), await harness.open()];
    });
    afterAll(() => harness.dispose());

    const expectLikeBruteForce = async (series: string, all: readonly Observation[]): Promise<void> => {
      const best = bestOf(all);
      expect(await store.history(series, ...ALWAYS)).toEqual(best);
      for (const resolution of Object.keys(RESOLUTIONS) as Resolution[])
        expectBuckets(
          await store.summaries(series, resolution, ...ALWAYS),
          bucketsOf(best, RESOLUTIONS[resolution]),
          LARGEST_VALUE,
        );
      expect(await store.count(series)).toBe(latestOfEach(all).length);
    };

    it('answers an unknown series with nothing, and accepts no points', async () => {
      await store.archive([]);
      expect(await store.history('never.written', ...ALWAYS)).toEqual([]);
      expect(await store.summaries('never.written', 'day', ...ALWAYS)).toEqual([]);
      expect(await store.count('never.written')).toBe(0);
    });

    it('makes points and their summaries visible to other readers when archive resolves', async () => {
      const series = newSeries();
      await store.archive([1, 4, null, 2].map((value, i) => observation(series, START_MS + i * 20 * MINUTE_MS, value)));
      expect(await other.summaries(series, 'hour', START_MS, START_MS + DAY)).toEqual([
        { timeMs: START_MS, n: 2, min: 1, mean: 2.5, max: 4, last: 4 },
        { timeMs: START_MS + HOUR, n: 1, min: 2, mean: 2, max: 2, last: 2 },
      ]);
      expect((await other.history(series, START_MS, START_MS + DAY)).map((point) => point.value)).toEqual([
        1,
        4,
        null,
        2,
      ]);
    });

    it('changes nothing when points are archived again', async () => {
      const series = newSeries();
      const batch = Array.from({ length: 50 }, (_, i) => observation(series, START_MS + i * 11 * MINUTE_MS, i));
      for (let i = 0; i < 3; i += 1) await store.archive(batch);
      await expectLikeBruteForce(series, batch);
    });

    it('brings summaries up to date when a better revision, a correction or a gap comes', async () => {
      const series = newSeries();
      const writes = [
        observation(series, START_MS, 10, 'provisional'),
        observation(series, START_MS, 99, 'nowcast'),
        observation(series, START_MS, 20, 'definitive'),
        observation(series, START_MS, 21, 'definitive'),
        observation(series, START_MS, null, 'definitive'),
      ];
      for (const [i, write] of writes.entries()) {
        await store.archive([write]);
        await expectLikeBruteForce(series, writes.slice(0, i + 1));
      }
      expect(await store.summaries(series, 'hour', ...ALWAYS)).toEqual([]);
    });

    it('never replaces a point by one retrieved earlier, which only fills gaps', async () => {
      const series = newSeries();
      const at = (retrievedAtMs: number, timeMs: number, value: number | null): Observation => ({
        ...observation(series, timeMs, value),
        retrievedAtMs,
      });
      const values = async (): Promise<(number | null)[]> =>
        (await store.history(series, ...ALWAYS)).map((point) => point.value);
      await store.archive([at(200, START_MS, 2)]);
      await other.archive([at(100, START_MS, 1), at(100, START_MS + 1, 5)]);
      expect(await values()).toEqual([2, 5]);
      expect(await store.summaries(series, 'hour', ...ALWAYS)).toMatchObject([{ n: 2, min: 2, max: 5, last: 5 }]);
      await store.archive([at(200, START_MS, 3)]);
      expect(await values()).toEqual([3, 5]);
      await store.archive([at(300, START_MS, 9), at(250, START_MS, 8)]);
      expect(await values()).toEqual([9, 5]);
      await store.archive([at(400, START_MS, null)]);
      await store.archive([at(350, START_MS, 7)]);
      expect(await values()).toEqual([null, 5]);
    });

    it('replaces a point whose retrieval lies in the future: its clock was ahead', async () => {
      const series = newSeries();
      const at = (retrievedAtMs: number, value: number): Observation => ({
        ...observation(series, START_MS, value),
        retrievedAtMs,
      });
      const aheadMs = Date.now() + 365 * DAY_MS;
      const nowMs = Date.now();
      await store.archive([at(aheadMs, -23)]);
      await other.archive([at(nowMs, -23)]);
      await other.archive([at(nowMs, -77)]);
      expect((await store.history(series, ...ALWAYS)).map(({ value }) => value)).toEqual([-77]);
    });

    it('returns all revisions with their sources and the times they were first retrieved', async () => {
      const series = newSeries();
      const points = [
        { ...observation(series, START_MS - HOUR, -0.1, 'predicted'), source: 'a', retrievedAtMs: 1 },
        { ...observation(series, START_MS, 10, 'nowcast'), source: 'b', retrievedAtMs: 1_750_000_000_123 },
        { ...observation(series, START_MS, null, 'definitive'), source: 'c', retrievedAtMs: 1_750_000_000_456 },
        { ...observation(series, START_MS + 1, 0, 'provisional'), source: series, retrievedAtMs: 0 },
      ];
      await store.archive([...points].reverse());
      await store.archive([{ ...points[1]!, source: 'again', retrievedAtMs: 1_750_000_999_000 }]);
      const read = async (fromMs: number, toMs: number) => {
        const all: Observation[] = [];
        for await (const point of other.points(series, fromMs, toMs)) all.push(point);
        return all;
      };
      expect(await read(...ALWAYS)).toEqual(points);
      expect(await read(START_MS, START_MS)).toEqual(points.slice(1, 3));
      expect(await read(START_MS + 2, START_MS + 3)).toEqual([]);
      expect(await store.seriesNames()).toContain(series);
      expect(await store.seriesNames()).not.toContain('again');
    });

    it('returns many points page by page, each once and in order', async () => {
      const series = newSeries();
      const points = Array.from({ length: 2 * LARGE }, (_, i) =>
        observation(series, START_MS + (i >> 1) * MINUTE_MS, i, i % 2 ? 'definitive' : 'nowcast'),
      );
      await store.archive(points);
      const values: (number | null)[] = [];
      for await (const { value } of store.points(series, ...ALWAYS)) values.push(value);
      expect(values).toEqual(points.map(({ value }) => value));
    });

    it('includes both ends of a range: moments of points, starts of summaries', async () => {
      const series = newSeries();
      await store.archive([0, 1, 2, 3].map((i) => observation(series, START_MS + i * HOUR + MINUTE_MS, i)));
      const starts = (await store.summaries(series, 'hour', START_MS + HOUR, START_MS + 2 * HOUR)).map((s) => s.timeMs);
      expect(starts).toEqual([START_MS + HOUR, START_MS + 2 * HOUR]);
      expect(await store.summaries(series, 'hour', START_MS + 1, START_MS + HOUR - 1)).toEqual([]);
      const moments = await store.history(series, START_MS + HOUR + MINUTE_MS, START_MS + 2 * HOUR + MINUTE_MS);
      expect(moments.map((point) => point.value)).toEqual([1, 2]);
    });

    it('keeps series apart within one batch', async () => {
      const names = [newSeries(), newSeries(), `${newSeries()}'"%`];
      await store.archive(
        names.flatMap((series, i) => [0, 1].map((k) => observation(series, START_MS + k, i * 10 + k))),
      );
      for (const [i, series] of names.entries())
        expect((await store.history(series, ...ALWAYS)).map((point) => point.value)).toEqual([i * 10, i * 10 + 1]);
    });

    it('keeps what is older than the epoch, in the right days', async () => {
      const series = newSeries();
      const batch = Array.from({ length: 40 }, (_, i) => observation(series, Date.UTC(1932, 0, 1) + i * 3 * HOUR, i));
      const epoch = Array.from({ length: 10 }, (_, i) => observation(series, (i - 5) * 7 * HOUR, i));
      await store.archive([...batch, ...epoch]);
      await expectLikeBruteForce(series, [...batch, ...epoch]);
    });

    it('answers like brute force after any two batches', async () => {
      await fc.assert(
        fc.asyncProperty(points(), points(), async (...drawn) => {
          const series = newSeries();
          const [first, second] = drawn.map((points) => points.map((point) => ({ ...point, series })));
          await store.archive(first!);
          await other.archive(second!);
          await expectLikeBruteForce(series, [...first!, ...second!]);
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    });

    it(`takes ${LARGE.toLocaleString('en')} points of several years at once`, async () => {
      const series = newSeries();
      const batch = Array.from({ length: LARGE }, (_, i) =>
        observation(series, Date.UTC(2015, 0, 1) + i * 9 * HOUR, i % 90),
      );
      await store.archive(batch);
      await expectLikeBruteForce(series, batch);
    });

    it('brings summaries up to date when single days of many years change', async () => {
      const series = newSeries();
      const daily = Array.from({ length: 1500 }, (_, i) => observation(series, Date.UTC(1990, 0, 1) + i * DAY, i % 90));
      const monthly = Array.from({ length: 400 }, (_, i) => observation(series, Date.UTC(1950, i, 1, 6), i % 70));
      await store.archive([...daily, ...monthly]);
      const changed = daily.filter((_, i) => i % 3 === 0 || i % 100 > 60).map((point) => ({ ...point, value: -1 }));
      await store.archive(changed);
      await expectLikeBruteForce(series, [...daily, ...monthly, ...changed]);
    });

    it('has correct summaries when concurrent writers fill the same hours', async () => {
      const series = newSeries();
      const batches = Array.from({ length: 8 }, (_, writer) =>
        Array.from({ length: 30 }, (_, i) =>
          observation(series, START_MS + (i * 8 + writer) * MINUTE_MS, (i * 31 + writer) % 97),
        ),
      );
      await Promise.all(batches.map((batch, i) => (i % 2 ? store : other).archive(batch)));
      await expectLikeBruteForce(series, batches.flat());
    });
  });
}
