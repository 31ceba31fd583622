/**
 * The service beside eight of the dearest queries it accepts: `/healthz` and a small query are asked all the time, idle
 * and under that load. The peer is the idle service in the same run. Then: how soon an abandoned query leaves its
 * thread, and how many small queries a second are answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { figure, quantile } from './lib/peer.ts';
import { withService } from './lib/service.ts';

const SAMPLE_MS = 15_000;
const PAUSE_MS = 20;
const YEAR = { from: '2025-01-01', to: '2026-01-01' };
const HEADERS = { 'content-type': 'application/json', 'accept-encoding': 'identity' };
const PLANETS = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
const QUANTITIES = ['rightAscension', 'declination', 'distance', 'altitude', 'azimuth', 'magnitude', 'elongation'];
const ABORT_AFTER_MS = 1000;
const AT_ONCE = 8;

type Body = Readonly<Record<string, unknown>>;

/** Near the most that a request may take, each another so that none is computed for all. */
const DEAR: readonly Body[] = Array.from({ length: 8 }, (_, i) =>
  i % 2 === 0
    ? {
        from: `${1700 + i}-01-01`,
        to: `${2100 + i}-01-01`,
        queries: [{ refId: 'A', queryType: 'skyEvents', kinds: ['solarEclipse', 'lunarEclipse', 'planetTransit'] }],
      }
    : {
        ...YEAR,
        maxDataPoints: 29_000 + i,
        queries: [
          { refId: 'A', queryType: 'ephemeris', bodies: PLANETS, quantities: QUANTITIES, observer: 'greenwich' },
        ],
      },
);

/** A small query that no cache has: another moment each time. */
let asked = 0;
const small = (): Body => ({
  from: Date.UTC(2026, 0, 1) + (asked += 1000),
  to: Date.UTC(2026, 0, 2) + asked,
  maxDataPoints: 100,
  queries: [{ refId: 'A', queryType: 'ephemeris', bodies: ['mars'], quantities: ['altitude'], observer: 'greenwich' }],
});

async function ask(url: string, body: Body, signal?: AbortSignal): Promise<number> {
  const response = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (!response.ok || !text.includes('"status":200')) throw new Error(text.slice(0, 300));
  return text.length;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

interface Samples {
  readonly health: readonly number[];
  readonly query: readonly number[];
  readonly memoryMb: readonly number[];
}

/** Milliseconds of `/healthz` and of a small query, one after the other while `until` lasts. */
async function sample(url: string, until: Promise<unknown>): Promise<Samples> {
  const [health, query, memoryMb]: [number[], number[], number[]] = [[], [], []];
  let goesOn = true;
  void until.finally(() => (goesOn = false));
  while (goesOn) {
    health.push(await timed(async () => (await fetch(`${url}/healthz`)).text()));
    query.push(await timed(() => ask(url, small())));
    memoryMb.push((await metric(url, 'process_resident_memory_bytes')) / 1e6);
    await sleep(PAUSE_MS);
  }
  return { health, query, memoryMb };
}

/** A sample of the service's own metrics. */
async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
}

const busy = (url: string): Promise<number> => metric(url, 'orrery_query_threads_busy');

/** Samples of `orrery_query_threads_busy` until none is: how long an abandoned query holds its thread, ms. */
async function abortToIdle(url: string): Promise<number> {
  const gone = new AbortController();
  const [dear] = DEAR.slice(1);
  const answer = ask(url, { ...dear, maxDataPoints: 28_500 }, gone.signal).catch(() => 0);
  await sleep(ABORT_AFTER_MS);
  if ((await busy(url)) === 0) throw new Error('The query to be abandoned is not running.');
  gone.abort();
  const startedMs = performance.now();
  while ((await busy(url)) > 0) await sleep(1);
  const idleMs = performance.now() - startedMs;
  await answer;
  return idleMs;
}

/** Small queries answered a second, eight at a time. */
async function throughput(url: string): Promise<number> {
  let answered = 0;
  const endMs = performance.now() + SAMPLE_MS / 3;
  const startedMs = performance.now();
  const one = async (): Promise<void> => {
    while (performance.now() < endMs) {
      await ask(url, small());
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return answered / ((performance.now() - startedMs) / 1000);
}

// The limit of a caller is not what is measured; the service that is started for this inherits it.
process.env['ORRERY_MAX_REQUESTS_PER_MINUTE'] ??= '1000000';

await withService(async (url) => {
  for (let i = 0; i < 50; i++) await ask(url, small());
  const idle = await sample(url, sleep(SAMPLE_MS));
  figure('small-queries', await throughput(url), 'queries/s');
  const loadedMs = performance.now();
  const load = Promise.all(DEAR.map((body) => ask(url, body)));
  const loaded = await sample(url, load);
  figure('eight-dear-queries', (performance.now() - loadedMs) / 1000, 's');
  for (const [name, key] of [
    ['healthz', 'health'],
    ['small-query', 'query'],
  ] as const) {
    const [quiet, busyMs] = [quantile(idle[key], 0.99), quantile(loaded[key], 0.99)];
    figure(`${name}-p99-idle`, quiet, 'ms');
    figure(`${name}-p99-loaded`, busyMs, 'ms');
    figure(`${name}-p99-loaded-to-idle`, busyMs / quiet, 'times');
  }
  figure('abort-to-idle', await abortToIdle(url), 'ms');
  figure('memory-peak', Math.max(...loaded.memoryMb), 'MB');
});
