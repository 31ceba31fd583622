import type { Frame, QueryOfType, QueryType, StopSignal } from '@orrery/contract';
import type { RequestSpan } from '../pool/task.ts';

/** The part of a request that its queries share, plus the means to stop. */
export interface QueryContext extends RequestSpan {
  /** Looked at every few milliseconds of work: it is set from another thread, so that no turn need be given for it. */
  readonly signal: StopSignal;
}

/** The work of one query type; the contract's model says all else of it. `run` throws OrreryError. */
export interface QueryHandler<T extends QueryType> {
  run(query: QueryOfType<T>, context: QueryContext): Promise<Frame[]>;
}

/** A handler of any type; the registry has checked the query against the schema of its type before it calls. */
export interface RegisteredHandler {
  answer(query: unknown, context: QueryContext): Promise<Frame[]>;
}
