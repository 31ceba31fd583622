import type { QueryResponse } from '@orrery/contract';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { readConfig } from '../config.ts';
import { createReaders } from '../data/create-readers.ts';
import type { PipelineReader } from '../data/readers.ts';
import { answerRequest } from '../queries/answer.ts';
import { createRegistry } from '../queries/registry.ts';
import { storesOver } from './fill.ts';
import type { StoreLists } from './store-lists.ts';

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly maxDataPoints?: number;
}

interface Around {
  readonly env?: Record<string, string>;
  readonly pipeline?: PipelineReader;
  /** Default: the end of the range. */
  readonly nowMs?: number;
}

/** Answers queries from lists, with no service around them; refIds are A, B, … */
export async function answerFromStores(
  lists: StoreLists,
  queries: readonly ({ readonly queryType: string } & Readonly<Record<string, unknown>>)[],
  range: Asked,
  { env = {}, pipeline, nowMs = Date.parse(range.to) }: Around = {},
): Promise<QueryResponse> {
  const config = readConfig({}, env);
  const stores = await storesOver(lists);
  const readers = createReaders({ stores, pipeline: pipeline ?? null, config, now: () => nowMs });
  const deps = {
    registry: createRegistry(config, readers),
    metrics: createMetrics(),
    logger: createLogger('test', 'silent'),
  };
  const request = {
    from: Date.parse(range.from),
    to: Date.parse(range.to),
    ...(range.maxDataPoints === undefined ? {} : { maxDataPoints: range.maxDataPoints }),
    queries: queries.map((query, i) => ({ refId: String.fromCharCode(65 + i), ...query })),
  };
  return answerRequest(deps, request, new AbortController().signal);
}
