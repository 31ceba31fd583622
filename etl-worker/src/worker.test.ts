import type { RunRecord } from '@orrery/contract';
import { createMemoryQueue, createMemoryStream } from '@orrery/pipeline/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { realClock } from './clock.ts';
import type { RequestSession } from './stages/context.ts';
import { SINK_GROUPS } from '@orrery/engines';
import { createMemoryStores } from '@orrery/stores/memory';
import { freshRun } from './ledger/runs.ts';
import { celestrak } from './providers/celestrak/provider.ts';
import type { Source } from './providers/source.ts';
import { lineSource, rawResponse } from './testing/sources.ts';
import { startWorker, type Worker } from './worker.ts';

const AT_MS = Date.UTC(2024, 4, 10);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Setup {
  readonly worker: Worker;
  readonly stores: ReturnType<typeof createMemoryStores>;
  readonly queue: ReturnType<typeof createMemoryQueue>;
  settle(): Promise<void>;
  runs(source: string): Promise<readonly RunRecord[]>;
}

async function setUp(
  sources: readonly Source[],
  session: Partial<RequestSession> = {},
  more: Partial<Pick<Setup, 'stores' | 'queue'>> = {},
): Promise<Setup> {
  const stores = more.stores ?? createMemoryStores();
  const queue = more.queue ?? createMemoryQueue();
  const stream = createMemoryStream();
  const worker = await startWorker({
    sources,
    stores,
    queue,
    stream,
    clock: realClock,
    logger: createLogger('test', 'silent'),
    metrics: createMetrics(),
    openSession: () => ({
      request: async () => null,
      kept: async () => undefined,
      commit: async () => undefined,
      ...session,
    }),
    settings: { base: () => 'http://provider.test', nasaApiKey: 'KEY' },
  });
  stops.push(async () => {
    await worker.stop();
    await queue.stop();
    await stream.stop();
  });
  const lag = (): Promise<number> => stream.lag('observations', SINK_GROUPS.archive);
  return {
    worker,
    stores,
    queue,
    async settle() {
      while (queue.entries.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await queue.idle();
      while ((await lag()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await queue.idle();
    },
    runs: async (source) => (await stores.state.list(`run:${source}:`, 100)).map(({ value }) => value as RunRecord),
  };
}

describe('the way of the data', () => {
  it('brings what a source gives into series and archive, rejects into the quarantine, and writes down the run', async () => {
    const source = lineSource('wind', async () => [rawResponse(`${AT_MS} 400\nnonsense\n${AT_MS + 60_000} 0`, AT_MS)]);
    const { stores, settle, runs } = await setUp([source]);
    await settle();
    const points = await stores.series.read('wind', AT_MS, AT_MS + 60_000);
    expect(points.map(({ value }) => value)).toEqual([400, 0]);
    expect(await stores.archive.count('wind')).toBe(2);
    expect(await stores.quarantine.list({})).toMatchObject([{ source: 'wind', reason: 'not a line', raw: 'nonsense' }]);
    const [run] = await runs('wind');
    expect(run).toMatchObject({ outcome: 'loaded', records: 2, rejects: 1, complete: true, newestMs: AT_MS + 60_000 });
  });

  it('keeps the raw answer, without the key in its address, before the source sees it', async () => {
    const stores = createMemoryStores();
    let keptWhenSeen = 0;
    const source = lineSource('wind', async (context) => {
      const raw = await context.request(new URL('http://provider.test/data?api_key=KEY&from=1'));
      keptWhenSeen = (await stores.state.list('raw:wind:', 10)).length;
      return raw ? [raw] : [];
    });
    const { settle } = await setUp(
      [source],
      { request: async (url) => rawResponse(`${AT_MS} 1`, AT_MS, url.href) },
      { stores },
    );
    await settle();
    expect(keptWhenSeen).toBe(1);
    const [entry] = await stores.state.list('raw:wind:', 10);
    expect(entry?.value).toMatchObject({ url: 'http://provider.test/data?from=1' });
  });

  it('commits what it learned from the answers only after their work is queued', async () => {
    let queuedAtCommit = -1;
    const source = lineSource('wind', async (context) => {
      await context.setCursor({ answeredMs: 2 });
      const raw = await context.request(new URL('http://provider.test/data'));
      return raw ? [raw] : [];
    });
    const queue = createMemoryQueue();
    const session: RequestSession = {
      request: async () => rawResponse(`${AT_MS} 1`, AT_MS),
      kept: async () => undefined,
      commit: async () =>
        void (queuedAtCommit = [...queue.entries.keys()].filter((id) => id.startsWith('transform')).length),
    };
    const { settle, stores } = await setUp([source], session, { queue });
    await settle();
    expect(queuedAtCommit).toBe(1);
    expect(await stores.state.get('cursor:wind')).toEqual({ answeredMs: 2 });
  });

  it('commits nothing of a run that failed, though what was answered is loaded', async () => {
    let commits = 0;
    const source: Source = {
      ...lineSource('wind', async (context) => {
        await context.setCursor({ answeredMs: 2 });
        await context.request(new URL('http://provider.test/data'));
        throw new Error('the second page answered 503');
      }),
      provider: celestrak,
    };
    const { settle, stores } = await setUp([source], {
      request: async () => rawResponse(`${AT_MS} 7`, AT_MS),
      commit: async () => void (commits += 1),
    });
    await settle();
    expect(await stores.series.count('wind')).toBe(1);
    expect(commits).toBe(0);
    expect(await stores.state.get('cursor:wind')).toBeNull();
  });

  it('knows how fresh a source is after a run that brought nothing new', async () => {
    const stores = createMemoryStores();
    const before = { ...freshRun('wind', AT_MS, AT_MS, AT_MS - 60_000), outcome: 'loaded' as const };
    await stores.state.put(`run:wind:${AT_MS}`, before, AT_MS);
    const { settle, runs } = await setUp([lineSource('wind', async () => [])], {}, { stores });
    await settle();
    expect((await runs('wind'))[0]).toMatchObject({ outcome: 'unchanged', newestMs: AT_MS - 60_000 });
  });

  it('loads what was answered before a failure, and says in the run that it is not complete', async () => {
    const source: Source = {
      ...lineSource('wind', async (context) => {
        await context.request(new URL('http://provider.test/data'));
        throw new Error('the second page answered 503');
      }),
      provider: celestrak,
    };
    const { stores, settle, runs, queue } = await setUp([source], {
      request: async () => rawResponse(`${AT_MS} 7`, AT_MS),
    });
    await settle();
    expect(await stores.series.count('wind')).toBe(1);
    expect((await runs('wind'))[0]).toMatchObject({
      outcome: 'failed',
      complete: false,
      error: 'the second page answered 503',
    });
    expect((await queue.counts('extract')).failed).toBe(1);
  });

  it('sets a whole answer aside where the transform throws, and goes on', async () => {
    const source: Source = {
      ...lineSource('wind', async () => [rawResponse('<html>', AT_MS)]),
      transform: () => {
        throw new Error('Unexpected token <');
      },
    };
    const { stores, settle, runs } = await setUp([source]);
    await settle();
    expect(await stores.quarantine.list({})).toMatchObject([
      { raw: '<html>', reason: 'transform failed: Unexpected token <' },
    ]);
    expect((await runs('wind'))[0]).toMatchObject({ complete: false, rejects: 1 });
  });

  it('sets aside a record that breaks the contract and loads the others', async () => {
    const good = lineSource('wind', async () => [rawResponse(`${AT_MS} 1\n${AT_MS + 1} 2`, AT_MS)]);
    const source: Source = {
      ...good,
      transform: (raw) => {
        const result = good.transform(raw);
        return {
          ...result,
          records: result.records.map((record, i) => (i === 0 ? { ...record, timeMs: 0.5 } : record)),
        };
      },
    };
    const { stores, settle } = await setUp([source]);
    await settle();
    expect(await stores.series.count('wind')).toBe(1);
    expect((await stores.quarantine.list({}))[0]?.reason).toMatch(/^against the contract: timeMs/);
  });

  it('has the store tidied every day', async () => {
    const { queue, settle } = await setUp([lineSource('wind', async () => [])]);
    await settle();
    expect(queue.scheduled('tidy')).toEqual({ type: 'tidy', source: 'all' });
  });
});
