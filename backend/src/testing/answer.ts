import { asOrreryError, type Frame, type QueryResponse, type QueryResult } from '@orrery/contract';
import { readConfig } from '../config.ts';
import { createReaders } from '../data/create-readers.ts';
import type { PipelineReader } from '../data/readers.ts';
import { failureOf } from '../http/problem.ts';
import { framesOf } from '../queries/answer.ts';
import { prepareQuery } from '../queries/parse.ts';
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
  const registry = createRegistry(config, readers);
  const context = {
    fromMs: Date.parse(range.from),
    toMs: Date.parse(range.to),
    ...(range.maxDataPoints === undefined ? {} : { maxDataPoints: range.maxDataPoints }),
    signal: new AbortController().signal,
  };
  const results: [string, QueryResult][] = [];
  for (const [i, query] of queries.entries()) {
    const refId = String.fromCharCode(65 + i);
    results.push([refId, await resultOf(() => framesOf(registry, prepareQuery({ refId, ...query }), context))]);
  }
  return { results: Object.fromEntries(results) };
}

/** Frames, or the error in their place, as the service tells it. */
export async function resultOf(frames: () => Promise<readonly Frame[]>): Promise<QueryResult> {
  try {
    return { status: 200, frames: await frames() };
  } catch (thrown) {
    return failureOf(asOrreryError(thrown));
  }
}
