import { HOUR_MS } from '@orrery/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  failureOf,
  inTurn,
  ok,
  START_MS,
  startClientBench,
  status,
  type Answer,
  type ClientBench,
} from '../testing/client-bench.ts';
import { swpc } from '../providers/swpc/provider.ts';

let bench: ClientBench;
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.server.stop();
});

describe('every request', () => {
  it('says who we are, with an address to complain to', async () => {
    bench = await startClientBench(ok());
    await bench.ask('swpc');
    await bench.ask('celestrak');
    for (const { headers } of bench.server.asked) {
      expect(headers['user-agent']).toBe(
        'Orrery/0.1.0 (space observability for Grafana; +https://orrery.example/contact)',
      );
    }
  });

  it('waits for its turn at the host', async () => {
    bench = await startClientBench((response) => setTimeout(() => response.writeHead(200).end('[]'), 5));
    const session = bench.session('swpc');
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => session.request(new URL(path, bench.server.url))));
    expect(bench.server.asked.map(({ url }) => url)).toEqual(['/a', '/b', '/c', '/d']);
    expect(bench.server.mostAtOnce()).toBe(1);
  });

  it('of a computed source is a mistake', async () => {
    bench = await startClientBench(ok());
    const error = await failureOf(bench.session(null).request(new URL(bench.server.url)));
    expect(error.kind).toBe('refused');
    expect(bench.server.asked).toEqual([]);
  });
});

describe('validators', () => {
  const withEtag: Answer = (response, { headers }) =>
    headers['if-none-match'] === '"v1"'
      ? response.writeHead(304).end()
      : void ok('[1]', { etag: '"v1"', 'last-modified': 'Sat, 01 Aug 2026 00:00:00 GMT' })(
          response,
          { url: '', headers },
          0,
        );

  it('are sent once they count, and an unchanged answer is null', async () => {
    bench = await startClientBench(withEtag);
    const session = bench.session('swpc');
    await session.request(new URL('/x', bench.server.url));
    await session.commit();
    expect(await bench.ask('swpc')).toBeNull();
    expect(bench.server.asked[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Sat, 01 Aug 2026 00:00:00 GMT',
    });
  });

  it('do not count before the answer is kept, or a crash would lose it', async () => {
    bench = await startClientBench(withEtag);
    await bench.ask('swpc');
    expect((await bench.ask('swpc'))?.body).toBe('[1]');
  });

  it('of JSON that cannot be read do not count: the next request brings it anew', async () => {
    bench = await startClientBench(ok('[1, 2', { etag: '"v1"' }));
    const session = bench.session('swpc');
    await session.request(new URL('/x', bench.server.url));
    await session.commit();
    await bench.ask('swpc');
    expect(bench.server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('retries', () => {
  it('follow a 5xx with growing pauses and end with the answer', async () => {
    bench = await startClientBench(inTurn(status(500), status(502), ok('[7]')));
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
    expect(bench.sleptMs).toEqual([750, 1500]);
  });

  it('follow a body cut short and a broken connection', async () => {
    const short: Answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[1,2');
      setTimeout(() => response.destroy(), 10);
    };
    bench = await startClientBench(inTurn((response) => response.destroy(), short, ok('[7]')));
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
    expect(bench.sleptMs).toHaveLength(2);
  });

  it('follow a time-out', async () => {
    bench = await startClientBench(inTurn(() => undefined, ok('[7]')));
    const policies = { swpc: { ...swpc.policy, limits: { ...swpc.policy.limits, timeoutMs: 50 } } };
    expect((await bench.ask('swpc', '/x', { policies }))?.body).toBe('[7]');
  });

  it('end after the fourth attempt', async () => {
    bench = await startClientBench(status(500));
    expect((await failureOf(bench.ask('swpc'))).kind).toBe('unreachable');
    expect(bench.server.asked).toHaveLength(4);
  });

  it.each([
    [404, 'badStatus'],
    [400, 'badStatus'],
    [401, 'refused'],
    [403, 'refused'],
  ])('do not follow a %i', async (code, kind) => {
    bench = await startClientBench(status(code));
    expect((await failureOf(bench.ask('swpc'))).kind).toBe(kind);
    expect(bench.server.asked).toHaveLength(1);
  });

  it('do not follow a body that is too large', async () => {
    bench = await startClientBench(ok('x'.repeat(2000)));
    const policies = { swpc: { ...swpc.policy, limits: { ...swpc.policy.limits, maxBytes: 1000 } } };
    expect((await failureOf(bench.ask('swpc', '/x', { policies }))).kind).toBe('tooLarge');
    expect(bench.server.asked).toHaveLength(1);
  });

  it('end when the process stops', async () => {
    bench = await startClientBench(() => undefined);
    const stopping = new AbortController();
    const asking = bench.ask('swpc', '/x', { signal: stopping.signal });
    await vi.waitUntil(() => bench.server.asked.length === 1);
    stopping.abort(new Error('stopping'));
    await expect(asking).rejects.toThrow('stopping');
  });
});

describe('a host that wants us to wait', () => {
  it('gets its seconds when they are few', async () => {
    bench = await startClientBench(inTurn(status(429, { 'retry-after': '20' }), ok('[7]')));
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
    expect(bench.sleptMs).toEqual([20_000]);
  });

  it('gets its date when that is soon, and 503 counts as well', async () => {
    const at = new Date(START_MS + 30_000).toUTCString();
    bench = await startClientBench(inTurn(status(503, { 'retry-after': at }), ok('[7]')));
    expect((await bench.ask('jpl'))?.body).toBe('[7]');
    expect(bench.sleptMs).toEqual([30_000]);
  });

  it('is left alone for as long as it said, over restarts, and we say when we come back', async () => {
    bench = await startClientBench(inTurn(status(429, { 'retry-after': '3600' }), ok('[7]')));
    const first = await failureOf(bench.ask('swpc'));
    expect([first.kind, first.retryAtMs]).toEqual(['rateLimited', START_MS + HOUR_MS]);
    bench.nowMs += HOUR_MS - 1;
    expect((await failureOf(bench.ask('swpc', '/other'))).kind).toBe('rateLimited');
    expect(bench.server.asked).toHaveLength(1);
    bench.nowMs += 1;
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
  });
});

describe('the circuit of a host', () => {
  it('opens after five failures in a row, lets one probe pass after a pause and closes with its success', async () => {
    let down = true;
    bench = await startClientBench((response) => (down ? response.writeHead(500).end() : response.end('[7]')));
    await failureOf(bench.ask('swpc'));
    const opened = await failureOf(bench.ask('swpc'));
    expect(bench.server.asked).toHaveLength(5);
    expect(opened.kind).toBe('unreachable');
    const refused = await failureOf(bench.ask('swpc', '/other'));
    expect(bench.server.asked).toHaveLength(5);
    bench.nowMs = refused.retryAtMs ?? 0;
    await failureOf(bench.ask('swpc'));
    expect(bench.server.asked).toHaveLength(6);
    down = false;
    bench.nowMs += 120_000;
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
  });

  it('of one provider does not open that of another', async () => {
    bench = await startClientBench((response, { url }) =>
      url === '/down' ? response.writeHead(500).end() : response.end('[7]'),
    );
    await failureOf(bench.ask('swpc', '/down'));
    await failureOf(bench.ask('swpc', '/down'));
    expect((await bench.ask('gfz'))?.body).toBe('[7]');
  });
});

describe('NASA', () => {
  it('gets the key in a header; the address we keep holds none', async () => {
    bench = await startClientBench(ok('{}'));
    const raw = await bench.ask('nasa', '/neo?api_key=other&start_date=2026-08-01');
    expect(bench.server.asked[0]).toMatchObject({
      url: '/neo?start_date=2026-08-01',
      headers: { 'x-api-key': 'my-secret' },
    });
    expect(raw?.url).toBe(`${bench.server.url}/neo?start_date=2026-08-01`);
  });

  it('is not asked for an hour when nothing of the quota remains', async () => {
    bench = await startClientBench(ok('{}', { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '1000' }));
    await bench.ask('nasa');
    const error = await failureOf(bench.ask('nasa'));
    expect([error.kind, error.retryAtMs]).toEqual(['rateLimited', START_MS + HOUR_MS]);
    bench.nowMs += HOUR_MS;
    await bench.ask('nasa');
    expect(bench.server.asked).toHaveLength(2);
  });

  it('is asked 30 times an hour with DEMO_KEY, over restarts', async () => {
    bench = await startClientBench(ok('{}'));
    for (let n = 0; n < 30; n += 1) await bench.ask('nasa', '/x', { nasaApiKey: 'DEMO_KEY' });
    expect((await failureOf(bench.ask('nasa', '/x', { nasaApiKey: 'DEMO_KEY' }))).kind).toBe('rateLimited');
    expect(bench.server.asked).toHaveLength(30);
    expect(await bench.ask('nasa')).not.toBeNull();
  });

  it('does not see our key go elsewhere by a redirect', async () => {
    bench = await startClientBench(status(302, { location: '/elsewhere' }));
    expect((await failureOf(bench.ask('nasa'))).kind).toBe('badStatus');
    expect(bench.server.asked).toHaveLength(1);
  });
});
