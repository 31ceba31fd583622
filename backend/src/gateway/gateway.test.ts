import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { failureOf, framesOf, startTestService, type TestService } from '../testing/service.ts';

const MISBEHAVING = new URL('../testing/threads/misbehaving.mjs', import.meta.url);
const mars = { queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };
const endless = { queryType: 'fireballs' };
const TIMEOUT_MS = 3000;

/** The value of a sample of /metrics, 0 where there is none. */
async function sampleOf({ url }: TestService, sample: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')[1] ?? 0,
  );
}

describe('a query that is faulty', () => {
  let service: TestService;
  beforeAll(async () => {
    const env = { ORRERY_QUERY_TIMEOUT_MS: String(TIMEOUT_MS), ORRERY_QUERY_THREADS: '2' };
    service = await startTestService({ env, queryThread: MISBEHAVING });
    await service.ask(mars);
  });
  afterAll(() => service.stop());

  const healthy = async (): Promise<number> => {
    const startedMs = performance.now();
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    return performance.now() - startedMs;
  };

  it('and never ends is stopped, and the others notice nothing', async () => {
    const asked = service.ask(endless);
    const other = await service.ask(mars);
    expect(framesOf(other['A'])).toHaveLength(1);
    await healthy();
    expect(failureOf((await asked)['A'])).toMatchObject({
      status: 503,
      code: 'overran',
      error: expect.stringMatching(/after 3 s, the most that one may take \(queryTimeoutMs\)/),
    });
    expect(framesOf((await service.ask(mars))['A'])).toHaveLength(1);
  });
});

describe('a query without a deadline', () => {
  let service: TestService;
  beforeAll(async () => {
    const env = {
      ORRERY_QUERY_TIMEOUT_MS: '3600000',
      ORRERY_QUERY_THREADS: '2',
      ORRERY_THREAD_MEMORY_MB: '128',
      ORRERY_MAX_MEMORY_MB: '1200',
    };
    service = await startTestService({ env, queryThread: MISBEHAVING });
  });
  afterAll(() => service.stop());

  it.each([
    ['the heap', 'impactRisks', /128 MB of memory.*threadMemoryMb/],
    ['arrays', 'smallBodies', /1200 MB \(maxMemoryMb\)/],
  ])('that fills %s is stopped at its limit', async (_, queryType, message) => {
    const { A } = await service.ask({ queryType });
    expect(failureOf(A)).toMatchObject({ status: 503, code: 'overran', error: expect.stringMatching(message) });
    expect(framesOf((await service.ask(mars))['A'])).toHaveLength(1);
  });

  it('frees its thread when the client goes away', async () => {
    const gone = new AbortController();
    const headers = { 'content-type': 'application/json' };
    // Both threads are taken by queries that look at no signal: the next is answered only when one is free.
    const asked = ['B', 'C'].map((refId, i) => {
      const body = JSON.stringify({ from: 0, to: 1 + i, queries: [{ refId, ...endless }] });
      return fetch(`${service.url}/api/v1/query`, { method: 'POST', headers, body, signal: gone.signal });
    });
    await vi.waitFor(async () =>
      expect(await sampleOf(service, 'orrery_query_computed_total{queryType="fireballs"}')).toBe(2),
    );
    gone.abort();
    await Promise.allSettled(asked);
    expect(framesOf((await service.ask({ ...mars, maxDataPoints: 3 }))['A'])).toHaveLength(1);
    // The answer came from the thread that was free first; the other one follows.
    await vi.waitFor(async () =>
      expect(await sampleOf(service, 'orrery_queries_total{queryType="fireballs",status="499"}')).toBe(2),
    );
  });
});

describe('a query that takes too much', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({});
  });
  afterAll(() => service.stop());

  const computed = () => sampleOf(service, 'orrery_query_computed_total{queryType="ephemeris"}');

  const all = ['rightAscension', 'declination', 'distance', 'altitude', 'azimuth', 'magnitude', 'elongation'];
  const planets = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
  const wide = { queryType: 'ephemeris', bodies: planets, quantities: all, observer: 'greenwich' };

  it('is refused before any of it is computed, and says how to ask for less', async () => {
    const before = await computed();
    const { A, B } = await service.ask({ ...wide, maxDataPoints: 49_999 }, mars);
    expect(await computed()).toBe(before + 1);
    expect(failureOf(A)).toMatchObject({
      status: 413,
      code: 'tooLarge',
      error: expect.stringMatching(/limit.*ask for/),
    });
    expect(framesOf(B)).toHaveLength(1);
  });

  it('together with others is refused whole', async () => {
    const queries = Array.from({ length: 40 }, (_, i) => ({ refId: `Q${i}`, ...wide, maxDataPoints: 2000 }));
    const response = await service.post({ from: '2024-01-01', to: '2025-01-01', queries });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      detail: expect.stringMatching(/^The request needs about .* limit of/),
    });
  });

  it('is asked once by two who ask the same', async () => {
    const before = await computed();
    const query = { ...wide, maxDataPoints: 500 };
    const [one, two] = await Promise.all([service.ask(query), service.ask(query)]);
    expect(one).toEqual(two);
    expect(await computed()).toBe(before + 1);
  });
});
