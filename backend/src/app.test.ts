import { QUERY_TYPES, STATE, type Catalog, type Frame, type Problem, type QueryResponse } from '@orrery/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NOON, runOf, runState, seriesEntryOf, sourceEntryOf, stationsOf } from './testing/filled-stores.ts';
import { withForecasts } from './testing/forecasts.ts';
import { emptyStores, type StoreLists } from './testing/store-lists.ts';
import { DAY, failureOf, framesOf, startTestService, valuesOf, type TestService } from './testing/service.ts';

const mars = { queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };

/** What a worker leaves behind that never reached a provider: its catalog, and runs that failed. */
function outOfReach(): StoreLists {
  const stores = emptyStores();
  const stations = sourceEntryOf('celestrak-gp-stations', {
    title: 'CelesTrak GP, group stations',
    publisher: 'CelesTrak',
    provider: 'celestrak',
  });
  const kp = sourceEntryOf('swpc-kp', { title: 'NOAA SWPC planetary K index' });
  const failed = { outcome: 'failed', complete: false, records: 0, newestMs: null, error: 'ENOTFOUND' } as const;
  stores.state.push(
    { key: STATE.sources.key(), value: [stations, kp], atMs: NOON },
    {
      key: STATE.series.key(),
      value: [seriesEntryOf('kp', 3 * 3_600_000, { title: 'Kp', sourceId: kp.id })],
      atMs: NOON,
    },
    ...[stations, kp].map(({ id }) => runState(runOf(id, NOON, failed))),
  );
  return stores;
}

describe('the service', () => {
  let service: TestService;
  beforeAll(async () => {
    const env = { ORRERY_MAX_POINTS: '20000', ORRERY_MAX_QUERIES: '5', ORRERY_MAX_BODY_BYTES: '10000' };
    service = await startTestService({ env, filled: outOfReach() });
  });
  afterAll(() => service.stop());
  const problem = async (response: Response) => (await response.json()) as Problem;

  it('answers every query by its refId', async () => {
    const results = await service.ask({ ...mars, refId: 'near' }, { ...mars, refId: 'far', bodies: ['neptune'] });
    expect(Object.keys(results)).toEqual(['near', 'far']);
    expect(framesOf(results['far'])[0]?.schema).toMatchObject({
      refId: 'far',
      fields: [
        { name: 'time', type: 'time' },
        { name: 'distance', type: 'number', labels: { body: 'neptune' }, config: { unit: 'suffix: AU' } },
      ],
    });
  });

  it('lets a wrong query fail alone', async () => {
    const { A, B, C } = await service.ask({ ...mars, quantities: ['altitude'] }, mars, { queryType: 'horoscope' });
    expect(failureOf(A)).toMatchObject({ status: 422, errorSource: 'downstream', errors: [{ path: 'observer' }] });
    expect(valuesOf(framesOf(B)[0], 'distance').length).toBeGreaterThan(100);
    expect(failureOf(C)).toMatchObject({ status: 404, code: 'unknownName' });
  });

  it.each([
    ['no body', {}, ['from', 'to', 'queries']],
    ['no queries', { ...DAY, queries: [] }, ['queries']],
    ['a range that ends before it begins', { from: 2, to: 1, queries: [{ refId: 'A', ...mars }] }, ['to']],
    ['a time without zone', { ...DAY, from: '2026-03-20 00:00', queries: [{ refId: 'A', ...mars }] }, ['from']],
    [
      'a refId twice',
      {
        ...DAY,
        queries: [
          { refId: 'A', ...mars },
          { refId: 'A', ...mars },
        ],
      },
      ['queries.1.refId'],
    ],
    ['a query without type', { ...DAY, queries: [{ refId: 'A' }] }, ['queries.0.queryType']],
  ])('answers %s with 400 and the path of each wrong field', async (_, body, paths) => {
    const response = await service.post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect((await problem(response)).errors?.map((e) => e.path)).toEqual(paths);
  });

  it('answers a body that is not JSON with 400, a large one with 413 naming the limit', async () => {
    expect((await service.post('{"from":')).status).toBe(400);
    const large = await service.post(JSON.stringify({ ...DAY, queries: [{ refId: 'A', note: 'x'.repeat(20_000) }] }));
    expect(large.status).toBe(413);
    expect((await problem(large)).detail).toMatch('10000 bytes');
  });

  it('names the limit when there are too many queries or points', async () => {
    const queries = Array.from({ length: 6 }, (_, i) => ({ refId: `q${i}`, ...mars }));
    expect((await problem(await service.post({ ...DAY, queries }))).detail).toMatch('limit of 5 (maxQueries)');
    const { A } = await service.ask({ ...mars, maxDataPoints: 20_001 });
    expect(failureOf(A)).toMatchObject({ status: 413, error: expect.stringMatching('limit of 20000 points') });
  });

  it('says which range is covered', async () => {
    const response = await service.post({
      from: Date.UTC(1200, 0, 1),
      to: Date.UTC(1200, 0, 2),
      queries: [{ refId: 'A', ...mars }],
    });
    const { results } = (await response.json()) as { results: Record<string, { status: number; error: string }> };
    expect(results['A']).toMatchObject({ status: 422, error: expect.stringMatching(/\d{4}/) });
  });

  it('answers epoch milliseconds and ISO times alike', async () => {
    const ask = async (from: unknown, to: unknown) =>
      (await service.post({ from, to, maxDataPoints: 4, queries: [{ refId: 'A', ...mars }] })).text();
    expect(await ask(DAY.from, DAY.to)).toBe(await ask(Date.parse(DAY.from), Date.parse(DAY.to)));
  });

  it('gives the catalog with every query type and an ETag that saves sending it again', async () => {
    const first = await fetch(`${service.url}/api/v1/catalog`);
    const catalog = (await first.json()) as Catalog;
    expect(catalog.queryTypes.map((t) => t.id)).toEqual(QUERY_TYPES);
    expect(catalog.sites.map((s) => s.id)).toContain('greenwich');
    const again = await fetch(`${service.url}/api/v1/catalog`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('describes itself in OpenAPI 3.1, a schema per query type', async () => {
    const document = (await (await fetch(`${service.url}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      components: { schemas: object };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(QUERY_TYPES.map((type) => `${type}Query`)),
    );
  });

  it('describes in OpenAPI what each of its bodies may be refused for', async () => {
    const { paths } = (await (await fetch(`${service.url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, { post?: { responses: object } }>;
    };
    const posts = Object.values(paths).flatMap(({ post }) => post ?? []);
    expect(posts).toHaveLength(4);
    for (const { responses } of posts)
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '413', '415', '421', '429']));
  });

  it('is alive, ready and measured', async () => {
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${service.url}/readyz`)).text()).toMatch(/computed sky: ready\nsatellite elements: /);
    expect(await (await fetch(`${service.url}/metrics`)).text()).toMatch(
      /orrery_queries_total\{queryType="ephemeris",status="200"\}/,
    );
  });

  it('is ready with what the store holds, though nobody has asked for it yet', async () => {
    const filled = emptyStores();
    filled.documents.push(...stationsOf(NOON - 7_200_000));
    const asked = async (stores: StoreLists) => {
      const fresh = await startTestService({ filled: stores, nowMs: NOON });
      const text = await (await fetch(`${fresh.url}/readyz`)).text();
      await fresh.stop();
      return text;
    };
    expect(await asked(filled)).toContain('satellite elements: 1 sets of elements; stations 1 (120 min old)');
    expect(await asked(emptyStores())).toContain('satellite elements: none stored yet');
  });

  it('compresses what the client can read compressed', async () => {
    const response = await service.post({ ...DAY, queries: [{ refId: 'A', ...mars }] }, { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
  });

  it('stops computing when the client goes away, and answers others meanwhile', async () => {
    const gone = new AbortController();
    const centuries = {
      from: '1750-01-01',
      to: '2150-01-01',
      queries: [{ refId: 'A', queryType: 'skyEvents', kinds: ['opposition'] }],
    };
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(centuries), signal: gone.signal };
    const asked = fetch(`${service.url}/api/v1/query`, init).catch((error: unknown) => error);
    await service.ask(mars);
    gone.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
    const metrics = async () => (await fetch(`${service.url}/metrics`)).text();
    await vi.waitFor(async () => expect(await metrics()).toMatch(/queryType="skyEvents",status="499"\} 1/));
  });

  it('answers an unknown route with a problem', async () => {
    const response = await fetch(`${service.url}/api/v2/query`);
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: 'notFound' });
  });

  it('warns of a parameter it does not know', async () => {
    const { A } = await service.ask({ ...mars, equinx: 'J2000' });
    expect(framesOf(A)[0]?.schema.meta.notices).toContainEqual({
      severity: 'warning',
      text: expect.stringMatching('equinx'),
    });
  });

  it('says in a notice that a source is unreachable, keeps the fields and the place, and computes all the rest', async () => {
    const track = { queryType: 'satelliteTrack', satellites: [25544], observer: 'greenwich' };
    const { A, B, C } = await service.ask(track, { queryType: 'observations', series: ['kp'] }, mars);
    const [frame] = framesOf(A);
    expect(valuesOf(frame, 'elevation')).toEqual([]);
    expect(frame?.schema.meta.custom).toMatchObject({ observer: { id: 'greenwich' } });
    const reason = 'the last run at 2025-05-25T12:00:00.000Z failed (ENOTFOUND).';
    const warning = (title: string) => ({ severity: 'warning', text: `${title}: ${reason}` });
    expect(frame?.schema.meta.notices).toContainEqual(warning('CelesTrak GP, group stations'));
    expect(framesOf(B)[0]?.schema.meta.notices?.[0]).toEqual(warning('NOAA SWPC planetary K index'));
    expect(framesOf(C)[0]?.schema.meta.notices).toBeUndefined();
    const catalog = (await (await fetch(`${service.url}/api/v1/catalog`)).json()) as Catalog;
    expect(catalog.satelliteGroups.find((g) => g.id === 'stations')?.satellites).toContainEqual({
      noradId: 25544,
      name: 'ISS (ZARYA)',
    });
  });

  it('streams frames as server-sent events', async () => {
    const response = await fetch(
      `${service.url}/api/v1/stream?queryType=ephemeris&bodies=moon&quantities=distance&intervalMs=250`,
    );
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    expect(new TextDecoder().decode(value)).toMatch(/^event: frame\ndata: \{"schema":\{"refId":"A"/);
  });

  it('streams a forecast whole, and not again while it is the same', async () => {
    const filled = withForecasts(emptyStores());
    const own = await startTestService({ filled });
    const response = await fetch(
      `${own.url}/api/v1/stream?queryType=forecast&target=kp&fields=value,p5&intervalMs=250`,
    );
    const reader = response.body!.getReader();
    let text = '';
    // Four looks of the stream after the first event.
    const enough = sleep(1000).then(() => null);
    for (;;) {
      const part = await Promise.race([reader.read(), enough]);
      if (part === null) break;
      text += new TextDecoder().decode(part.value);
    }
    await reader.cancel();
    await own.stop();
    const frames = text.match(/^data: .*$/gm) ?? [];
    expect(frames).toHaveLength(1);
    const frame = JSON.parse(frames[0]!.slice('data: '.length)) as Frame;
    expect(frame.schema.fields.map(({ name }) => name)).toEqual(['time', 'value', 'p5']);
    expect(frame.data.values[0]).toHaveLength(24);
  });

  it('refuses a wrong stream before the first event', async () => {
    expect(
      (await fetch(`${service.url}/api/v1/stream?queryType=ephemeris&bodies=vulcan&quantities=distance`)).status,
    ).toBe(404);
  });
});

describe('a service whose providers have stopped answering', () => {
  const track = { queryType: 'satelliteTrack', satellites: [25544], observer: 'greenwich', maxDataPoints: 10 };
  const range = { from: '2025-05-25T00:00:00Z', to: '2025-05-25T12:00:00Z' };
  const askedOf = async (filled: StoreLists) => {
    const service = await startTestService({ filled, nowMs: NOON });
    const response = await service.post({ ...range, queries: [{ refId: 'A', ...track }] });
    const ready = await (await fetch(`${service.url}/readyz`)).text();
    await service.stop();
    const { results } = (await response.json()) as QueryResponse;
    return { frame: framesOf(results['A'])[0], ready };
  };

  it('keeps answering from the elements it has, with a warning', async () => {
    const stores = outOfReach();
    stores.documents.push(...stationsOf(NOON - 7_200_000));
    const { frame, ready } = await askedOf(stores);
    expect(valuesOf(frame, 'elevation')).toHaveLength(11);
    expect(frame?.schema.meta.notices?.map(({ text }) => text)).toEqual([expect.stringMatching(/ENOTFOUND/)]);
    expect(ready).toMatch(
      /satellite elements: 1 sets of elements; stations 1 \(120 min old\)\nobservations: \d+ series\nproviders: .*ENOTFOUND/,
    );
  });

  it('says that pulls are stopped and what lifts that, and keeps answering from what it has', async () => {
    const stores = outOfReach();
    stores.documents.push(...stationsOf(NOON - 7_200_000));
    const stop = {
      provider: 'celestrak',
      url: 'https://celestrak.org',
      status: 403,
      atMs: NOON,
      alert: true,
      resumedAtMs: null,
    };
    stores.state.push({ key: STATE.stops.key('celestrak'), value: stop, atMs: NOON });
    const { frame } = await askedOf(stores);
    expect(valuesOf(frame, 'elevation')).toHaveLength(11);
    expect(frame?.schema.meta.notices).toEqual([
      { severity: 'error', text: expect.stringMatching(/CelesTrak answered 403 .*npm run orrery -- celestrak resume/) },
    ]);
  });
});

describe('a service with an API key', () => {
  it('answers only who has it', async () => {
    const service = await startTestService({ env: { ORRERY_API_KEY: 'secret' } });
    const body = { ...DAY, queries: [{ refId: 'A', ...mars }] };
    expect((await service.post(body)).status).toBe(401);
    expect((await service.post(body, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await service.post(body, { authorization: 'Bearer secret' })).status).toBe(200);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    await service.stop();
  });
});
