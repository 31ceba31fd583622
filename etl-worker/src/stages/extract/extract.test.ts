import { HOUR_MS } from '@orrery/contract';
import { type MemoryQueue, createMemoryQueue, createMemoryStream } from '@orrery/pipeline/memory';
import { PostponedJobError } from '@orrery/pipeline';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { beforeEach, describe, expect, it } from 'vitest';
import { SourceError, type SourceErrorKind } from '../../http/errors.ts';
import { createRuns, freshRun } from '../../ledger/runs.ts';
import { createMemoryStores } from '@orrery/stores/memory';
import { lineSource, rawResponse } from '../../testing/sources.ts';
import type { Flow } from '../context.ts';
import { createTransformRaw, transform } from '../transform/transform.ts';
import { extract } from './extract.ts';

const DUE_MS = Date.UTC(2024, 4, 10);
const RAW = { rawId: 'r', retrievedAtMs: DUE_MS } as const;

let nowMs: number;
let failure: Error | null;
let flow: Flow;
let queue: MemoryQueue;
beforeEach(() => {
  nowMs = DUE_MS;
  failure = null;
  queue = createMemoryQueue();
  const stores = createMemoryStores();
  const wind = lineSource(
    'wind',
    async () => {
      if (failure) throw failure;
      return [rawResponse(`${DUE_MS} 400`, nowMs)];
    },
    HOUR_MS,
  );
  flow = {
    stores,
    queue,
    stream: createMemoryStream(),
    clock: { now: () => nowMs, realMs: (ms) => ms },
    settings: { base: () => '', nasaApiKey: '' },
    openSession: () => ({ request: async () => null, kept: async () => undefined, commit: async () => undefined }),
    sources: new Map([['wind', wind]]),
    runs: createRuns(stores.state),
    logger: createLogger('test', 'silent'),
    metrics: createMetrics(),
  };
});

const run = (source = 'wind'): Promise<unknown> =>
  extract(flow, { type: 'extract', source, dueMs: DUE_MS }, new AbortController().signal).catch(
    (error: unknown) => error,
  );
const failed = (kind: SourceErrorKind, retryAtMs: number | null = null): Error =>
  new SourceError(kind, 'no answer', retryAtMs);
const outcome = async () => (await flow.runs.read('wind', DUE_MS))?.outcome;

describe('a run whose provider is not reached', () => {
  it('is made again within a minute until the network is back, and then loads', async () => {
    failure = failed('notReached');
    for (; nowMs < DUE_MS + HOUR_MS; nowMs += 60_000) {
      const postponed = await run();
      expect(postponed).toBeInstanceOf(PostponedJobError);
      expect((postponed as PostponedJobError).delayMs).toBeLessThanOrEqual(60_000);
      expect(await outcome()).toBe('failed');
    }
    failure = null;
    expect(await run()).toBeUndefined();
    expect(await outcome()).toBe('loaded');
    expect([...queue.entries.keys()]).toHaveLength(1);
  });

  it('is left to the next slot when that has come', async () => {
    failure = failed('notReached');
    nowMs = DUE_MS + HOUR_MS;
    expect(await run()).toBeUndefined();
    expect(await outcome()).toBe('failed');
  });
});

describe('a run whose provider fails', () => {
  it('is made again after growing pauses for half a minute, then left to the next slot', async () => {
    failure = failed('unreachable');
    const pausesMs: number[] = [];
    for (;;) {
      const postponed = await run();
      if (!(postponed instanceof PostponedJobError)) break;
      pausesMs.push(postponed.delayMs);
      nowMs += postponed.delayMs;
    }
    expect(pausesMs).toEqual([2000, 2000, 4000, 8000, 16_000]);
    expect(await outcome()).toBe('failed');
  });

  it.each([failed('unreachable', DUE_MS + 60_000), failed('rateLimited', DUE_MS + 60_000)])(
    'is made again when that is allowed: $kind',
    async (error) => {
      failure = error;
      expect(await run()).toMatchObject({ delayMs: 60_000 });
    },
  );

  it.each([
    [failed('unreachable', DUE_MS + HOUR_MS)],
    [failed('rateLimited', DUE_MS + HOUR_MS)],
    [failed('badStatus')],
    [failed('stopped')],
  ])('is not made again where time does not help, or not within its slot', async (error) => {
    failure = error;
    expect(await run()).toBeUndefined();
    expect(await outcome()).toBe('failed');
  });

  it('fails with what is not the fault of the provider', async () => {
    failure = new TypeError('a defect');
    expect(await run()).toBe(failure);
  });
});

describe('the work of a source that is not configured', () => {
  const transformed = (): Promise<unknown> =>
    transform(flow, createTransformRaw(flow, 1), { type: 'transform', source: 'gone', dueMs: DUE_MS, ...RAW }).catch(
      (error: unknown) => error,
    );

  it('waits where something was fetched, so that it is not forgotten', async () => {
    expect(await transformed()).toBeInstanceOf(PostponedJobError);
    await flow.runs.write({ ...freshRun('gone', DUE_MS, DUE_MS, null), raws: [RAW] });
    expect(await run('gone')).toBeInstanceOf(PostponedJobError);
  });

  it('is done where nothing was fetched: nobody is asked for it', async () => {
    expect(await run('gone')).toBeUndefined();
    expect(await flow.runs.read('gone', DUE_MS)).toBeNull();
  });
});
