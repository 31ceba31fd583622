import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, QueryResponse, QueryResult, ServiceClock } from '@orrery/contract';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import { createLogger, createMetrics, stopAll, type Logger } from '@orrery/telemetry';
import { readConfig } from '../config.ts';
import { createReaders } from '../data/create-readers.ts';
import type { Operator } from '../data/operator.ts';
import { startHttp } from '../server.ts';
import { fill } from './fill.ts';
import { emptyStores, type StoreLists } from './store-lists.ts';

export interface TestService {
  readonly url: string;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts queries over a day and gives their results. */
  ask(...queries: readonly object[]): Promise<QueryResponse['results']>;
  stop(): Promise<void>;
}

interface TestServiceOptions {
  readonly env?: Record<string, string>;
  /** What the stores hold; default: nothing. */
  readonly filled?: StoreLists;
  /** The time of the data, epoch ms; default: real. */
  readonly nowMs?: number;
  readonly operator?: Operator;
  readonly clock?: () => ServiceClock;
  /** Where it writes its log; default: nowhere. */
  readonly logger?: Logger;
  /** The module of the query threads; default: the one that the service has. */
  readonly queryThread?: URL;
}

const bundled = process.env['ORRERY_TEST_QUERY_THREAD'];
/** Starts faster than the source, where the test run has made it. */
const BUNDLED_THREAD = bundled === undefined ? undefined : new URL(bundled);

export const DAY = { from: '2026-03-20T00:00:00Z', to: '2026-03-21T00:00:00Z' } as const;

/** A real service on a free port over a real embedded database in a folder of its own. */
export async function startTestService({
  env = {},
  filled = emptyStores(),
  nowMs,
  operator,
  clock,
  logger = createLogger('test', 'silent'),
  queryThread = BUNDLED_THREAD,
}: TestServiceOptions = {}): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-test-'));
  const config = readConfig({ port: '0', logLevel: 'silent' }, env);
  const stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
  await fill(stores, filled);
  const time = nowMs === undefined ? {} : { now: () => nowMs };
  const readers = createReaders({ stores, pipeline: null, config, ...time });
  const http = await startHttp({
    config,
    readers,
    logger,
    metrics: createMetrics(),
    ...(operator === undefined ? {} : { operator }),
    ...(clock === undefined ? {} : { clock }),
    ...(queryThread === undefined ? {} : { queryThread }),
  });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${http.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url: http.url,
    post,
    async ask(...queries) {
      const response = await post({
        ...DAY,
        queries: queries.map((query, i) => ({ refId: String.fromCharCode(65 + i), ...query })),
      });
      const { results } = (await response.json()) as QueryResponse;
      return results;
    },
    async stop() {
      await stopAll([stores, http], logger, 2000);
      rmSync(folder, { recursive: true });
    },
  };
}

/** The frames of a result; fails the test with the result's error where it has none. */
export function framesOf(result: QueryResult | undefined): readonly Frame[] {
  if (result && 'frames' in result) return result.frames;
  throw new Error(`Expected frames, got ${JSON.stringify(result)}`);
}

/** The failure of a result; fails the test where it succeeded. */
export function failureOf(
  result: QueryResult | undefined,
): Exclude<QueryResult, { status: 200; frames: readonly Frame[] }> {
  if (result && 'error' in result) return result;
  throw new Error('Expected a failure, got frames');
}

/** Values of a field of a frame. */
export function valuesOf(frame: Frame | undefined, field: string): readonly unknown[] {
  const at = frame?.schema.fields.findIndex((f) => f.name === field) ?? -1;
  const values = frame?.data.values[at];
  if (!values) throw new Error(`No field ${field} in ${JSON.stringify(frame?.schema.fields.map((f) => f.name))}`);
  return values;
}
