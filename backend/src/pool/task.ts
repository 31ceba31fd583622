import type { Notice, QueryFailure, QueryRequest } from '@orrery/contract';
import type { Config } from '../config.ts';
import type { ConsumerGroup } from '../data/readers.ts';

export type RawQuery = QueryRequest['queries'][number];

/** A query that has been checked against the schema of its type. */
export interface PreparedQuery {
  readonly refId: string;
  readonly queryType: string;
  /** As the schema makes it, with its defaults. */
  readonly query: unknown;
  /** What must be said of the query itself. */
  readonly notices: readonly Notice[];
}

/** The part of a request that its queries share. */
export interface RequestSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxDataPoints?: number;
  readonly intervalMs?: number;
}

/** Places of what the threads tell each other while a task runs. */
export const FLAGS = {
  /** Set by the pool: nobody waits for the answer any more. */
  stop: 0,
  /** Set by the thread: the task has begun. */
  begun: 1,
} as const;

/** What a thread is started with. */
export interface ThreadData {
  readonly config: Config;
  /** Null where there is no pipeline to tell of. */
  readonly groups: readonly ConsumerGroup[] | null;
}

export type ThreadTask = {
  /** The time of the data, epoch ms UTC. */
  readonly nowMs: number;
  /** 32-bit integers by `FLAGS`, 0 until they are set. */
  readonly flags: SharedArrayBuffer;
} & (
  | { readonly kind: 'query'; readonly prepared: PreparedQuery; readonly span: RequestSpan }
  | { readonly kind: 'catalog' }
);

/** A frame as JSON in UTF-8, in pieces of a bounded size. */
export interface EncodedFrame {
  readonly rows: number;
  readonly pieces: readonly Uint8Array[];
}

/** What a thread answers; errors lose their class between threads, so they are told by their fields. */
export type ThreadAnswer =
  | { readonly frames: readonly EncodedFrame[] }
  | { readonly failure: QueryFailure; readonly defect: string | null };
