import {
  hasFailed,
  STATE,
  type Notice,
  type RunRecord,
  type SeriesEntry,
  type SourceEntry,
  type Stop,
} from '@orrery/contract';
import { listState, readState } from '@orrery/stores/typed';
import { iso } from '../text.ts';
import type { SeriesCatalog, SourceCatalog, StateReader } from './readers.ts';

/** The worker writes its catalog at its start; a service that was up before sees it this much later at the most. */
const MAX_AGE_MS = 10_000;

/** Series and sources as the worker wrote them into the state of the system. */
export function createStateCatalog(state: StateReader, realNow = Date.now): SeriesCatalog & SourceCatalog {
  const series = cached(async () => (await readState(state, STATE.series)) ?? [], realNow);
  const sources = cached(async () => (await readState(state, STATE.sources)) ?? [], realNow);
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

/** The newest run of a source, null where it never ran. */
export async function lastRun(state: StateReader, source: string): Promise<RunRecord | null> {
  const [newest] = await listState(state, STATE.runs, [source], 1);
  return newest?.value ?? null;
}

/** Why all pulls from a provider are stopped, null where they are not. */
export async function stopOf(state: StateReader, provider: string | null): Promise<Stop | null> {
  if (provider === null) return null;
  const stop = await readState(state, STATE.stops, provider);
  return stop?.alert ? stop : null;
}

/** Why a source brings nothing new: the same sentence for all sources of a provider that is away. */
export async function sourceTrouble(state: StateReader, source: SourceEntry): Promise<string | null> {
  if (await stopOf(state, source.provider)) return (await sourceNotices(state, source))[0]?.text ?? null;
  const run = await lastRun(state, source.id);
  return run !== null && hasFailed(run) ? (run.error ?? `${source.title}: the last run failed.`) : null;
}

/** What must be said beside data of a source: its pulls are stopped, or its last run failed. */
export async function sourceNotices(state: StateReader, source: SourceEntry): Promise<readonly Notice[]> {
  const stop = await stopOf(state, source.provider);
  if (stop) {
    const text = `${source.publisher} answered ${stop.status} at ${iso(stop.atMs)}; nothing is pulled from there until a person has looked into it and run "npm run orrery -- ${source.provider} resume".`;
    return [{ severity: 'error', text }];
  }
  const run = await lastRun(state, source.id);
  if (run === null || !hasFailed(run)) return [];
  const how = run.outcome === 'interrupted' ? 'was interrupted' : 'failed';
  const text = `${source.title}: the last run at ${iso(run.startedMs)} ${how} (${run.error ?? 'no reason given'}).`;
  return [{ severity: 'warning', text }];
}
