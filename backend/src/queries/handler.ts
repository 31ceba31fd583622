import type { Frame, QueryOfType, QueryType } from '@orrery/contract';

/** The part of a request that its queries share, plus the means to stop. */
export interface QueryContext {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxDataPoints?: number;
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
}

/** The work of one query type; the contract's model says all else of it. `run` throws OrreryError. */
export interface QueryHandler<T extends QueryType> {
  run(query: QueryOfType<T>, context: QueryContext): Promise<Frame[]>;
}

/** A handler of any type; the registry has checked the query against the schema of its type before it calls. */
export interface RegisteredHandler {
  answer(query: unknown, context: QueryContext): Promise<Frame[]>;
}
