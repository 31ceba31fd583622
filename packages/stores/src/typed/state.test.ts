import { STATE, type RunRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { createMemoryStateStore } from '../memory/state.ts';
import { listState, readState, writeState } from './state.ts';

const START_MS = Date.UTC(2024, 4, 10);

const runOf = (dueMs: number): RunRecord => ({
  source: 'wind',
  dueMs,
  startedMs: dueMs,
  durationMs: null,
  requests: 1,
  bytes: 10,
  raws: [{ rawId: 'a', retrievedAtMs: dueMs }],
  records: 1,
  rejects: 0,
  complete: true,
  claimed: null,
  gaps: 0,
  newestMs: null,
  outcome: 'loaded',
  error: null,
});

describe('typed state', () => {
  it('gives back what was written', async () => {
    const store = createMemoryStateStore();
    await writeState(store, STATE.runs, ['wind', START_MS], runOf(START_MS), START_MS);
    expect(await readState(store, STATE.runs, 'wind', START_MS)).toEqual(runOf(START_MS));
    expect(await readState(store, STATE.runs, 'wind', START_MS + 1)).toBeNull();
    expect(await store.get(`run:wind:${START_MS}`)).toEqual(runOf(START_MS));
  });

  it('is not written where it does not fit', async () => {
    const store = createMemoryStateStore();
    const run = { ...runOf(START_MS), records: Number.NaN };
    const writing = writeState(store, STATE.runs, ['wind', START_MS], run, START_MS);
    await expect(writing).rejects.toMatchObject({ code: 'defect', message: expect.stringContaining('records') });
    expect(await store.list('', 9)).toEqual([]);
  });

  it('of an older release is left out', async () => {
    const store = createMemoryStateStore();
    await writeState(store, STATE.runs, ['wind', START_MS], runOf(START_MS), START_MS);
    await store.put(STATE.runs.key('wind', START_MS + 1), { source: 'wind', state: 'ok' }, START_MS + 1);
    await store.put(STATE.runs.key('waves', START_MS), runOf(START_MS), START_MS);
    expect(await readState(store, STATE.runs, 'wind', START_MS + 1)).toBeNull();
    expect((await listState(store, STATE.runs, ['wind'], 9)).map(({ key }) => key)).toEqual([`run:wind:${START_MS}`]);
    expect(await listState(store, STATE.runs, [], 9)).toHaveLength(2);
  });
});
