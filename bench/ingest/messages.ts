import type { Role } from '@orrery/etl-worker';
import type { JobType } from '@orrery/pipeline';

/** Stages as the metrics of the pipeline name them; `raw` counts responses, the others records. */
export const STAGES = ['raw', 'transformed', 'published', 'series', 'archive'] as const;
export type Stage = (typeof STAGES)[number];
export type Counts = Readonly<Record<Stage, number>>;

/** Sinks of observations; there are no documents here. */
export type SinkName = 'series' | 'archive';

/** What a worker process is told at its start. */
export interface WorkerOrder {
  /** Names the series and the sources. */
  readonly run: string;
  readonly rows: number;
  /** Database file of the embedded engines; null: the servers of the environment. */
  readonly file: string | null;
  readonly roles: readonly Role[];
  readonly sinks?: readonly SinkName[];
  /** Jobs of these types alone are done. */
  readonly jobs?: readonly JobType[];
}

/**
 * Asked of a worker process: `feed` queues all extractions, `verify` waits for these sinks and counts what is stored.
 */
export type Request =
  | { readonly type: 'feed' | 'stop' }
  | { readonly type: 'verify'; readonly sinks: readonly SinkName[] };

export type Answer =
  | { readonly type: 'starting' | 'ready' }
  | { readonly type: 'progress'; readonly counts: Counts; readonly rssMb: number; readonly cpuSeconds: number }
  | { readonly type: 'verified'; readonly stored: Stored };

/** Rows in the stores of the sinks that were asked about. */
export type Stored = Readonly<Partial<Record<SinkName, number>>>;
