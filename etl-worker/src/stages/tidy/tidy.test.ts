import { DAY_MS, type BatchRecord, type KeptRaw } from '@orrery/contract';
import { createMemoryQueue, createMemoryStream } from '@orrery/pipeline/memory';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { createMemoryStores } from '@orrery/stores/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../clock.ts';
import { rawResponse } from '../../testing/sources.ts';
import type { Flow } from '../context.ts';
import { forgetRaw, keepRaw, readRaw } from '../../ledger/raw.ts';
import { createRuns, freshRun } from '../../ledger/runs.ts';
import { tidy } from './tidy.ts';

const NOW = Date.UTC(2026, 0, 1);
const RETENTION = { rawDays: 30, runDays: 90 };

let stores: ReturnType<typeof createMemoryStores>;
let flow: Flow;
beforeEach(() => {
  stores = createMemoryStores();
  const clock: Clock = { now: () => NOW, realMs: (ms) => ms };
  const settings = { base: () => '', nasaApiKey: '' };
  const openSession = () => ({ request: async () => null, kept: async () => undefined, commit: async () => undefined });
  flow = {
    stores,
    clock,
    settings,
    openSession,
    sources: new Map(),
    queue: createMemoryQueue(),
    stream: createMemoryStream(),
    runs: createRuns(stores.state),
    logger: createLogger('test', 'silent'),
    metrics: createMetrics(),
  };
});

const tidied = () => tidy(flow, RETENTION, new AbortController().signal);

/** A response of so many days ago, and what became of it. */
async function kept(
  days: number,
  body: string,
  change: Partial<BatchRecord> = { stage: 'published' },
): Promise<KeptRaw> {
  const atMs = NOW - days * DAY_MS;
  const raw = await keepRaw(stores, 'wind', rawResponse(body, atMs), atMs);
  await flow.runs.note('wind', atMs, raw, change);
  return raw;
}
const isKept = async (raw: KeptRaw): Promise<boolean> => (await stores.blobs.get(raw.rawId)) !== null;

describe('tidying', () => {
  it('removes old raw responses that are published, and keeps young ones and those that came again', async () => {
    const old = await kept(31, 'old');
    const young = await kept(29, 'young');
    await kept(40, 'again');
    const again = await kept(1, 'again');
    expect(await tidied()).toEqual({ raws: 1, runs: 0 });
    expect(await Promise.all([old, young, again].map(isKept))).toEqual([false, true, true]);
    expect((await stores.state.list('raw:', 9)).map(({ atMs }) => atMs)).toEqual([NOW - DAY_MS, NOW - 29 * DAY_MS]);
    expect(await tidied()).toEqual({ raws: 0, runs: 0 });
  });

  it('keeps old ones whose work is not done, and those from which something is in quarantine', async () => {
    const waiting = await kept(50, 'waiting', { stage: 'transformed' });
    const untouched = await keepRaw(stores, 'wind', rawResponse('untouched', NOW - 60 * DAY_MS), NOW - 60 * DAY_MS);
    const bad = await kept(40, 'bad', { stage: 'published', rejects: 1 });
    const seen = await kept(39, 'seen before', { stage: 'published', rejects: 1 });
    await stores.quarantine.add([
      { id: 'q', source: 'wind', reason: 'not a line', raw: 'bad', atMs: bad.retrievedAtMs },
    ]);
    expect(await tidied()).toMatchObject({ raws: 1 });
    expect(await Promise.all([waiting, untouched, bad, seen].map(isKept))).toEqual([true, true, true, false]);
  });

  it('removes old runs but the last of each source, and what became of responses that are gone', async () => {
    for (const [source, days] of [
      ['wind', 100],
      ['wind', 91],
      ['wind', 1],
      ['kp', 200],
      ['kp', 120],
    ] as const)
      await flow.runs.write({ ...freshRun(source, NOW - days * DAY_MS, NOW - days * DAY_MS, null), outcome: 'loaded' });
    await kept(100, 'old');
    expect(await tidied()).toEqual({ raws: 1, runs: 3 });
    expect((await stores.state.list('run:', 9)).map(({ key }) => key)).toEqual([
      `run:wind:${NOW - DAY_MS}`,
      `run:kp:${NOW - 120 * DAY_MS}`,
    ]);
    expect(await stores.state.list('batch:', 9)).toEqual([]);
  });

  it('goes through more than a page, of one moment too', async () => {
    for (let i = 0; i < 1500; i += 1) await kept(i < 1200 ? 40 : 50 + i / 100, `${i}`);
    const before = (await tidied()).raws;
    expect(before + (await tidied()).raws).toBe(1500);
  });

  it('leaves a response whole that comes again while it is forgotten', async () => {
    const { blobs } = stores;
    const raw = rawResponse('old', NOW - 40 * DAY_MS);
    const { rawId } = await keepRaw(stores, 'wind', raw, 0);
    const remove: typeof blobs.delete = async (ids) => {
      await keepRaw(stores, 'wind', { ...raw, retrievedAtMs: NOW }, 0);
      await blobs.delete(ids);
    };
    const blob = await blobs.get(rawId);
    const busy = { ...stores, blobs: { ...blobs, delete: remove } };
    expect(await forgetRaw(busy, { source: 'wind', rawId }, blob, NOW - 30 * DAY_MS)).toBe(false);
    expect((await readRaw(blobs, { rawId, retrievedAtMs: NOW })).body).toBe('old');
  });
});
