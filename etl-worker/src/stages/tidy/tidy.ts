import { DAY_MS, STATE, type StateFamily } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import { readState, type TypedStateEntry } from '@orrery/stores/typed';
import type { Flow } from '../context.ts';
import { forgetRaw } from '../../ledger/raw.ts';

/** The schedule of the queue by which the store is tidied. */
export const TIDY = { id: 'tidy', everyMs: DAY_MS } as const;

/** How long what only explains the data is kept, days. */
export interface Retention {
  /** Raw responses, since they were last retrieved. */
  readonly rawDays: number;
  /** Records of runs. */
  readonly runDays: number;
}
export const DEFAULT_RETENTION: Retention = { rawDays: 30, runDays: 90 };

/** What was removed. */
export interface Tidied {
  readonly raws: number;
  readonly runs: number;
}

/** Entries looked at in one go. */
const PAGE = 1000;
/** Records in quarantine of a source that are looked at; older ones do not hold their raw response back. */
const QUARANTINE_LOOKED_AT = 10_000;

/**
 * Removes raw responses and records of runs that are older than the retention. What stays: responses whose records are
 * not published yet, or from which something is in quarantine, and the last run of each source, which says how fresh it
 * is. It may be broken off and repeated.
 */
export async function tidy(flow: Flow, retention: Retention, signal: AbortSignal): Promise<Tidied> {
  const nowMs = flow.clock.now();
  const { stores } = flow;
  const raws = await tidyRaws(stores, nowMs - retention.rawDays * DAY_MS, signal);
  const runs = await tidyRuns(stores.state, nowMs - retention.runDays * DAY_MS, signal);
  await tidyBatches(stores.state, nowMs - Math.max(retention.rawDays, retention.runDays) * DAY_MS, signal);
  flow.logger.info({ raws, runs, ...retention }, 'store tidied');
  return { raws, runs };
}

/**
 * Entries of a family up to the time, newest first, page by page; those of a page may be removed meanwhile. What does
 * not fit says nothing of what it holds back and stays.
 */
async function* entriesUntil<Form extends string, Value>(
  state: Stores['state'],
  family: StateFamily<Form, Value>,
  untilMs: number,
): AsyncGenerator<TypedStateEntry<Value>> {
  for (let upToMs = untilMs; ; ) {
    const page = await state.list(family.under(), PAGE, upToMs);
    for (const { key, value: stored, atMs } of page) {
      const value = family.fit(stored);
      if (value !== null) yield { key, value, atMs };
    }
    const oldest = page.at(-1);
    if (oldest === undefined || page.length < PAGE) return;
    // What is of one moment and more than a page waits for another day.
    upToMs = oldest.atMs < upToMs ? oldest.atMs : upToMs - 1;
  }
}

async function tidyRaws(stores: Stores, untilMs: number, signal: AbortSignal): Promise<number> {
  const { blobs, state } = stores;
  const setAside = createSetAside(stores.quarantine);
  let removed = 0;
  for await (const { value: entry } of entriesUntil(state, STATE.raws, untilMs)) {
    signal.throwIfAborted();
    const batch = await readState(state, STATE.batches, entry.source, entry.retrievedAtMs, entry.rawId);
    if (batch?.stage !== 'published') continue;
    const blob = await blobs.get(entry.rawId);
    const times = [entry.retrievedAtMs, Number(blob?.metadata['retrievedAtMs'])];
    if (batch.rejects > 0 && (await setAside(entry.source, times))) continue;
    if (await forgetRaw(stores, entry, blob, untilMs)) removed += 1;
  }
  return removed;
}

/** Is a record in quarantine that came from a response of a source, retrieved at one of the times? */
function createSetAside(quarantine: Stores['quarantine']) {
  const known = new Map<string, ReadonlySet<number>>();
  return async (source: string, times: readonly number[]): Promise<boolean> => {
    const found =
      known.get(source) ??
      new Set((await quarantine.list({ source, limit: QUARANTINE_LOOKED_AT })).map(({ atMs }) => atMs));
    known.set(source, found);
    return times.some((atMs) => found.has(atMs));
  };
}

async function tidyRuns(state: Stores['state'], untilMs: number, signal: AbortSignal): Promise<number> {
  const last = new Map<string, string | undefined>();
  let removed = 0;
  for await (const { key, value } of entriesUntil(state, STATE.runs, untilMs)) {
    signal.throwIfAborted();
    const { source } = value;
    if (!last.has(source)) last.set(source, (await state.list(STATE.runs.under(source), 1))[0]?.key);
    if (last.get(source) === key) continue;
    await state.delete([key], untilMs);
    removed += 1;
  }
  return removed;
}

/** What became of responses that are gone. */
async function tidyBatches(state: Stores['state'], untilMs: number, signal: AbortSignal): Promise<void> {
  for await (const { key, value } of entriesUntil(state, STATE.batches, untilMs)) {
    signal.throwIfAborted();
    const { source, rawId, stage } = value;
    if (stage !== 'published' || (await readState(state, STATE.raws, source, rawId)) !== null) continue;
    await state.delete([key], untilMs);
  }
}
