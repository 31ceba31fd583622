/** A worker in a process of its own; its order is the first argument, requests and answers go over the channel of `fork`. */
import {
  openDistributedEngines,
  openEmbeddedEngines,
  readWorkerConfig,
  realClock,
  SINK_GROUPS,
  startWorker,
  type Engines,
} from '@orrery/etl-worker';
import type { Queue } from '@orrery/pipeline';
import { createLogger, createMetrics, type Metrics } from '@orrery/telemetry';
import { STAGES, type Answer, type Counts, type Request, type WorkerOrder } from './messages.ts';
import { memorySources, recordedValues, seriesOf } from './sources.ts';

const REPORT_MS = 50;
const LOOK_MS = 20;
const FED_AT_ONCE = 100;
const order = JSON.parse(process.argv[2] ?? '') as WorkerOrder;
const logger = createLogger('bench', 'fatal');

const tell = (answer: Answer): void => void process.send?.(answer);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The queue with handlers for the ordered types of jobs alone. */
function onlyOrdered(queue: Queue): Queue {
  const { jobs } = order;
  if (jobs === undefined) return queue;
  return { ...queue, process: (type, ...rest) => (jobs.includes(type) ? queue.process(type, ...rest) : undefined) };
}

async function countsOf(metrics: Metrics): Promise<Counts> {
  const { values } = await metrics.pipelineRecords.get();
  const of = (stage: string): number =>
    values.filter(({ labels }) => labels.stage === stage).reduce((sum, { value }) => sum + value, 0);
  return Object.fromEntries(STAGES.map((stage) => [stage, of(stage)])) as Record<keyof Counts, number>;
}

async function feed(queue: Queue, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += FED_AT_ONCE)
    await Promise.all(
      ids
        .slice(i, i + FED_AT_ONCE)
        .map((source) => queue.add({ type: 'extract', source, dueMs: 0 }, { id: `extract-${source}` })),
    );
}

/** Rows in both stores, when nothing is left to be read of the stream. */
async function verify({ stream, stores }: Engines): Promise<void> {
  for (const group of [SINK_GROUPS.series, SINK_GROUPS.archive])
    while ((await stream.lag('observations', group)) > 0) await sleep(LOOK_MS);
  const sum = async (count: (name: string) => Promise<number>): Promise<number> =>
    (await Promise.all(seriesOf(order.run).map(count))).reduce((a, b) => a + b, 0);
  tell({
    type: 'verified',
    series: await sum((name) => stores.series.count(name)),
    archive: await sum((name) => stores.archive.count(name)),
  });
}

const engines =
  order.file === null
    ? await openDistributedEngines(readWorkerConfig(process.env), logger)
    : await openEmbeddedEngines(order.file, logger);
const sources = memorySources(await recordedValues(), order.run, order.rows);
const metrics = createMetrics();
tell({ type: 'starting' });
const worker = await startWorker({
  ...engines,
  queue: onlyOrdered(engines.queue),
  sources,
  roles: order.roles,
  ...(order.sinks ? { sinks: order.sinks } : {}),
  clock: realClock,
  logger,
  metrics,
  settings: { base: () => '', nasaApiKey: '', sites: [] },
  openSession: () => ({ request: async () => null, commit: async () => undefined }),
});
tell({ type: 'ready' });
setInterval(async () => {
  const { user, system } = process.cpuUsage();
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  tell({ type: 'progress', counts: await countsOf(metrics), rssMb, cpuSeconds: (user + system) / 1e6 });
}, REPORT_MS);

const REQUESTS: Readonly<Record<Request, () => Promise<void>>> = {
  feed: () =>
    feed(
      engines.queue,
      sources.map(({ info }) => info.id),
    ),
  verify: () => verify(engines),
  stop: async () => {
    await worker.stop();
    await engines.stop();
    process.exit(0);
  },
};
process.on('message', (request: Request) => {
  REQUESTS[request]().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
