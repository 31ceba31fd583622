import type { Queue, Stream } from '@orrery/pipeline';
import type { Stores } from '@orrery/stores';
import { stopAll, type Logger, type Metrics, type Stoppable } from '@orrery/telemetry';
import type { Clock } from './clock.ts';
import { writeCatalog } from './catalog.ts';
import type { Flow, OpenSession, SourceSettings } from './stages/context.ts';
import { extract } from './stages/extract/extract.ts';
import { startGauges } from './gauges.ts';
import { publish } from './stages/publish/publish.ts';
import { createPublished } from './stages/publish/published.ts';
import { forgetFuture } from './ledger/future.ts';
import { createRuns } from './ledger/runs.ts';
import { startScheduler } from './schedule.ts';
import { startSinks, type SinkName } from './stages/sink/sinks.ts';
import { DEFAULT_RETENTION, tidy, type Retention } from './stages/tidy/tidy.ts';
import { createTransformRaw, transform } from './stages/transform/transform.ts';
import { startForecasting } from './forecast/index.ts';
import { createLanes } from './http/lanes.ts';
import type { Source } from './providers/source.ts';

/** What a process does: all of it embedded; distributed, workers and sinks may run apart. */
export const ROLES = ['schedule', 'extract', 'transform', 'sinks', 'forecast'] as const;
export type Role = (typeof ROLES)[number];

export interface WorkerDeps {
  readonly sources: readonly Source[];
  readonly stores: Stores;
  readonly queue: Queue;
  readonly stream: Stream;
  readonly openSession: OpenSession;
  readonly settings: SourceSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Whether models forecast here, are checked for drift and are trained; default: no. */
  readonly forecasts?: boolean;
  /** Default: all. */
  readonly roles?: readonly Role[];
  /** Default: all. */
  readonly sinks?: readonly SinkName[];
  /** This process is the only one that publishes: what it published already is left out. */
  readonly onlyPublisher?: boolean;
  /** Transforms, and publications, at a time; each holds a whole response in memory (default 8). */
  readonly transformsAtATime?: number;
  /** Default: raw responses 30 days, records of runs 90. */
  readonly retention?: Retention;
}

export interface Worker extends Stoppable {
  readonly flow: Flow;
}

const EXTRACTS_AT_A_TIME = 8;
const TRANSFORMS_AT_A_TIME = 8;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts the way of the data: schedule -> extract -> transform -> publish, and the sinks; and the models that forecast
 * from it. `stop` lets what runs come to its end and stops in reverse order; queue, stream and stores belong to the
 * caller, who stops the queue before (it lets running jobs finish) or after.
 */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const roles = new Set(deps.roles ?? ROLES);
  const sources = new Map(deps.sources.map((source) => [source.info.id, source]));
  if (sources.size !== deps.sources.length) throw new Error('Two sources have the same id.');
  const flow: Flow = { ...deps, sources, runs: createRuns(deps.stores.state) };
  await forgetFuture(deps.stores.state, deps.clock.now(), deps.logger);
  await writeCatalog(deps.stores.state, deps.sources, deps.clock.now());
  const parts: Stoppable[] = [];
  if (roles.has('sinks')) parts.push(...(await startSinks(flow, deps.sinks ?? ['series', 'archive', 'documents'])));
  if (roles.has('transform')) processTransforms(flow, deps);
  if (roles.has('extract'))
    deps.queue.process('extract', (job, signal) => extract(flow, job, signal), EXTRACTS_AT_A_TIME);
  parts.push(startGauges(flow));
  if (deps.forecasts && roles.has('forecast')) parts.push(await startForecasting(flow));
  if (roles.has('schedule')) parts.push(startScheduler({ ...flow, sources: deps.sources }));
  return { name: 'worker', flow, stop: () => stopAll(parts, deps.logger, STOP_TIMEOUT_MS) };
}

/**
 * Several at a time, so that their small writes share a commit; those of one source in turn, so that its answers are
 * published in the order they came.
 */
function processTransforms(
  flow: Flow,
  { onlyPublisher = false, retention = DEFAULT_RETENTION, transformsAtATime = TRANSFORMS_AT_A_TIME }: WorkerDeps,
): void {
  const published = onlyPublisher ? createPublished() : null;
  const transformRaw = createTransformRaw(flow, transformsAtATime);
  const transforming = createLanes();
  const publishing = createLanes();
  flow.queue.process(
    'transform',
    (job) => transforming(job.source, () => transform(flow, transformRaw, job)),
    transformsAtATime,
  );
  flow.queue.process(
    'publish',
    (job) => publishing(job.source, () => publish(flow, transformRaw, job, published)),
    transformsAtATime,
  );
  flow.queue.process('tidy', async (_, signal) => void (await tidy(flow, retention, signal)));
}
