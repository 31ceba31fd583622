import { z } from 'zod';

/** What everybody may know about a series of the pipeline. */
export const seriesEntrySchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** Grafana unit id. */
  unit: z.string(),
  /** Who measured it, for people. */
  source: z.string(),
  /** Id of the source that keeps it fresh. */
  sourceId: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  description: z.string(),
  cadenceMs: z.number().positive(),
});
export type SeriesEntry = z.infer<typeof seriesEntrySchema>;

/** What everybody may know about a source of the pipeline. */
export const sourceEntrySchema = z.looseObject({
  id: z.string().min(1),
  title: z.string(),
  publisher: z.string(),
  terms: z.string(),
  address: z.string(),
  cadenceMs: z.number().positive(),
  politeness: z.string(),
  /** Whose hosts are asked; `computed` asks nobody. */
  provider: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
});
export type SourceEntry = z.infer<typeof sourceEntrySchema>;

/**
 * Keys of the state of the system by which worker and service know of each other; what lies behind each is beside it.
 */
export const STATE_KEYS = {
  /** `SeriesEntry[]`, written by the worker at its start. */
  series: 'catalog:series',
  /** `SourceEntry[]`, written by the worker at its start. */
  sources: 'catalog:sources',
  /** A run: prefix of `run:<source>:<dueMs>`. */
  runs: 'run:',
  /** Why all pulls from a provider are stopped: prefix of `http:stop:<provider>`. */
  stops: 'http:stop:',
  /** Circuit of a provider's host: prefix of `http:host:<provider>…`. */
  hosts: 'http:host:',
  /** Champion of a target (`ChampionState`): prefix of `forecast:champion:<target>`. */
  champions: 'forecast:champion:',
  /** Looks for drift (`DriftReport`): prefix of `forecast:drift:<target>:<atMs>`. */
  drift: 'forecast:drift:',
  /** Trainings asked for (`Retraining`): prefix of `forecast:retraining:<target>:<atMs>`. */
  retrainings: 'forecast:retraining:',
} as const;

/** One run of a source as the service reads it. */
export const runEntrySchema = z.looseObject({
  source: z.string(),
  dueMs: z.number(),
  startedMs: z.number(),
  durationMs: z.number().nullable(),
  requests: z.number(),
  bytes: z.number(),
  records: z.number(),
  rejects: z.number(),
  complete: z.boolean(),
  claimed: z.number().nullable(),
  gaps: z.number(),
  newestMs: z.number().nullable(),
  outcome: z.enum(['running', 'loaded', 'unchanged', 'failed']),
  error: z.string().nullable(),
});
export type RunEntry = z.infer<typeof runEntrySchema>;

export const stopEntrySchema = z.looseObject({ status: z.number(), atMs: z.number(), alert: z.boolean() });
export const hostEntrySchema = z.looseObject({
  breaker: z.looseObject({ state: z.enum(['closed', 'open', 'halfOpen']), untilMs: z.number().optional() }),
});
