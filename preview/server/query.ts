import { messageOf } from '@orrery/contract';
import type { PluginContext, PluginClient, DataResponseMessage, QueryDataRequest } from './grpc.ts';

/** The body of Grafana's `POST /api/ds/query`. */
export interface QueryBody {
  readonly from: string;
  readonly to: string;
  readonly queries: readonly GrafanaQuery[];
}

export interface GrafanaQuery {
  readonly refId: string;
  readonly queryType?: string;
  readonly maxDataPoints?: number;
  readonly intervalMs?: number;
  readonly [key: string]: unknown;
}

export interface QueryAnswer {
  /** 200, or 400 where any query failed: so does Grafana. */
  readonly status: number;
  /** JSON text `{results: {refId: {status, frames} | {status, error, errorSource}}}`. */
  readonly body: string;
}

/** Grafana's own values where a query names none. */
const DEFAULT_MAX_DATA_POINTS = 100;
const DEFAULT_INTERVAL_MS = 1_000;

/** What Grafana adds to each query for itself; the service has no use for it. */
const GRAFANA_KEYS = new Set(['datasource', 'datasourceId', 'hide', 'key', 'queryCachingTTL', 'timeRange', 'metadata']);

/** The gRPC request that Grafana would make of the body. */
export function toQueryDataRequest(body: QueryBody, pluginContext: PluginContext): QueryDataRequest {
  return {
    pluginContext,
    headers: {},
    format: 'JSON',
    queries: body.queries.map((query) => ({
      refId: query.refId,
      queryType: query.queryType ?? '',
      maxDataPoints: String(Math.round(query.maxDataPoints ?? DEFAULT_MAX_DATA_POINTS)),
      intervalMS: String(Math.round(query.intervalMs ?? DEFAULT_INTERVAL_MS)),
      timeRange: { fromEpochMS: body.from, toEpochMS: body.to },
      json: Buffer.from(JSON.stringify(query)),
    })),
  };
}

/** The answer of the plugin as JSON text. The frames are JSON already and are not parsed on the way. */
export function fromResponses(responses: Readonly<Record<string, DataResponseMessage>>): QueryAnswer {
  let failed = false;
  const results = Object.entries(responses).map(([refId, response]) => {
    failed ||= response.error !== '';
    const status = response.status || (response.error ? 500 : 200);
    const error = response.error
      ? `,"error":${JSON.stringify(response.error)},"errorSource":${JSON.stringify(response.errorSource || 'plugin')}`
      : '';
    const frames = response.frames.map((frame) => frame.toString('utf8')).join(',');
    return `${JSON.stringify(refId)}:{"status":${status}${error},"frames":[${frames}]}`;
  });
  return { status: failed ? 400 : 200, body: `{"results":{${results.join(',')}}}` };
}

/** Asks the Go plugin, as Grafana does. When it dies on the way, each query says so. */
export async function queryThroughPlugin(
  client: PluginClient,
  body: QueryBody,
  context: PluginContext,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  try {
    const { responses } = await client.queryData(toQueryDataRequest(body, context), signal);
    return fromResponses(responses);
  } catch (error) {
    return failEach(body, 502, `The Go plugin failed: ${messageOf(error)}`, 'plugin');
  }
}

/** The body of the service's `POST /api/v1/query` that asks the same. */
export function toServiceBody(body: QueryBody): Record<string, unknown> {
  const clean = (query: GrafanaQuery): Record<string, unknown> =>
    Object.fromEntries(Object.entries(query).filter(([key]) => !GRAFANA_KEYS.has(key)));
  return { from: Number(body.from), to: Number(body.to), queries: body.queries.map(clean) };
}

function failEach(
  body: QueryBody,
  status: number,
  error: string,
  errorSource: 'downstream' | 'plugin' = 'downstream',
): QueryAnswer {
  const results = body.queries.map(({ refId }) => [refId, { status, error, errorSource, frames: [] }]);
  return { status: 400, body: JSON.stringify({ results: Object.fromEntries(results) }) };
}

/** Asks the service itself, for machines without Go. Unlike the plugin it parses the answer only where it failed. */
export async function queryDirectly(serviceUrl: string, body: QueryBody, signal: AbortSignal): Promise<QueryAnswer> {
  let response: Response;
  try {
    response = await fetch(`${serviceUrl}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toServiceBody(body)),
      signal,
    });
  } catch {
    return failEach(body, 502, `The Orrery service at ${serviceUrl} does not answer. Is it running?`);
  }
  const text = await response.text();
  if (response.ok) return { status: text.includes('"error":') ? statusOf(text) : 200, body: text };
  return failEach(body, response.status, problemText(text, response.status));
}

function statusOf(text: string): number {
  const { results } = JSON.parse(text) as { results: Record<string, { error?: string }> };
  return Object.values(results).some((result) => result.error !== undefined) ? 400 : 200;
}

function problemText(text: string, status: number): string {
  try {
    const { detail, errors } = JSON.parse(text) as { detail?: string; errors?: { path: string; message: string }[] };
    const fields = (errors ?? []).map(({ path, message }) => `${path}: ${message}`).join('; ');
    return [detail, fields].filter(Boolean).join(' ') || `The service answered ${status}`;
  } catch {
    return `The service answered ${status}`;
  }
}
