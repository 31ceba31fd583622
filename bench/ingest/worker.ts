/**
 * A worker in a process of its own; its order is the first argument, requests and answers go over the channel of
 * `fork`.
 */
import { readWorkerConfig, realClock, startWorker } from '@orrery/etl-worker';
import { SINK_GROUPS, type Engines } from '@orrery/engines';
import { openDistributedEngines } from '@orrery/engines/distributed';
import { openEmbeddedEngines } from '@orrery/engines/embedded';
import type { Queue } from '@orrery/pipeline';
import { createLogger, createMetrics, type Metrics } from '@orrery/telemetry';
import { STAGES, type Answer, type Counts, type Request, type SinkName, type WorkerOrder } from './messages.ts';
import { memorySources, recordedValues, seriesOf } from './sources.ts';

const REPORT_MS = 50;
const LOOK_MS = 20;
const FED_AT_ONCE = 100;
const order = JSON.parse(process.argv[2] ?? '') as WorkerOrder;
const logger = createLogger('bench', process.env['ORRERY_LOG_LEVEL'] === 'warn' ? 'warn' : 'fatal');

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

/** Rows in the stores, when these sinks have nothing left to read of the stream. */
async function verify({ stream, stores }: Engines, sinks: readonly SinkName[]): Promise<void> {
  const stored: Partial<Record<SinkName, number>> = {};
  for (const sink of sinks) {
    while ((await stream.lag('observations', SINK_GROUPS[sink])) > 0) await sleep(LOOK_MS);
    const counts = await Promise.all(seriesOf(order.run).map((name) => stores[sink].count(name)));
    stored[sink] = counts.reduce((sum, count) => sum + count, 0);
  }
  tell({ type: 'verified', stored });
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
  settings: { base: () => '', nasaApiKey: '' },
  openSession: () => ({ request: async () => null, kept: async () => undefined, commit: async () => undefined }),
});
tell({ type: 'ready' });
setInterval(async () => {
  const { user, system } = process.cpuUsage();
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  tell({ type: 'progress', counts: await countsOf(metrics), rssMb, cpuSeconds: (user + system) / 1e6 });
}, REPORT_MS);

async function answer(request: Request): Promise<void> {
  if (request.type === 'feed')
    return feed(
      engines.queue,
      sources.map(({ info }) => info.id),
    );
  if (request.type === 'verify') return verify(engines, request.sinks);
  await worker.stop();
  await engines.stop();
  process.exit(0);
}

process.on('message', (request: Request) => {
  answer(request).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
