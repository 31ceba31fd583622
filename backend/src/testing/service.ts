import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, QueryResponse, QueryResult } from '@orrery/contract';
import { stopAll } from '@orrery/telemetry';
import { readConfig } from '../config.ts';
import { startService, type Service } from '../server.ts';
import type { Fetcher } from '../sources/fetcher.ts';

/** A fetcher for tests that must not reach out: every provider is unreachable. */
export const unreachable: Fetcher = () => Promise.reject(new Error('no network in this test'));

export interface TestService extends Service {
  readonly dataDir: string;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts queries over a day and gives their results. */
  ask(...queries: readonly object[]): Promise<QueryResponse['results']>;
  stop(): Promise<void>;
}

export const DAY = { from: '2026-03-20T00:00:00Z', to: '2026-03-21T00:00:00Z' } as const;

/** A real service on a free port with a data folder of its own. */
export async function startTestService(
  env: Record<string, string> = {},
  fetcher: Fetcher = unreachable,
): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'orrery-test-'));
  const config = readConfig(['--port', '0', '--log-level', 'silent'], { ORRERY_DATA_DIR: dataDir, ...env });
  const service = await startService(config, fetcher);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ...service,
    dataDir,
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
      await stopAll(service.parts, service.logger, 2000);
      rmSync(dataDir, { recursive: true });
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
