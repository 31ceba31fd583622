import { hasFailed, STATE, type BatchRecord, type KeptRaw, type RunRecord } from '@orrery/contract';
import type { StateStore } from '@orrery/stores';
import { listState, readState, writeState } from '@orrery/stores/typed';
import { createLanes } from '../http/lanes.ts';

/** The ledger of runs in the state of the system. */
export interface Runs {
  read(source: string, dueMs: number): Promise<RunRecord | null>;
  /** Time of the newest record by the latest run, epoch ms: what a run that brings nothing new still has. */
  newestMs(source: string): Promise<number | null>;
  /** Writes a run under way as it is. */
  write(run: RunRecord): Promise<void>;
  /** Writes a run that has ended, with the sums of what became of its answers so far. */
  finish(run: RunRecord): Promise<void>;
  /** Notes what became of a raw response and brings its run up to date, once that has ended. */
  note(source: string, dueMs: number, kept: KeptRaw, change: Partial<BatchRecord>): Promise<void>;
}

export const freshRun = (source: string, dueMs: number, startedMs: number, newestMs: number | null): RunRecord => ({
  source,
  dueMs,
  startedMs,
  durationMs: null,
  requests: 0,
  bytes: 0,
  raws: [],
  records: 0,
  rejects: 0,
  complete: true,
  claimed: null,
  gaps: 0,
  newestMs,
  outcome: 'running',
  error: null,
});

/**
 * Runs of a store. Changes of one source are made one after the other in this process. Other processes may note at the
 * same time: each answer has an entry of its own, a run under way is written by its extraction alone, and each note
 * sums anew, so the last one is right.
 */
export function createRuns(store: StateStore): Runs {
  const inTurn = createLanes();
  const read = (source: string, dueMs: number): Promise<RunRecord | null> =>
    readState(store, STATE.runs, source, dueMs);
  const readBatch = (source: string, { retrievedAtMs, rawId }: KeptRaw): Promise<BatchRecord | null> =>
    readState(store, STATE.batches, source, retrievedAtMs, rawId);
  const write = (run: RunRecord): Promise<void> =>
    writeState(store, STATE.runs, [run.source, run.dueMs], run, run.startedMs);

  async function writeSummed(run: RunRecord, noted: BatchRecord | null = null): Promise<void> {
    const batches = await Promise.all(
      run.raws.map((kept) => (noted && isOf(noted, kept) ? noted : readBatch(run.source, kept))),
    );
    const known = batches.filter((batch) => batch !== null);
    if (known.length > 0) await write(sumBatches(run, known));
  }
  return {
    read,
    newestMs: async (source) => {
      const [latest] = await listState(store, STATE.runs, [source], 1);
      return latest?.value.newestMs ?? null;
    },
    write: (run) => inTurn(run.source, () => write(run)),
    finish: (run) =>
      inTurn(run.source, async () => {
        // Twice: a note of another process that finds the run ended sums by itself, one that did not is in the second
        // sum.
        await write(run);
        await writeSummed(run);
      }),
    note: (source, dueMs, kept, change) =>
      inTurn(source, async () => {
        const before = (await readBatch(source, kept)) ?? freshBatch(kept, source, dueMs);
        const batch = { ...before, ...change };
        await writeState(store, STATE.batches, [source, kept.retrievedAtMs, kept.rawId], batch, kept.retrievedAtMs);
        const run = await read(source, dueMs);
        if (run !== null && run.outcome !== 'running') await writeSummed(run, batch);
      }),
  };
}

const isOf = (batch: BatchRecord, { rawId, retrievedAtMs }: KeptRaw): boolean =>
  batch.rawId === rawId && batch.retrievedAtMs === retrievedAtMs;

const freshBatch = (kept: KeptRaw, source: string, dueMs: number): BatchRecord => ({
  rawId: kept.rawId,
  retrievedAtMs: kept.retrievedAtMs,
  source,
  dueMs,
  stage: 'kept',
  records: 0,
  rejects: 0,
  complete: true,
  claimed: null,
  gaps: 0,
  newestMs: null,
  error: null,
});

function sumBatches(run: RunRecord, batches: readonly BatchRecord[]): RunRecord {
  const sum = (pick: (batch: BatchRecord) => number): number =>
    batches.reduce((total, batch) => total + pick(batch), 0);
  const claims = batches.flatMap((batch) => (batch.claimed === null ? [] : [batch.claimed]));
  const newest = batches.flatMap((batch) => (batch.newestMs === null ? [] : [batch.newestMs]));
  return {
    ...run,
    records: sum((batch) => batch.records),
    rejects: sum((batch) => batch.rejects),
    gaps: sum((batch) => batch.gaps),
    claimed: claims.length === 0 ? null : claims.reduce((a, b) => a + b, 0),
    newestMs: newest.length === 0 ? run.newestMs : Math.max(...newest),
    complete: !hasFailed(run) && batches.every((batch) => batch.complete),
    error: run.error ?? batches.find((batch) => batch.error !== null)?.error ?? null,
  };
}
