import { z } from 'zod';
import { defineState } from './family.ts';

/** A raw response in the store: its id, and when it was retrieved last. */
const keptRawSchema = z.object({ rawId: z.string().min(1), retrievedAtMs: z.number() });
export type KeptRaw = Readonly<z.infer<typeof keptRawSchema>>;

const rawEntrySchema = keptRawSchema.extend({
  source: z.string().min(1),
  url: z.string(),
  /** Characters of the answer. */
  bytes: z.number(),
  /** The run that brought it last. */
  dueMs: z.number(),
});
export type RawEntry = Readonly<z.infer<typeof rawEntrySchema>>;

/** What the records of an answer, or of a run, come to. */
const tallySchema = z.object({
  source: z.string().min(1),
  dueMs: z.number(),
  records: z.number(),
  rejects: z.number(),
  /** False where an answer says that it is partial, or the run failed. */
  complete: z.boolean(),
  /** Records that the answers claim to have, where they say so. */
  claimed: z.number().nullable(),
  gaps: z.number(),
  /** Time of the newest record, epoch ms, null where there is none; a run that brings none has that of those before. */
  newestMs: z.number().nullable(),
  error: z.string().nullable(),
});

const batchRecordSchema = tallySchema.extend({
  ...keptRawSchema.shape,
  stage: z.enum(['kept', 'transformed', 'published']),
});
export type BatchRecord = Readonly<z.infer<typeof batchRecordSchema>>;

const runRecordSchema = tallySchema.extend({
  startedMs: z.number(),
  durationMs: z.number().nullable(),
  requests: z.number(),
  /** Characters of the answers. */
  bytes: z.number(),
  raws: z.array(keptRawSchema),
  /** `interrupted`: a pull ended with the process that made it, and its policy does not allow the next one yet. */
  outcome: z.enum(['running', 'loaded', 'unchanged', 'failed', 'interrupted']),
});
export type RunRecord = Readonly<z.infer<typeof runRecordSchema>>;

/** Whether a run ended without what it was to bring; its `error` says why. */
export const hasFailed = ({ outcome }: Pick<RunRecord, 'outcome'>): boolean =>
  outcome === 'failed' || outcome === 'interrupted';

/** Where a source goes on; each uses what it needs. Strict, so that a cursor nobody would read is not kept. */
const cursorSchema = z.strictObject({
  /** When it last was answered. */
  answeredMs: z.number().optional(),
  /** Designations that wait to be asked for. */
  wanted: z.array(z.string()).optional(),
  /** When each designation was asked for. */
  askedMs: z.record(z.string(), z.number()).optional(),
});
export type Cursor = Readonly<z.infer<typeof cursorSchema>>;

const loadStateSchema = z.object({
  /** Its name, without the folder. */
  file: z.string(),
  written: z.number(),
  records: z.number(),
  rejects: z.number(),
  done: z.boolean(),
});
export type LoadState = Readonly<z.infer<typeof loadStateSchema>>;

export const LEDGER_STATE = {
  runs: defineState('run:<source>:<dueMs>', 'A run of a source and what it brought.', runRecordSchema),
  raws: defineState('raw:<source>:<rawId>', 'A raw response that is kept.', rawEntrySchema),
  batches: defineState(
    'batch:<source>:<retrievedAtMs>:<rawId>',
    'What became of a raw response that was retrieved at a time.',
    batchRecordSchema,
  ),
  cursors: defineState('cursor:<source>', 'Where the next run of a source goes on.', cursorSchema),
  loads: defineState('load:<sha256>', 'How far a file of history is loaded, by its content.', loadStateSchema),
} as const;
