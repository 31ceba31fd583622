import { PostponedJobError, type Queue, type Stream } from '@orrery/pipeline';
import type { Stores } from '@orrery/stores';
import type { Logger, Metrics } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { ExtractContext, RawResponse, Source } from '../providers/source.ts';
import type { Runs } from '../ledger/runs.ts';

/** Requests of one run of a source, by the policy of the hosts. */
export interface RequestSession {
  request(url: URL, headers?: Readonly<Record<string, string>>): Promise<RawResponse | null>;
  /** An answer is kept: from now on the pull that brought it has an answer, and none follows before its time. */
  kept(raw: RawResponse): Promise<void>;
  /**
   * What was learned from the answers (ETags, cursors of the host) counts from now on. It is called when the answers
   * are kept and their work is queued: else a crash in between would make the next request say 304 and the answer would
   * be lost.
   */
  commit(): Promise<void>;
}

/** Opens the requests of one run. */
export type OpenSession = (source: Source) => RequestSession;

/** What a source may know beyond its requests. */
export type SourceSettings = Pick<ExtractContext, 'base' | 'nasaApiKey'>;

/** Everything the stages work with. */
export interface Flow {
  readonly sources: ReadonlyMap<string, Source>;
  readonly stores: Stores;
  readonly queue: Queue;
  readonly stream: Stream;
  readonly openSession: OpenSession;
  readonly settings: SourceSettings;
  readonly clock: Clock;
  readonly runs: Runs;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Attempts of the stages that only need our own parts: stores, queue and stream come back. */
export const STAGE_RETRIES = { attempts: 12, backoffMs: 500 } as const;

/** How often a job looks whether its source is configured again, real ms. */
const MISSING_SOURCE_MS = 15_000;

/**
 * The source of a job is not configured in this process. What was fetched is not forgotten: its jobs wait, for a
 * restart with the source or for another process.
 */
export const missingSource = (source: string): PostponedJobError =>
  new PostponedJobError(`The source ${source} is not configured here; its work waits for it.`, MISSING_SOURCE_MS);
