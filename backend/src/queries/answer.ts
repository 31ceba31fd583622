import {
  asOrreryError,
  withNotices,
  withQueryType,
  type Frame,
  type QueryRequest,
  type QueryResponse,
  type QueryResult,
} from '@orrery/contract';
import type { Logger, Metrics } from '@orrery/telemetry';
import type { QueryContext } from './handler.ts';
import { clientMessage } from '../http/problem.ts';
import { parseQuery, unknownParameterNotices } from './parse.ts';
import type { Registry } from './registry.ts';

export interface AnswerDeps {
  readonly registry: Registry;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

type RawQuery = QueryRequest['queries'][number];

/** Answers every query of a request one after the other; a query that fails leaves the others untouched. */
export async function answerRequest(
  deps: AnswerDeps,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<QueryResponse> {
  const results: [refId: string, result: QueryResult][] = [];
  const context: QueryContext = {
    fromMs: request.from,
    toMs: request.to,
    signal,
    ...(request.maxDataPoints === undefined ? {} : { maxDataPoints: request.maxDataPoints }),
    ...(request.intervalMs === undefined ? {} : { intervalMs: request.intervalMs }),
  };
  for (const query of request.queries) {
    results.push([query.refId, await answerQuery(deps, query, context)]);
  }
  // Entries, not assignments: `__proto__` is a refId like any other.
  return { results: Object.fromEntries(results) };
}

async function answerQuery(deps: AnswerDeps, query: RawQuery, context: QueryContext): Promise<QueryResult> {
  const startedMs = performance.now();
  const result = await framesOrError(deps, query, context);
  const queryType = deps.registry.has(query.queryType) ? query.queryType : 'unknown';
  deps.metrics.queries.inc({ queryType, status: String(result.status) });
  deps.metrics.querySeconds.observe({ queryType }, (performance.now() - startedMs) / 1000);
  return result;
}

async function framesOrError(deps: AnswerDeps, query: RawQuery, context: QueryContext): Promise<QueryResult> {
  try {
    const frames = await framesOf(deps.registry, query, context);
    return { status: 200, frames };
  } catch (thrown) {
    const error = asOrreryError(thrown);
    if (error.code === 'defect')
      deps.logger.error({ err: thrown, queryType: query.queryType }, 'query failed by a defect');
    return {
      status: error.status,
      error: clientMessage(error),
      errorSource: error.source,
      code: error.code,
      ...(error.details.length > 0 ? { errors: error.details } : {}),
    };
  }
}

/** The frames of one query, checked first, each with its query type in `meta.custom`; throws OrreryError. */
export async function framesOf(registry: Registry, query: RawQuery, context: QueryContext): Promise<Frame[]> {
  const parsed = parseQuery(query);
  const frames = (await registry.get(query.queryType)?.answer(parsed, context)) ?? [];
  const notices = unknownParameterNotices(query, query.queryType);
  return frames.map((frame, i) => withQueryType(i === 0 ? withNotices(frame, notices) : frame, query.queryType));
}
