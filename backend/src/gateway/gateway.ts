import { asOrreryError, OrreryError, queryModel, type QueryFailure } from '@orrery/contract';
import type { Logger, Metrics, Stoppable } from '@orrery/telemetry';
import { LRUCache } from 'lru-cache';
import type { Config } from '../config.ts';
import type { Readers } from '../data/readers.ts';
import { failureOf } from '../http/problem.ts';
import type { DataSide } from '../pool/data-side.ts';
import { watchMemory } from '../pool/watch-memory.ts';
import { createQueryPool, type PoolTask, type QueryPool } from '../pool/pool.ts';
import type { EncodedFrame, PreparedQuery, RawQuery, RequestSpan } from '../pool/task.ts';
import { costOf } from '../queries/costs.ts';
import { prepareQuery } from '../queries/parse.ts';
import { assertWithin, isHeavy, sumOf, type Cost, type CostFacts } from './cost.ts';
import { createGroupSizes } from './group-sizes.ts';
import { createHeavyLane } from './lanes.ts';
import { createShared } from './shared.ts';

/** What is kept of computed answers, bytes. */
const CACHE_BYTES = 64_000_000;
/** The computed sky of a moment stays as it is; what is read from the stores may be another the next second. */
const COMPUTED_TTL_MS = 600_000;
const STORED_TTL_MS = 1000;

/** A query on its way: checked, with its cost, or already refused. */
export type Admitted =
  | { readonly raw: RawQuery; readonly prepared: PreparedQuery; readonly cost: Cost }
  | { readonly raw: RawQuery; readonly failure: QueryFailure };

export type Answered = { readonly frames: readonly EncodedFrame[] } | { readonly failure: QueryFailure };

/** The way of queries from the HTTP thread to those that compute. Nothing here grows with what is asked. */
export interface Gateway extends Stoppable {
  /**
   * Checks the queries of a request and tells what each takes; one that is wrong is refused alone. Throws `tooLarge`
   * where all together are over the budget of a request.
   */
  admit(queries: readonly RawQuery[], span: RequestSpan): Promise<readonly Admitted[]>;
  /** The frames of a query, or why there are none: `cancelled` where the client has gone. */
  answer(admitted: Admitted, span: RequestSpan, caller: string, signal: AbortSignal): Promise<Answered>;
  /** The catalog as JSON. */
  catalog(signal: AbortSignal): Promise<EncodedFrame>;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly readers: Readers;
  /** The module of a query thread. */
  readonly queryThread: URL;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export function createGateway({ config, readers, queryThread, logger, metrics }: GatewayOptions): Gateway {
  const pool = createQueryPool({
    file: queryThread,
    threads: config.queryThreads,
    threadMemoryMb: config.threadMemoryMb,
    timeoutMs: config.queryTimeoutMs,
    data: dataSideOf(readers),
    onRunning: (tasks) => metrics.queryThreadsBusy.set(tasks),
    threadData: { config, groups: readers.pipeline?.groups ?? null },
  });
  const watch = watchMemory(pool, config.maxMemoryMb, logger);
  const budget = { maxCoreMs: config.maxCoreMs, maxBytes: config.maxAnswerBytes };
  const groupSizes = createGroupSizes(readers.documents);
  const compute = createComputing({ pool, now: readers.now, logger, metrics });

  const admitOne = (raw: RawQuery, span: RequestSpan, facts: CostFacts): Admitted => {
    try {
      const prepared = prepareQuery(raw);
      const cost = costOf(prepared, span, facts);
      assertWithin('The query', cost, budget);
      return { raw, prepared, cost };
    } catch (thrown) {
      return { raw, failure: reported(thrown, raw.queryType, logger) };
    }
  };
  return {
    name: 'gateway',
    async admit(queries, span) {
      const facts = await groupSizes();
      const admitted = queries.map((raw) => admitOne(raw, span, facts));
      const costs = admitted.flatMap((one) => ('cost' in one ? [one.cost] : []));
      assertWithin('The request', sumOf(costs), budget);
      return admitted;
    },
    async answer(admitted, span, caller, signal) {
      const startedMs = performance.now();
      const answered =
        'failure' in admitted ? { failure: admitted.failure } : await compute.query(admitted, span, caller, signal);
      const queryType = queryModel(admitted.raw.queryType) === undefined ? 'unknown' : admitted.raw.queryType;
      const status = 'failure' in answered ? answered.failure.status : 200;
      metrics.queries.inc({ queryType, status: String(status) });
      metrics.querySeconds.observe({ queryType }, (performance.now() - startedMs) / 1000);
      return answered;
    },
    catalog: (signal) => compute.catalog(signal),
    stop: () => watch.stop().then(() => pool.stop()),
  };
}

const dataSideOf = ({ series, archive, documents, quarantine, state, pipeline }: Readers): DataSide => ({
  series,
  archive,
  documents,
  quarantine,
  state,
  ...(pipeline === null ? {} : { queue: pipeline.queue, stream: pipeline.stream }),
});

function reported(thrown: unknown, queryType: string, logger: Logger): QueryFailure {
  const error = asOrreryError(thrown);
  if (error.code === 'defect') logger.error({ err: thrown, queryType }, 'query failed by a defect');
  return failureOf(error);
}

type Computed = Extract<Admitted, { cost: Cost }>;

interface Computing {
  readonly pool: QueryPool;
  readonly now: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Computes in the threads, each answer once for all who ask for it, and keeps what was computed for a while. */
function createComputing({ pool, now, logger, metrics }: Computing) {
  const kept = new LRUCache<string, Answered>({
    maxSize: CACHE_BYTES,
    maxEntrySize: CACHE_BYTES / 8,
    sizeCalculation: sizeOf,
    ttl: STORED_TTL_MS,
  });
  const shared = createShared<Answered>();
  const heavy = createHeavyLane(Math.max(1, pool.threads - 1), (waiting) => metrics.heavyQueriesWaiting.set(waiting));

  const run = async (task: PoolTask, queryType: string, signal: AbortSignal): Promise<Answered> => {
    try {
      const answer = await pool.run(task, signal);
      if (!('failure' in answer)) return answer;
      if (answer.defect !== null) logger.error({ stack: answer.defect, queryType }, 'query failed by a defect');
      return { failure: answer.failure };
    } catch (thrown) {
      return { failure: reported(thrown, queryType, logger) };
    }
  };
  const query = async (one: Computed, span: RequestSpan, caller: string, signal: AbortSignal): Promise<Answered> => {
    const { prepared, cost } = one;
    const key = JSON.stringify([prepared.queryType, prepared.query, prepared.notices, span]);
    const before = kept.get(key);
    if (before !== undefined) return before;
    const work = async (stop: AbortSignal): Promise<Answered> => {
      metrics.queriesComputed.inc({ queryType: prepared.queryType });
      const answered = await run({ kind: 'query', nowMs: now(), prepared, span }, prepared.queryType, stop);
      if ('frames' in answered)
        kept.set(key, answered, { ttl: isComputed(prepared) ? COMPUTED_TTL_MS : STORED_TTL_MS });
      return answered;
    };
    const inTurn = (stop: AbortSignal): Promise<Answered> =>
      isHeavy(cost) ? heavy.run(caller, () => work(stop), stop) : work(stop);
    return shared(key, inTurn, signal).catch((thrown: unknown) => ({
      failure: reported(thrown, prepared.queryType, logger),
    }));
  };
  const catalog = async (signal: AbortSignal): Promise<EncodedFrame> => {
    const answered = await shared('catalog', (stop) => run({ kind: 'catalog', nowMs: now() }, 'catalog', stop), signal);
    const [text] = 'frames' in answered ? answered.frames : [];
    if (text !== undefined) return text;
    const { failure } = answered as Extract<Answered, { failure: unknown }>;
    throw new OrreryError('notReady', `The catalog cannot be had now: ${failure.error}`);
  };
  return { query, catalog };
}

/** Whether an answer depends on nothing but the query: it reads no store. */
const isComputed = ({ queryType }: PreparedQuery): boolean =>
  queryType !== 'pipeline' && queryModel(queryType)?.reads === undefined;

const sizeOf = (answered: Answered): number =>
  'frames' in answered ? answered.frames.reduce((sum, frame) => sum + bytesOf(frame), 1) : 1;

/** Bytes of an encoded frame. */
export const bytesOf = ({ pieces }: EncodedFrame): number =>
  pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
