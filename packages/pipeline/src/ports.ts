import type { ForecastTarget, RecordOf, Topic } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';

/** A raw response that is kept, and when the run that brought it was due. */
interface OfRaw {
  readonly source: string;
  readonly rawId: string;
  readonly retrievedAtMs: number;
  readonly dueMs: number;
}

/** Work of the queue, a discriminated union: what it is and what it needs, small enough to log. */
export type Job =
  | { readonly type: 'extract'; readonly source: string; readonly dueMs: number }
  | ({ readonly type: 'transform' } & OfRaw)
  | ({ readonly type: 'publish' } & OfRaw)
  /** Removes provenance of all sources that is older than its retention. */
  | { readonly type: 'tidy'; readonly source: 'all' }
  | ForecastJob;
export type JobType = Job['type'];
export type JobOf<T extends JobType> = Extract<Job, { type: T }>;

/**
 * One training: `atMs` is the time of the request and identifies it; its intermediate results are blobs by the hash of
 * their content.
 */
interface TrainingJob {
  readonly target: ForecastTarget;
  readonly atMs: number;
}

/**
 * Work of the models: forecasts and drift checks by target, and a training in five stages, each of which adds the
 * next.
 */
export type ForecastJob =
  | { readonly type: 'forecastIssue'; readonly target: ForecastTarget; readonly issuedAtMs: number }
  | { readonly type: 'forecastDrift'; readonly target: ForecastTarget; readonly atMs: number }
  | ({ readonly type: 'forecastPrepare' } & TrainingJob)
  | ({ readonly type: 'forecastTrain'; readonly dataset: string } & TrainingJob)
  | ({ readonly type: 'forecastEvaluate'; readonly dataset: string; readonly candidate: string } & TrainingJob)
  | ({ readonly type: 'forecastRegister'; readonly candidate: string } & TrainingJob)
  | ({ readonly type: 'forecastDeploy'; readonly version: string } & TrainingJob);

export interface JobOptions {
  /**
   * Jobs of one id are one job: adding it again while it waits, runs or has recently completed changes nothing; a
   * failed one is repeated.
   */
  readonly id: string;
  readonly delayMs?: number;
  /** Attempts in all (default 1); the pause doubles from `backoffMs`. */
  readonly attempts?: number;
  readonly backoffMs?: number;
}

export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
}

/** A handler that throws this gives up its job at once, regardless of remaining attempts. */
export class UnrecoverableJobError extends Error {}

/**
 * A handler that throws this postpones its job by `delayMs` (real time) without using up an attempt: what the job needs
 * is not available yet, and nothing went wrong.
 */
export class PostponedJobError extends Error {
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.name = 'PostponedJobError';
    this.delayMs = delayMs;
  }
}

/** Durable work (BullMQ on Redis; embedded). A job whose worker dies is repeated by another. */
export interface Queue extends Stoppable {
  add(job: Job, options: JobOptions): Promise<void>;
  /**
   * Adds `makeJob` every `everyMs`; the id is stable, so that a restart updates the schedule instead of adding a second
   * one.
   */
  schedule(id: string, everyMs: number, job: Job): Promise<void>;
  /**
   * One handler per type; a second throws. Starts at once, in the order of adding. `stop()` aborts the signal and waits
   * for the running handlers, which may still add jobs; the job of a handler that rejects after the abort is repeated,
   * without using up an attempt.
   */
  process<T extends JobType>(
    type: T,
    handler: (job: JobOf<T>, signal: AbortSignal) => Promise<void>,
    concurrency?: number,
  ): void;
  counts(type: JobType): Promise<JobCounts>;
  /** Failed jobs with their reasons, newest first. */
  failures(
    type: JobType,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly job: Job; readonly reason: string; readonly atMs: number }[]>;
  /** Resolves when nothing waits, runs or is delayed or scheduled within `horizonMs` (default 0). */
  idle(horizonMs?: number): Promise<void>;
}

export interface Batch<T extends Topic> {
  readonly records: readonly RecordOf<T>[];
  readonly partition: number;
  /** Offset of the last record. */
  readonly lastOffset: bigint;
}

/** Ordered, durable, replayable records (Kafka with Avro; embedded). Order is preserved per key. */
export interface Stream extends Stoppable {
  /** Resolves when the records survive a crash. */
  publish<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): Promise<void>;
  /**
   * Passes batches to the handler, one per partition at a time; the offset is committed only after the handler has
   * resolved, so a crash repeats a batch and never loses one. A handler that rejects gets the batch again after a
   * pause. Consumers of one group share the partitions.
   */
  consume<T extends Topic>(topic: T, group: string, handler: (batch: Batch<T>) => Promise<void>): Promise<Stoppable>;
  /**
   * Number of messages published and not yet committed by the group. Embedded, a message is one record; on Kafka it
   * holds up to 2,000 observations of a series. 0 only if nothing is left.
   */
  lag(topic: Topic, group: string): Promise<number>;
}
