import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { celestrak } from '../providers/celestrak/provider.ts';
import { failureOf, inTurn, ok, startClientBench, status, type ClientBench } from '../testing/client-bench.ts';
import { REACH_AGAIN_MS } from './errors.ts';
import { stopsInForce } from './state.ts';

let bench: ClientBench;
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.server.stop();
});

const failing = (code: string): Error => Object.assign(new Error(code), { code });
/** fetch on a machine whose network fails with the codes; each address of a name fails with its own. */
function withoutNetwork(...codes: readonly string[]) {
  const causes = codes.map(failing);
  const cause = causes.length === 1 ? causes[0] : new AggregateError(causes);
  return vi.fn<typeof fetch>(async () => {
    throw new TypeError('fetch failed', { cause });
  });
}
const GROUP = '/NORAD/elements/gp.php?GROUP=stations&FORMAT=json';

/** An address of this machine at which nobody listens. */
async function closedPort(): Promise<URL> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return new URL(`http://127.0.0.1:${port}/x`);
}

describe('a request that never reaches the provider', () => {
  it.each([['ENOTFOUND'], ['EAI_AGAIN'], ['ENETUNREACH'], ['ECONNREFUSED'], ['ENETUNREACH', 'ECONNREFUSED']])(
    'by %s leaves CelesTrak its pull: it is made as soon as the network is back',
    async (...codes) => {
      bench = await startClientBench(ok('[1]'));
      const fetcher = withoutNetwork(...codes);
      const error = await failureOf(bench.ask('celestrak', GROUP, { fetcher }));
      expect([error.kind, error.retryAtMs]).toEqual(['notReached', null]);
      bench.nowMs += 60_000;
      expect((await bench.ask('celestrak', GROUP))?.body).toBe('[1]');
      expect(await stopsInForce(bench.state)).toEqual([]);
    },
  );

  it('gives no pull back that was made before', async () => {
    bench = await startClientBench(ok('[1]'));
    await bench.ask('celestrak', GROUP);
    bench.nowMs += celestrak.policy.intervalMs;
    await failureOf(bench.ask('celestrak', GROUP, { fetcher: withoutNetwork('ENOTFOUND') }));
    await bench.ask('celestrak', GROUP);
    await failureOf(bench.ask('celestrak', GROUP));
    expect(bench.server.asked).toHaveLength(2);
  });

  it('is told from one that may have reached it', async () => {
    bench = await startClientBench(ok('[1]'));
    for (const code of ['ECONNRESET', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']) {
      const error = await failureOf(bench.ask('celestrak', `/${code}`, { fetcher: withoutNetwork(code) }));
      expect(error.kind).toBe('unreachable');
      const again = await failureOf(bench.ask('celestrak', `/${code}`));
      expect(again.retryAtMs).toBe(bench.nowMs + celestrak.policy.intervalMs);
    }
    const mixed = { fetcher: withoutNetwork('ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT') };
    expect((await failureOf(bench.ask('celestrak', '/mixed', mixed))).kind).toBe('unreachable');
  });

  it('is a refused connection of the real network too', async () => {
    bench = await startClientBench(ok());
    const error = await failureOf(bench.session('swpc').request(await closedPort()));
    expect([error.kind, error.message]).toEqual([
      'notReached',
      'SWPC cannot be reached (no network? ECONNREFUSED); trying again every 30 s.',
    ]);
  });

  it('opens no circuit and spends no quota, however often it is made', async () => {
    bench = await startClientBench(ok('[1]'));
    const fetcher = withoutNetwork('EAI_AGAIN');
    for (let n = 0; n < 40; n += 1) {
      await failureOf(bench.ask('nasa', '/x', { fetcher, nasaApiKey: 'DEMO_KEY' }));
      await failureOf(bench.ask('swpc', '/x', { fetcher }));
    }
    expect(fetcher).toHaveBeenCalledTimes(80);
    expect((await bench.ask('nasa', '/x', { nasaApiKey: 'DEMO_KEY' }))?.body).toBe('[1]');
    expect((await bench.ask('swpc'))?.body).toBe('[1]');
  });

  it('is made by one of the sources of a host, the others fail with it until it is time to try again', async () => {
    bench = await startClientBench(ok('[1]'));
    const fetcher = withoutNetwork('ENOTFOUND');
    const session = bench.session('swpc', { fetcher });
    const url = new URL('/x', bench.server.url);
    await Promise.all(Array.from({ length: 5 }, () => failureOf(session.request(url))));
    expect(fetcher).toHaveBeenCalledTimes(1);
    bench.nowMs += REACH_AGAIN_MS;
    await failureOf(session.request(url));
    expect(fetcher).toHaveBeenCalledTimes(2);
  });
});

describe('a redirect', () => {
  it('is followed', async () => {
    bench = await startClientBench(inTurn(status(302, { location: '/moved' }), ok('[7]')));
    expect((await bench.ask('swpc'))?.body).toBe('[7]');
    expect(bench.server.asked.map(({ url }) => url)).toEqual(['/x', '/moved']);
  });

  it('that leads to another and so on ends after three, is said and is not asked again at once', async () => {
    bench = await startClientBench((response, { url }) =>
      response.writeHead(302, { location: url === '/x' ? '/y' : '/x' }).end(),
    );
    const error = await failureOf(bench.ask('swpc'));
    expect([error.kind, error.message]).toEqual([
      'badStatus',
      'SWPC: it redirects without end (/x -> /y -> /x -> /y -> /x).',
    ]);
    expect(bench.server.asked).toHaveLength(4);
  });
});

describe('what is said of an outage', () => {
  it('is one warning a provider and one line when it is over, the rest with a count at level debug', async () => {
    bench = await startClientBench(ok('[1]'));
    const said = { warn: vi.spyOn(bench.logger, 'warn'), info: vi.spyOn(bench.logger, 'info') };
    const debug = vi.spyOn(bench.logger, 'debug');
    let isBack = false;
    const away = withoutNetwork('EAI_AGAIN');
    const fetcher: typeof fetch = (...request) => (isBack ? fetch(...request) : away(...request));
    const sessions = (['nasa', 'swpc', 'celestrak'] as const).map((provider) => bench.session(provider, { fetcher }));
    const url = new URL('/x', bench.server.url);
    for (let minute = 0; minute < 60; minute += 1) {
      for (const session of sessions) await failureOf(session.request(url));
      bench.nowMs += 60_000;
    }
    expect(said.warn.mock.calls.map(([, message]) => message)).toEqual([
      'NASA cannot be reached (no network? EAI_AGAIN); trying again every 30 s.',
      'SWPC cannot be reached (no network? EAI_AGAIN); trying again every 30 s.',
      'CelesTrak cannot be reached (no network? EAI_AGAIN); trying again every 30 s.',
    ]);
    expect(said.info).not.toHaveBeenCalled();
    expect(debug).toHaveBeenLastCalledWith(
      { provider: 'celestrak', source: 'test', kind: 'notReached', requests: 60 },
      expect.any(String),
    );
    isBack = true;
    for (const session of sessions) await session.request(url);
    expect(said.info.mock.calls.map(([line, message]) => [message, line])).toEqual(
      ['NASA', 'SWPC', 'CelesTrak'].map((name) => [
        `${name} answers again`,
        { provider: name.toLowerCase(), source: 'test', kind: 'notReached', requests: 60, minutes: 60 },
      ]),
    );
    expect(said.warn).toHaveBeenCalledTimes(3);
  });

  it('is not over while CelesTrak is left alone by our own rule', async () => {
    bench = await startClientBench((response) => response.destroy());
    const info = vi.spyOn(bench.logger, 'info');
    const session = bench.session('celestrak');
    const url = new URL(GROUP, bench.server.url);
    await failureOf(session.request(url));
    await failureOf(session.request(url));
    expect(info).not.toHaveBeenCalled();
  });
});
