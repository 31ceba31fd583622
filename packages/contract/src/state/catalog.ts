import { z } from 'zod';
import { defineState } from './family.ts';

/** What everybody may know about a series of the pipeline. */
const seriesEntrySchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** Grafana unit id. */
  unit: z.string(),
  /** Who measured it, for people. */
  source: z.string(),
  /** Id of the source that keeps it fresh. */
  sourceId: z.string().nullable(),
  description: z.string(),
  cadenceMs: z.number().positive(),
});
export type SeriesEntry = Readonly<z.infer<typeof seriesEntrySchema>>;

/** What everybody may know about a source of the pipeline. */
const sourceEntrySchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  publisher: z.string(),
  terms: z.string(),
  address: z.string(),
  cadenceMs: z.number().positive(),
  politeness: z.string(),
  /** Whose hosts are asked; `computed` asks nobody. */
  provider: z.string().nullable(),
});
export type SourceEntry = Readonly<z.infer<typeof sourceEntrySchema>>;

export const CATALOG_STATE = {
  series: defineState('catalog:series', 'All series; the worker writes it at its start.', z.array(seriesEntrySchema)),
  sources: defineState(
    'catalog:sources',
    'All sources; the worker writes it at its start.',
    z.array(sourceEntrySchema),
  ),
} as const;
