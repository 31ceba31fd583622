import { createLogger } from '@orrery/telemetry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerResponse } from 'node:http';
import { createFakeState } from '../testing/fake-state.ts';
import { startProviderServer, type Asked, type ProviderServer } from '../testing/provider-server.ts';
import type { Provider, RawResponse, Source } from '../sources/source.ts';
import { createOpenSession, type HttpClientOptions } from './client.ts';
import { SourceError } from './errors.ts';
import { CELESTRAK_INTERVAL_MS, POLICIES } from './policies.ts';
import { resumeProvider, stopsInForce, type StateStore } from './state.ts';

const START_MS = Date.UTC(2026, 7, 1, 12);
const HOUR_MS = 3_600_000;
type Answer = (response: ServerResponse, asked: Asked, n: number) => void;

const ok =
  (body = '[]', headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('no');
/** First these answers, then the last for ever. */
const inTurn =
  (...answers: readonly Answer[]): Answer =>
  (response, asked, n) =>
    answers[Math.min(n, answers.length) - 1]?.(response, asked, n);

let state: StateStore;
let nowMs: number;
let server: ProviderServer;
let sleptMs: number[];
const logger = createLogger('test', 'silent');

beforeEach(() => {
  state = createFakeState();
  nowMs = START_MS;
  sleptMs = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

/** A session of a client made anew, as after a restart. */
function sessionOf(provider: Provider | 'computed', options: Partial<HttpClientOptions> = {}) {
  const open = createOpenSession({
    state,
    logger,
    clock: { now: () => nowMs, realMs: (ms) => ms },
    version: '0.1.0',
    contactUrl: 'https://orrery.example/contact',
    nasaApiKey: 'my-secret',
    random: () => 0.5,
    sleep: async (ms) => {
      sleptMs.push(ms);
      nowMs += ms;
    },
    ...options,
  });
  return open({ provider, info: { id: 'test' } } as Source);
}
const ask = (provider: Provider, path = '/x', options: Partial<HttpClientOptions> = {}): Promise<RawResponse | null> =>
  sessionOf(provider, options).request(new URL(path, server.url));

async function failureOf(work: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`a SourceError was expected, got ${String(error)}`);
  return error;
}

const celestrak = (group: string) => ask('celestrak', `/NORAD/elements/gp.php?GROUP=${group}&FORMAT=json`);

describe('CelesTrak', () => {
  it('is asked once in two hours per group, over restarts, however often we want to', async () => {
    server = await startProviderServer(ok('[1]'));
    expect((await celestrak('stations'))?.body).toBe('[1]');
    nowMs += CELESTRAK_INTERVAL_MS - 1;
    expect(await celestrak('stations')).toBeNull();
    expect((await celestrak('weather'))?.status).toBe(200);
    expect(server.asked).toHaveLength(2);
    nowMs += 1;
    expect((await celestrak('stations'))?.body).toBe('[1]');
    expect(server.asked).toHaveLength(3);
  });

  it('is asked once when two sessions want the same group at the same time', async () => {
    server = await startProviderServer(ok());
    const session = sessionOf('celestrak');
    const url = new URL('/g', server.url);
    const answers = await Promise.all([session.request(url), session.request(url)]);
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    expect(server.asked).toHaveLength(1);
  });

  it('has its attempt noted before the request: a process killed in mid-request has used its pull', async () => {
    let notedBefore: unknown;
    server = await startProviderServer(() => undefined);
    const arrived = vi.waitUntil(() => server.asked.length === 1);
    void celestrak('stations').catch(() => undefined);
    await arrived;
    notedBefore = (await state.listState('http:attempt:', 10)).map(({ value }) => value);
    expect(notedBefore).toEqual([{ atMs: START_MS }]);
    expect(await celestrak('stations')).toBeNull();
    expect(server.asked).toHaveLength(1);
  });

  it.each([301, 304, 403, 404, 429, 500, 503])(
    'answering %i stops every pull and alerts, until a person resumes',
    async (code) => {
      server = await startProviderServer(status(code, { location: '/elsewhere' }));
      const alerted = vi.spyOn(logger, 'error');
      expect((await failureOf(celestrak('stations'))).kind).toBe('stopped');
      expect(alerted).toHaveBeenCalledWith(
        expect.objectContaining({ alert: true, provider: 'celestrak', status: code }),
        expect.any(String),
      );
      expect(await stopsInForce(state)).toEqual([
        expect.objectContaining({ provider: 'celestrak', status: code, atMs: START_MS, alert: true }),
      ]);
      nowMs += 10 * CELESTRAK_INTERVAL_MS;
      const other = await failureOf(celestrak('weather'));
      expect([other.kind, other.retryAtMs]).toEqual(['stopped', null]);
      expect(other.message).toMatch(/answered \d+ for .*GROUP=stations.*resume/);
      expect(server.asked).toHaveLength(1);

      expect(await resumeProvider(state, 'celestrak', nowMs)).toBe(true);
      expect(await stopsInForce(state)).toEqual([]);
      await failureOf(celestrak('weather'));
      expect(server.asked).toHaveLength(2);
    },
  );

  it('that cannot be reached is not asked again before its time, and is not stopped', async () => {
    server = await startProviderServer((response) => response.destroy());
    const error = await failureOf(celestrak('stations'));
    expect([error.kind, error.retryAtMs]).toEqual(['unreachable', START_MS + CELESTRAK_INTERVAL_MS]);
    expect(await celestrak('stations')).toBeNull();
    expect(server.asked).toHaveLength(1);
    expect(await stopsInForce(state)).toEqual([]);
  });

  it('gets no validators: a 304 would be an answer other than 200', async () => {
    server = await startProviderServer(ok('[]', { etag: '"a"' }));
    const session = sessionOf('celestrak');
    await session.request(new URL('/g', server.url));
    await session.commit();
    nowMs += CELESTRAK_INTERVAL_MS;
    await ask('celestrak', '/g');
    expect(server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('every request', () => {
  it('says who we are, with an address to complain to', async () => {
    server = await startProviderServer(ok());
    await ask('swpc');
    await ask('celestrak');
    for (const { headers } of server.asked) {
      expect(headers['user-agent']).toBe(
        'Orrery/0.1.0 (space observability for Grafana; +https://orrery.example/contact)',
      );
    }
  });

  it('waits for its turn at the host', async () => {
    server = await startProviderServer((response) => setTimeout(() => response.writeHead(200).end('[]'), 5));
    const session = sessionOf('swpc');
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => session.request(new URL(path, server.url))));
    expect(server.asked.map(({ url }) => url)).toEqual(['/a', '/b', '/c', '/d']);
    expect(server.mostAtOnce()).toBe(1);
  });

  it('of a computed source is a mistake', async () => {
    server = await startProviderServer(ok());
    const error = await failureOf(sessionOf('computed').request(new URL(server.url)));
    expect(error.kind).toBe('refused');
    expect(server.asked).toEqual([]);
  });
});

describe('validators', () => {
  const withEtag: Answer = (response, { headers }) =>
    headers['if-none-match'] === '"v1"' ? response.writeHead(304).end() : void ok('[1]', { etag: '"v1"', 'last-modified': 'Sat, 01 Aug 2026 00:00:00 GMT' })(response, { url: '', headers }, 0); // prettier-ignore

  it('are sent once they count, and an unchanged answer is null', async () => {
    server = await startProviderServer(withEtag);
    const session = sessionOf('swpc');
    await session.request(new URL('/x', server.url));
    await session.commit();
    expect(await ask('swpc')).toBeNull();
    expect(server.asked[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Sat, 01 Aug 2026 00:00:00 GMT',
    });
  });

  it('do not count before the answer is kept, or a crash would lose it', async () => {
    server = await startProviderServer(withEtag);
    await ask('swpc');
    expect((await ask('swpc'))?.body).toBe('[1]');
  });

  it('of JSON that cannot be read do not count: the next request brings it anew', async () => {
    server = await startProviderServer(ok('[1, 2', { etag: '"v1"' }));
    const session = sessionOf('swpc');
    await session.request(new URL('/x', server.url));
    await session.commit();
    await ask('swpc');
    expect(server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('retries', () => {
  it('follow a 5xx with growing pauses and end with the answer', async () => {
    server = await startProviderServer(inTurn(status(500), status(502), ok('[7]')));
    expect((await ask('swpc'))?.body).toBe('[7]');
    expect(sleptMs).toEqual([750, 1500]);
  });

  it('follow a body cut short and a broken connection', async () => {
    const short: Answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[1,2');
      setTimeout(() => response.destroy(), 10);
    };
    server = await startProviderServer(inTurn((response) => response.destroy(), short, ok('[7]')));
    expect((await ask('swpc'))?.body).toBe('[7]');
    expect(sleptMs).toHaveLength(2);
  });

  it('follow a time-out', async () => {
    server = await startProviderServer(inTurn(() => undefined, ok('[7]')));
    const policies = { ...POLICIES, swpc: { ...POLICIES.swpc, limits: { ...POLICIES.swpc.limits, timeoutMs: 50 } } };
    expect((await ask('swpc', '/x', { policies }))?.body).toBe('[7]');
  });

  it('end after the fourth attempt', async () => {
    server = await startProviderServer(status(500));
    expect((await failureOf(ask('swpc'))).kind).toBe('unreachable');
    expect(server.asked).toHaveLength(4);
  });

  it.each([
    [404, 'badStatus'],
    [400, 'badStatus'],
    [401, 'refused'],
    [403, 'refused'],
  ])('do not follow a %i', async (code, kind) => {
    server = await startProviderServer(status(code));
    expect((await failureOf(ask('swpc'))).kind).toBe(kind);
    expect(server.asked).toHaveLength(1);
  });

  it('do not follow a body that is too large', async () => {
    server = await startProviderServer(ok('x'.repeat(2000)));
    const policies = { ...POLICIES, swpc: { ...POLICIES.swpc, limits: { ...POLICIES.swpc.limits, maxBytes: 1000 } } };
    expect((await failureOf(ask('swpc', '/x', { policies }))).kind).toBe('tooLarge');
    expect(server.asked).toHaveLength(1);
  });

  it('end when the process stops', async () => {
    server = await startProviderServer(() => undefined);
    const stopping = new AbortController();
    const asking = ask('swpc', '/x', { signal: stopping.signal });
    await vi.waitUntil(() => server.asked.length === 1);
    stopping.abort(new Error('stopping'));
    await expect(asking).rejects.toThrow('stopping');
  });
});

describe('a host that wants us to wait', () => {
  it('gets its seconds when they are few', async () => {
    server = await startProviderServer(inTurn(status(429, { 'retry-after': '20' }), ok('[7]')));
    expect((await ask('swpc'))?.body).toBe('[7]');
    expect(sleptMs).toEqual([20_000]);
  });

  it('gets its date when that is soon, and 503 counts as well', async () => {
    const at = new Date(START_MS + 30_000).toUTCString();
    server = await startProviderServer(inTurn(status(503, { 'retry-after': at }), ok('[7]')));
    expect((await ask('jpl'))?.body).toBe('[7]');
    expect(sleptMs).toEqual([30_000]);
  });

  it('is left alone for as long as it said, over restarts, and we say when we come back', async () => {
    server = await startProviderServer(inTurn(status(429, { 'retry-after': '3600' }), ok('[7]')));
    const first = await failureOf(ask('swpc'));
    expect([first.kind, first.retryAtMs]).toEqual(['rateLimited', START_MS + HOUR_MS]);
    nowMs += HOUR_MS - 1;
    expect((await failureOf(ask('swpc', '/other'))).kind).toBe('rateLimited');
    expect(server.asked).toHaveLength(1);
    nowMs += 1;
    expect((await ask('swpc'))?.body).toBe('[7]');
  });
});

describe('the circuit of a host', () => {
  it('opens after five failures in a row, lets one probe pass after a pause and closes with its success', async () => {
    let down = true;
    server = await startProviderServer((response) => (down ? response.writeHead(500).end() : response.end('[7]')));
    await failureOf(ask('swpc'));
    const opened = await failureOf(ask('swpc'));
    expect(server.asked).toHaveLength(5);
    expect(opened.kind).toBe('unreachable');
    const refused = await failureOf(ask('swpc', '/other'));
    expect(server.asked).toHaveLength(5);
    nowMs = refused.retryAtMs ?? 0;
    await failureOf(ask('swpc'));
    expect(server.asked).toHaveLength(6);
    down = false;
    nowMs += 120_000;
    expect((await ask('swpc'))?.body).toBe('[7]');
    expect((await ask('swpc'))?.body).toBe('[7]');
  });

  it('of one provider does not open that of another', async () => {
    server = await startProviderServer((response, { url }) =>
      url === '/down' ? response.writeHead(500).end() : response.end('[7]'),
    );
    await failureOf(ask('swpc', '/down'));
    await failureOf(ask('swpc', '/down'));
    expect((await ask('gfz'))?.body).toBe('[7]');
  });
});

describe('NASA', () => {
  it('gets the key in a header; the address we keep holds none', async () => {
    server = await startProviderServer(ok('{}'));
    const raw = await ask('nasa', '/neo?api_key=other&start_date=2026-08-01');
    expect(server.asked[0]).toMatchObject({ url: '/neo?start_date=2026-08-01', headers: { 'x-api-key': 'my-secret' } });
    expect(raw?.url).toBe(`${server.url}/neo?start_date=2026-08-01`);
  });

  it('is not asked for an hour when nothing of the quota remains', async () => {
    server = await startProviderServer(ok('{}', { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '1000' }));
    await ask('nasa');
    const error = await failureOf(ask('nasa'));
    expect([error.kind, error.retryAtMs]).toEqual(['rateLimited', START_MS + HOUR_MS]);
    nowMs += HOUR_MS;
    await ask('nasa');
    expect(server.asked).toHaveLength(2);
  });

  it('is asked 30 times an hour with DEMO_KEY, over restarts', async () => {
    server = await startProviderServer(ok('{}'));
    for (let n = 0; n < 30; n += 1) await ask('nasa', '/x', { nasaApiKey: 'DEMO_KEY' });
    expect((await failureOf(ask('nasa', '/x', { nasaApiKey: 'DEMO_KEY' }))).kind).toBe('rateLimited');
    expect(server.asked).toHaveLength(30);
    expect(await ask('nasa')).not.toBeNull();
  });

  it('does not see our key go elsewhere by a redirect', async () => {
    server = await startProviderServer(status(302, { location: '/elsewhere' }));
    expect((await failureOf(ask('nasa'))).kind).toBe('badStatus');
    expect(server.asked).toHaveLength(1);
  });
});
