import {
  runEntrySchema,
  seriesEntrySchema,
  sourceEntrySchema,
  STATE_KEYS,
  stopEntrySchema,
  type Notice,
  type RunEntry,
  type SeriesEntry,
  type SourceEntry,
} from '@orrery/contract';
import { z } from 'zod';
import { iso } from '../text.ts';
import type { SeriesCatalog, SourceCatalog, StateReader } from './readers.ts';

/** The worker writes its catalog at its start; a service that was up before sees it this much later at the most. */
const MAX_AGE_MS = 10_000;

/** Series and sources as the worker wrote them into the state of the system; unreadable entries are left out. */
export function createStateCatalog(state: StateReader, realNow = Date.now): SeriesCatalog & SourceCatalog {
  const series = cached(() => entriesOf(state, STATE_KEYS.series, seriesEntrySchema), realNow);
  const sources = cached(() => entriesOf(state, STATE_KEYS.sources, sourceEntrySchema), realNow);
  return {
    series,
    sources,
    notices: async ({ sourceId }: SeriesEntry) => {
      const source = (await sources()).find(({ id }) => id === sourceId);
      return source ? sourceNotices(state, source) : [];
    },
  };
}

/** Reads once in a while; a failure and an empty list are not kept. */
function cached<T>(read: () => Promise<readonly T[]>, realNow: () => number): () => Promise<readonly T[]> {
  let kept: { readonly atMs: number; readonly entries: readonly T[] } | null = null;
  return async () => {
    if (kept === null || kept.entries.length === 0 || realNow() - kept.atMs > MAX_AGE_MS) {
      kept = { atMs: realNow(), entries: await read() };
    }
    return kept.entries;
  };
}

async function entriesOf<T>(state: StateReader, key: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const list = z.array(z.unknown()).safeParse(await state.get(key));
  return (list.data ?? []).flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The newest run of a source, null where it never ran. */
export async function lastRun(state: StateReader, source: string): Promise<RunEntry | null> {
  const [newest] = await state.list(`${STATE_KEYS.runs}${source}:`, 1);
  return runEntrySchema.safeParse(newest?.value).data ?? null;
}

/** Why all pulls from a provider are stopped, null where they are not. */
export async function stopOf(state: StateReader, provider: string | null) {
  if (provider === null) return null;
  const stop = stopEntrySchema.safeParse(await state.get(`${STATE_KEYS.stops}${provider}`)).data;
  return stop?.alert ? stop : null;
}

/** Why a source brings nothing new: the same sentence for all sources of a provider that is away. */
export async function sourceTrouble(state: StateReader, source: SourceEntry): Promise<string | null> {
  if (await stopOf(state, source.provider)) return (await sourceNotices(state, source))[0]?.text ?? null;
  const run = await lastRun(state, source.id);
  return run?.outcome === 'failed' ? (run.error ?? `${source.title}: the last run failed.`) : null;
}

/** What must be said beside data of a source: its pulls are stopped, or its last run failed. */
export async function sourceNotices(state: StateReader, source: SourceEntry): Promise<readonly Notice[]> {
  const stop = await stopOf(state, source.provider);
  if (stop) {
    const text = `${source.publisher} answered ${stop.status} at ${iso(stop.atMs)}; nothing is pulled from there until a person has looked into it and run "npm run orrery -- ${source.provider} resume".`;
    return [{ severity: 'error', text }];
  }
  const run = await lastRun(state, source.id);
  if (run?.outcome !== 'failed') return [];
  const text = `${source.title}: the last run at ${iso(run.startedMs)} failed (${run.error ?? 'no reason given'}).`;
  return [{ severity: 'warning', text }];
}
