import type { Frame, QueryType, QUERY_SCHEMAS } from '@orrery/contract';
import type { z } from 'zod';

/** The part of a request that its queries share, plus the means to stop. */
export interface QueryContext {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxDataPoints?: number;
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
}

/** One query type: its schema lives in the contract, its work here. `run` throws OrreryError. */
export interface QueryHandler<T extends QueryType = QueryType> {
  readonly type: T;
  run(query: z.infer<(typeof QUERY_SCHEMAS)[T]>, context: QueryContext): Promise<Frame[]>;
}

/** A handler of any type; the registry has checked the query against the schema of its type before it calls. */
export interface RegisteredHandler {
  readonly type: QueryType;
  answer(query: unknown, context: QueryContext): Promise<Frame[]>;
}
