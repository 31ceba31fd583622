/**
 * The embedded database on a million points: start, memory, ingest and reading. Each stage runs in a process of its
 * own, so that memory is the stage's; `npm run bench -- embedded-store`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAY_MS, MINUTE_MS, type Observation } from '@orrery/contract';
import { createEmbeddedQueue, createEmbeddedStream } from '@orrery/pipeline/embedded';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import { figure, median } from './lib/peer.ts';

const POINTS = 1_000_000;
const BATCH = 10_000;
const START_MS = Date.UTC(2023, 0, 1);
const END_MS = START_MS + (POINTS - 1) * MINUTE_MS;
const YEAR_MS = 365 * DAY_MS;
const REPEATS = 15;
const STEPS = 200;
const MB = 1e6;

const point = (series: string, i: number): Observation => ({
  kind: 'observation',
  series,
  timeMs: START_MS + i * MINUTE_MS,
  value: 400 + 100 * Math.sin(i / 1000) + (i % 17),
  revision: 'definitive',
  source: 'bench',
  retrievedAtMs: END_MS,
});
const points = (series: string, from: number, count: number): Observation[] =>
  Array.from({ length: count }, (_, i) => point(series, from + i));

/** How many series there are of each cadence, minutes: some four of solar wind and X-rays, protons, indices. */
const SERIES_BY_CADENCE: Readonly<Record<number, number>> = { 1: 4, 5: 6, 60: 6, 180: 3, 1440: 3 };

/** Batches of a year, series by series as a load of history has them; values do not repeat. */
function* yearOfSeries(): Generator<Observation[]> {
  for (const [cadence, count] of Object.entries(SERIES_BY_CADENCE))
    for (let s = 0; s < count; s += 1) {
      const everyMs = Number(cadence) * MINUTE_MS;
      const total = YEAR_MS / everyMs;
      for (let from = 0; from < total; from += BATCH)
        yield Array.from({ length: Math.min(BATCH, total - from) }, (_, i) => ({
          ...point(`${cadence}min ${s}`, 0),
          timeMs: START_MS + (from + i) * everyMs,
          value: noise((s + 1) * (from + i)),
        }));
    }
}

/** A value in [0, 100) with three decimals that is the same for the same number. */
const noise = (i: number): number => Math.floor((Math.abs(Math.sin(i * 12.9898) * 43_758.5453) % 1) * 100_000) / 1000;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function latency(name: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) times.push(await timed(work));
  figure(name, median(times), 'ms');
}

const memory = (name: string): void => figure(name, process.memoryUsage().rss / MB, 'MB');

const stages: Readonly<Record<string, (file: string) => Promise<void>>> = {
  /** History: a million points through each store. */
  load: async (file) => {
    const stores = await createEmbeddedStores({ file });
    const batches = POINTS / BATCH;
    const live = await timed(async () => {
      for (let i = 0; i < batches; i += 1) await stores.series.write(points('speed', i * BATCH, BATCH));
    });
    figure('series-ingest', POINTS / (live / 1000), 'rows/s');
    const again = await timed(async () => {
      for (let i = 0; i < batches / 10; i += 1) await stores.series.write(points('speed', i * BATCH, BATCH));
    });
    figure('series-ingest-again', POINTS / 10 / (again / 1000), 'rows/s');
    const archived = await timed(async () => {
      for (let i = 0; i < batches; i += 1) await stores.archive.archive(points('speed', i * BATCH, BATCH));
    });
    figure('archive-ingest', POINTS / (archived / 1000), 'rows/s');
    const few = 1440;
    await stores.series.write(points('revised', 0, POINTS / 10));
    await stores.series.write(points('revised', 0, few).map((one) => ({ ...one, revision: 'nowcast' })));
    memory('rss-after-load');
    await stores.stop();
  },
  /** A year of series of every cadence, each point to the series and to the archive as the two sinks write it. */
  year: async (file) => {
    const own = `${file}.year`;
    const { series, archive, stop } = await createEmbeddedStores({ file: own });
    let rows = 0;
    const cpu = process.cpuUsage();
    const ms = await timed(async () => {
      for (const batch of yearOfSeries()) {
        await series.write(batch);
        await archive.archive(batch);
        rows += batch.length;
      }
    });
    figure('year-points', rows, 'rows');
    figure('year-ingest', rows / (ms / 1000), 'rows/s');
    const { user, system } = process.cpuUsage(cpu);
    figure('year-processor-time', (user + system) / rows, 'µs/row');
    memory('year-rss-after-load');
    const endMs = START_MS + YEAR_MS;
    await latency('year-live-day-of-minutes', () => series.read('1min 0', endMs - DAY_MS, endMs));
    await latency('year-live-buckets-month-hourly', () =>
      series.readBuckets('1min 0', endMs - 30 * DAY_MS, endMs, 60 * MINUTE_MS),
    );
    await latency('year-archive-history-hourly-series', () => archive.history('60min 0', START_MS, endMs));
    await latency('year-archive-history-minute-series', () => archive.history('1min 1', START_MS, endMs));
    await latency('year-archive-summaries-hourly', () => archive.summaries('1min 0', 'hour', START_MS, endMs));
    memory('year-rss-after-reads');
    await stop();
    figure('year-file', statSync(own).size / MB, 'MB');
  },
  /** Start with a million points on disk, then live minutes and what dashboards ask. */
  serve: async (file) => {
    memory('rss-before-start');
    const startMs = performance.now();
    const stores = await createEmbeddedStores({ file });
    const queue = await createEmbeddedQueue(stores.work);
    const stream = await createEmbeddedStream(stores.work);
    figure('start', performance.now() - startMs, 'ms');
    memory('rss-started');
    let minute = POINTS;
    await latency('live-write-20-points', () => stores.series.write(points('speed', (minute += 20), 20)));
    await latency('archive-write-20-points', () => stores.archive.archive(points('speed', (minute += 20), 20)));
    const { series, archive } = stores;
    await latency('read-day', () => series.read('speed', END_MS - 1440 * MINUTE_MS, END_MS));
    await latency('read-newest', () => series.newest('speed'));
    await latency('buckets-week-hourly', () =>
      series.readBuckets('speed', END_MS - 7 * 1440 * MINUTE_MS, END_MS, 60 * MINUTE_MS),
    );
    await latency('buckets-1M-daily', () => series.readBuckets('speed', START_MS, END_MS, 1440 * MINUTE_MS));
    await latency('buckets-100k-revised-daily', () =>
      series.readBuckets('revised', START_MS, END_MS, 1440 * MINUTE_MS),
    );
    await latency('summaries-2-years-daily', () => archive.summaries('speed', 'day', START_MS, END_MS));
    await latency('summaries-2-years-hourly', () => archive.summaries('speed', 'hour', START_MS, END_MS));
    memory('rss-after-serving');
    await queue.stop();
    await stream.stop();
    await stores.stop();
  },
  /** Through stream and sink, as the worker does it; and small jobs. */
  flow: async (file) => {
    const stores = await createEmbeddedStores({ file: `${file}.flow` });
    const queue = await createEmbeddedQueue(stores.work);
    const stream = await createEmbeddedStream(stores.work);
    const count = POINTS / 5;
    const streamed = await timed(async () => {
      await stream.consume('observations', 'sink', ({ records }) => stores.series.write(records));
      for (let i = 0; i < count; i += BATCH)
        await stream.publish(
          'observations',
          [0, 1, 2, 3].flatMap((s) => points(`s${s}`, i / 4, BATCH / 4)),
        );
      while ((await stream.lag('observations', 'sink')) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    figure('stream-to-series', count / (streamed / 1000), 'rows/s');
    const jobs = 500;
    const worked = await timed(async () => {
      queue.process('extract', async () => undefined, 10);
      await Promise.all(
        Array.from({ length: jobs }, (_, i) =>
          queue.add({ type: 'extract', source: 'bench', dueMs: i }, { id: `${i}` }),
        ),
      );
      await queue.idle();
    });
    figure('queue', jobs / (worked / 1000), 'jobs/s');
    memory('rss-after-flow');
    await queue.stop();
    await stream.stop();
    await stores.stop();
  },
  /** What changes all the time, one after the other as a quiet service does it, and what it leaves on the disk. */
  work: async (file) => {
    const stores = await createEmbeddedStores({ file: `${file}.work.db` });
    const queue = await createEmbeddedQueue(stores.work);
    const stream = await createEmbeddedStream(stores.work);
    const before = folderSize(file);
    queue.process('extract', async () => undefined);
    const done = async (i: number): Promise<void> => {
      await queue.add({ type: 'extract', source: 'bench', dueMs: i }, { id: `one-${i}` });
      while ((await queue.counts('extract')).completed <= i) await new Promise((resolve) => setImmediate(resolve));
    };
    await rate('queue-add-and-complete', 'jobs/s', done);
    let handled = 0;
    await stream.consume('observations', 'work', async ({ records }) => void (handled += records.length));
    await rate('stream-publish-and-commit', 'messages/s', async (i) => {
      await stream.publish('observations', [point('speed', i)]);
      while (handled <= i || (await stream.lag('observations', 'work')) > 0)
        await new Promise((resolve) => setImmediate(resolve));
    });
    await rate('state-put', 'puts/s', (i) => stores.state.put(`key ${i % 50}`, { i }, i));
    memory('rss-after-work');
    await queue.stop();
    await stream.stop();
    await stores.stop();
    figure('work-file-growth', (folderSize(file) - before) / MB, 'MB');
  },
};

/** Bytes of the files of the `work` stage. */
function folderSize(file: string): number {
  const folder = dirname(file);
  const own = readdirSync(folder).filter((name) => name.startsWith(`${basename(file)}.work`));
  return own.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

async function rate(name: string, unit: string, step: (i: number) => Promise<unknown>): Promise<void> {
  const ms = await timed(async () => {
    for (let i = 0; i < STEPS; i += 1) await step(i);
  });
  figure(name, STEPS / (ms / 1000), unit);
}

const [stage, file] = process.argv.slice(2);
if (stage !== undefined && file !== undefined) await stages[stage]!(file);
else {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
  const database = join(folder, 'orrery.db');
  for (const name of Object.keys(stages)) {
    const self = fileURLToPath(import.meta.url);
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', self, name, database], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
  figure('file-2M-points', statSync(database).size / MB, 'MB');
  rmSync(folder, { recursive: true });
}
