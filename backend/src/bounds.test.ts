import { QUERY_TYPES, type Problem, type QueryResponse } from '@orrery/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledStores, NOON } from './testing/filled-stores.ts';
import { withForecasts } from './testing/forecasts.ts';
import { recordingOperator } from './testing/operator.ts';
import { DAY, failureOf, framesOf, startTestService, type TestService } from './testing/service.ts';

const mars = { queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };
const kp = { refId: 'A', queryType: 'observations', series: ['kp'] };
const JSON_TYPE = { 'content-type': 'application/json' };
const MISSING_TYPE = { status: 400, errors: [expect.objectContaining({ path: 'queryType' })] };

interface JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly [bound: string]: unknown;
}

/** Inputs that once brought wrong answers, defects or the engine's own words; each has its right value here. */
describe('the bounds of a request', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ filled: withForecasts(filledStores()), nowMs: NOON });
  });
  afterAll(() => service.stop());
  const problem = async (response: Response) => (await response.json()) as Problem;

  it.each([[1e25], [1e19], [-1e19], [1e308], [-1e308], ['9'.repeat(400)], ['1e19'], [8_640_000_000_000_005]])(
    'no instant is beyond the years 1 to 9999: %j as from, to, moment or issue',
    async (instant) => {
      const asked = await Promise.all([
        service.post({ from: instant, to: 1e12, queries: [kp] }),
        service.post({ from: 0, to: instant, maxDataPoints: 1, queries: [kp] }),
      ]);
      for (const [i, response] of asked.entries()) {
        expect(response.status).toBe(400);
        const { errors } = await problem(response);
        const path = i === 0 ? 'from' : 'to';
        expect(errors).toEqual([{ path, message: expect.stringContaining('the years 1 to 9999') }]);
      }
      const { A, B } = await service.ask(
        { ...mars, times: [0, instant] },
        { queryType: 'forecast', target: 'kp', issuedAt: instant },
      );
      expect(failureOf(A)).toMatchObject({ status: 400, errors: [{ path: 'times.1' }] });
      expect(failureOf(B)).toMatchObject({ status: 400, errors: [{ path: 'issuedAt' }] });
      expect(JSON.stringify([A, B])).not.toMatch(/SELECT|Binder|bigint|Invalid time value/);
    },
  );

  it('numbers as text are instants too', async () => {
    const range = { from: String(Date.parse(DAY.from)), to: String(Date.parse(DAY.to)) };
    const response = await service.post({ ...range, queries: [{ refId: 'A', ...mars, times: ['0', 0] }] });
    const { results } = (await response.json()) as QueryResponse;
    expect(framesOf(results['A'])[0]?.data.values[0]).toEqual([0, 0]);
  });

  it('a name of 50 kB is refused with the longest name allowed, at once and without an echo', async () => {
    const long = 'X'.repeat(50_000);
    const started = performance.now();
    const { A, B, C, D, E } = await service.ask(
      { queryType: 'satelliteElements', satellites: [long, 25544] },
      { ...mars, bodies: [long] },
      { ...mars, observer: long },
      { queryType: 'observations', series: [long] },
      { queryType: long },
    );
    expect(performance.now() - started).toBeLessThan(1000);
    for (const result of [A, B, C, D, E]) {
      expect(failureOf(result).status).toBe(400);
      expect(failureOf(result).error).toContain('200');
      expect(JSON.stringify(result).length).toBeLessThan(1000);
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('the refId %s is answered like any other', async (refId) => {
    const response = await service.post(`{"from":0,"to":1,"queries":[${JSON.stringify({ refId, ...mars })}]}`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain(`{"results":{"${refId}":{"status":200,`);
  });

  it('a query without a type fails alone and is told which types there are', async () => {
    const { A, B } = await service.ask(mars, { queryType: '' });
    expect(framesOf(A)).toHaveLength(1);
    expect(failureOf(B)).toMatchObject(MISSING_TYPE);
    expect(failureOf(B).error).toMatch(/^queryType is missing: choose one of ephemeris, /);
  });

  it('what is missing is said to be missing', async () => {
    const response = await service.post({ to: 1, queries: [kp] });
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      detail: 'from is missing',
      errors: [{ path: 'from', message: 'is missing' }],
    });
    const { A } = await service.ask({ queryType: 'observations' });
    expect(failureOf(A)).toMatchObject({ status: 400, error: 'series is missing' });
  });

  it('numbers of sampling are whole and bounded', async () => {
    expect((await service.post({ ...DAY, maxDataPoints: 1e9, queries: [kp] })).status).toBe(400);
    expect((await service.post({ ...DAY, maxDataPoints: 1.5, queries: [kp] })).status).toBe(400);
    expect((await service.post({ ...DAY, intervalMs: 1e300, queries: [kp] })).status).toBe(400);
  });

  it.each(['3000000000', '0', '-1', 'soon', ''])('a stream refuses an interval of "%s" ms', async (intervalMs) => {
    const { queryType, bodies, quantities } = mars;
    const parameters = new URLSearchParams({ queryType, bodies: bodies[0]!, quantities: quantities[0]!, intervalMs });
    const response = await fetch(`${service.url}/api/v1/stream?${parameters.toString()}`);
    expect(response.status).toBe(400);
    expect((await problem(response)).errors?.[0]?.path).toBe('intervalMs');
  });

  it('a path that is no percent-encoding is 400', async () => {
    expect((await fetch(`${service.url}/api/v1/%E0%A4%A`)).status).toBe(404);
    const own = await startTestService({ operator: recordingOperator() });
    const init = { method: 'POST', headers: JSON_TYPE, body: '{}' };
    const response = await fetch(`${own.url}/api/v1/admin/stops/%E0%A4%A/resume`, init);
    await own.stop();
    expect(response.status).toBe(400);
  });

  it('a wrong method is 405 with those that are right', async () => {
    const answers = await Promise.all([
      fetch(`${service.url}/api/v1/query`),
      fetch(`${service.url}/api/v1/catalog`, { method: 'DELETE' }),
    ]);
    expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [405, 'POST'],
      [405, 'GET, HEAD'],
    ]);
  });

  it('another content type is 415', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify(DAY) };
    expect((await fetch(`${service.url}/api/v1/query`, init)).status).toBe(415);
  });

  it('the scheme of the key may be written in any case, and a refusal says which scheme is wanted', async () => {
    const own = await startTestService({ env: { ORRERY_API_KEY: 'secret' } });
    const ask = (authorization: string) => own.post({ ...DAY, queries: [{ refId: 'A', ...mars }] }, { authorization });
    expect((await ask('bearer secret')).status).toBe(200);
    expect((await ask('BEARER secret')).status).toBe(200);
    const refused = await ask('Basic secret');
    await own.stop();
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="orrery"']);
  });

  it('OpenAPI shows them', async () => {
    const document = (await (await fetch(`${service.url}/api/v1/openapi.json`)).json()) as {
      components: { schemas: Readonly<Record<string, JsonSchema>> };
    };
    const { schemas } = document.components;
    const instant = schemas['QueryRequest']?.properties['from']?.anyOf;
    expect(instant).toEqual([
      expect.objectContaining({ type: 'integer', minimum: -62135596800000, maximum: 253402300799999 }),
      expect.objectContaining({ type: 'string', maxLength: 40 }),
    ]);
    const { minElevation, satellites } = schemas['satellitePassesQuery']?.properties ?? {};
    expect(minElevation).toMatchObject({
      type: 'number',
      minimum: 0,
      maximum: 89,
      default: 10,
      title: 'Min. elevation',
    });
    expect(satellites).toMatchObject({ minItems: 1, maxItems: 5000 });
    expect(satellites?.items?.anyOf?.[1]).toMatchObject({ type: 'string', minLength: 1, maxLength: 200 });
    const refs = schemas['QueryRequest']?.properties['queries']?.items?.anyOf?.map((ref) => ref['$ref']);
    expect(refs).toEqual(QUERY_TYPES.map((type) => `#/components/schemas/${type}Query`));
  });
});
