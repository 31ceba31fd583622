import { createMemoryQueue, createMemoryStream } from '@orrery/pipeline/memory';
import { PostponedJobError } from '@orrery/pipeline';
import { createMemoryStores } from '@orrery/stores/memory';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRuns } from '../../ledger/runs.ts';
import { celestrak } from '../../providers/celestrak/provider.ts';
import { ok, START_MS, startClientBench, type Answer, type ClientBench } from '../../testing/client-bench.ts';
import { lineSource } from '../../testing/sources.ts';
import type { Flow } from '../context.ts';
import { extract } from './extract.ts';

const { intervalMs } = celestrak.policy;
const silent: Answer = () => undefined;

let bench: ClientBench;
let flow: Flow;
let answer: Answer;
beforeEach(async () => {
  answer = silent;
  bench = await startClientBench((...args) => answer(...args));
  const stores = createMemoryStores();
  const file = lineSource(
    'file',
    async ({ request }) => {
      const raw = await request(new URL('/SpaceData/SW-Last5Years.csv', bench.server.url));
      return raw === null ? [] : [raw];
    },
    DAY_MS,
  );
  flow = {
    stores,
    queue: createMemoryQueue(),
    stream: createMemoryStream(),
    clock: { now: () => bench.nowMs, realMs: (ms) => ms },
    settings: { base: () => '', nasaApiKey: '' },
    // A client anew for each run, as after a restart.
    openSession: () => bench.session('celestrak'),
    sources: new Map([['file', { ...file, provider: celestrak }]]),
    runs: createRuns(stores.state),
    logger: createLogger('test', 'silent'),
    metrics: createMetrics(),
  };
});
afterEach(() => bench.server.stop());

const run = (): Promise<unknown> =>
  extract(flow, { type: 'extract', source: 'file', dueMs: START_MS }, new AbortController().signal).catch(
    (error: unknown) => error,
  );
const recorded = () => flow.runs.read('file', START_MS);

/** The process is killed while the provider is silent: its run never ends. */
async function killedInMidPull(): Promise<void> {
  void run();
  await vi.waitUntil(() => bench.server.asked.length === 1);
  bench.nowMs += 5000;
}

describe('a pull during which the process was killed', () => {
  it('is recorded as interrupted, and waits until the policy allows the next one, which loads', async () => {
    await killedInMidPull();
    const postponed = await run();
    expect(await recorded()).toMatchObject({
      outcome: 'interrupted',
      complete: false,
      error: expect.stringMatching(/CelesTrak.*interrupted.*2026-08-01T14:00:00/) as unknown,
    });
    expect(postponed).toBeInstanceOf(PostponedJobError);
    expect((postponed as PostponedJobError).delayMs).toBe(intervalMs - 5000);
    expect(bench.server.asked).toHaveLength(1);

    bench.nowMs = START_MS + intervalMs;
    answer = ok('1 2');
    expect(await run()).toBeUndefined();
    expect(await recorded()).toMatchObject({ outcome: 'loaded', error: null });
    expect(bench.server.asked).toHaveLength(2);
  });

  it('is left to the next slot where the policy allows none in this one', async () => {
    await killedInMidPull();
    const source = flow.sources.get('file')!;
    const hourly = { ...source, info: { ...source.info, cadenceMs: HOUR_MS } };
    flow = { ...flow, sources: new Map([['file', hourly]]) };
    expect(await run()).toBeUndefined();
    expect(await recorded()).toMatchObject({ outcome: 'interrupted' });
  });
});

describe('a pull that failed', () => {
  it('is not called unchanged when the process starts again, and is made again when the policy allows', async () => {
    answer = (response) => response.destroy();
    expect((await run()) as PostponedJobError).toMatchObject({ delayMs: intervalMs });
    const postponed = await run();
    expect(postponed).toBeInstanceOf(PostponedJobError);
    expect(await recorded()).toMatchObject({ outcome: 'failed' });
    expect(bench.server.asked).toHaveLength(1);
  });
});

describe('a pull whose answer could not be kept', () => {
  it('is not called unchanged', async () => {
    answer = ok('1 2');
    const { blobs } = flow.stores;
    vi.spyOn(blobs, 'put').mockRejectedValueOnce(new Error('no space left'));
    expect(await run()).toMatchObject({ message: 'no space left' });
    await run();
    expect(await recorded()).toMatchObject({ outcome: 'interrupted' });
  });

  it('is unchanged once it is kept', async () => {
    answer = ok('1 2');
    await run();
    bench.nowMs += 60_000;
    await extract(flow, { type: 'extract', source: 'file', dueMs: START_MS + 1 }, new AbortController().signal);
    expect(await flow.runs.read('file', START_MS + 1)).toMatchObject({ outcome: 'unchanged' });
  });
});
