import { includesScope, SCOPES, type Scope } from '@orrery/contract';
import { createMemoryStores } from '@orrery/stores/memory';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type AppDeps } from '../app.ts';
import { readConfig } from '../config.ts';
import { createReaders } from '../data/create-readers.ts';
import { routesOf } from '../routes/routes.ts';
import { recordingOperator } from '../testing/operator.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { emptyStores } from '../testing/store-lists.ts';
import { createKey } from './keys.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** What an application is made of; it answers nothing here, so it needs no threads. */
function deps(): AppDeps {
  const config = readConfig({ port: '0', logLevel: 'silent' }, {});
  return {
    config,
    readers: createReaders({ stores: createMemoryStores(), pipeline: null, config }),
    gateway: {} as AppDeps['gateway'],
    operator: recordingOperator(),
    logger: createLogger('test', 'silent'),
    metrics: createMetrics(),
  };
}

const DECLARED = Object.entries(routesOf(deps())).flatMap(([path, { get, post }]) => [
  ...(get === undefined ? [] : [{ method: 'GET', path, scope: get.scope }]),
  ...(post === undefined ? [] : [{ method: 'POST', path, scope: post.scope }]),
]);

describe('every route', () => {
  it('has the scope that was decided on', () => {
    expect(DECLARED.map(({ method, path, scope }) => `${method} ${path}: ${scope}`)).toEqual([
      'GET /healthz: open',
      'GET /readyz: open',
      'GET /metrics: read',
      'POST /api/v1/query: read',
      'GET /api/v1/catalog: read',
      'GET /api/v1/clock: read',
      'GET /api/v1/openapi.json: read',
      'GET /api/v1/stream: read',
      'GET /api/v1/admin/stops: admin',
      'POST /api/v1/admin/stops/:provider/resume: admin',
      'GET /api/v1/admin/keys: admin',
      'POST /api/v1/admin/keys/:name: admin',
      'POST /api/v1/admin/keys/:name/revoke: admin',
    ]);
  });

  it('is declared: the application has no other', () => {
    const { stack } = createApp(deps()).router;
    const routes = stack.flatMap(({ route }) => (route === undefined ? [] : [route.path]));
    expect(routes).toEqual([...new Set(DECLARED.map(({ path }) => path))]);
    // A router that is mounted beside the table would have routes of its own.
    expect(stack.filter(({ handle }) => 'stack' in handle)).toEqual([]);
  });
});

/** A service, and a key for each scope. */
async function startWithKeys(env: Record<string, string> = {}) {
  const { state } = createMemoryStores();
  const make = (scope: Scope) => createKey(state, scope, { scope, expiresMs: null }, Date.now());
  const keys = { read: await make('read'), write: await make('write'), admin: await make('admin') };
  const filled = emptyStores();
  filled.state.push(...(await state.list('', 9)));
  const service = await startTestService({ env, filled, operator: recordingOperator() });
  return { service, keys };
}

describe('a route behind a scope', () => {
  let service: TestService;
  let keys: Readonly<Record<Scope, string>>;
  beforeAll(async () => {
    ({ service, keys } = await startWithKeys({ ORRERY_ANONYMOUS: 'none' }));
  });
  afterAll(() => service.stop());

  async function answerTo(method: string, path: string, key?: string): Promise<Response> {
    const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const headers = { ...JSON_TYPE, ...authorization };
    const init = method === 'POST' ? { method, headers, body: '{}' } : { method, headers };
    const response = await fetch(`${service.url}${path.replace(/:(\w+)/, 'celestrak')}`, init);
    await response.body?.cancel();
    return response;
  }

  it.each(DECLARED)('$method $path opens to $scope and to what includes it', async ({ method, path, scope }) => {
    const without = await answerTo(method, path);
    const wrong = await answerTo(method, path, 'orrery_wrong');
    if (scope === 'open') expect([without.status, wrong.status]).toEqual([200, 200]);
    else {
      expect([without.status, wrong.status]).toEqual([401, 401]);
      expect(without.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    for (const had of SCOPES) {
      const { status } = await answerTo(method, path, keys[had]);
      if (scope === 'open' || includesScope(had, scope)) expect([401, 403, 404, 500]).not.toContain(status);
      else expect(status).toBe(403);
    }
  });

  it('/readyz says one word to who may not read, and all to who may', async () => {
    const ready = async (headers: Record<string, string>) => (await fetch(`${service.url}/readyz`, { headers })).text();
    expect(await ready({})).toBe('ready\n');
    expect(await ready({ authorization: `bearer ${keys.read}` })).toMatch(/computed sky: ready\nsatellite elements/);
  });
});

describe('who sends no key', () => {
  const statuses = async (service: TestService) => {
    const read = await fetch(`${service.url}/metrics`);
    const admin = await fetch(`${service.url}/api/v1/admin/stops`);
    await service.stop();
    return [read.status, admin.status];
  };
  const keyless = (env: Record<string, string>) => startTestService({ env, operator: recordingOperator() });

  it.each([
    [{}, [200, 200]],
    [{ ORRERY_API_KEY: 'secret' }, [401, 401]],
    [{ ORRERY_API_KEY: 'secret', ORRERY_ANONYMOUS: 'read' }, [200, 401]],
    [{ ORRERY_ANONYMOUS: 'none' }, [401, 401]],
    [{ ORRERY_ANONYMOUS: 'read' }, [200, 401]],
    [{ ORRERY_HOST: '0.0.0.0' }, [401, 401]],
    [{ ORRERY_HOST: '0.0.0.0', ORRERY_INSECURE: 'true' }, [200, 401]],
    [{ ORRERY_HOST: '0.0.0.0', ORRERY_ANONYMOUS: 'read' }, [200, 401]],
  ])('with %j: reading and administering answer %j', async (env, expected) => {
    expect(await statuses(await keyless(env))).toEqual(expected);
  });

  it('on this machine reads, and no longer administers once there are keys', async () => {
    expect(await statuses((await startWithKeys()).service)).toEqual([200, 401]);
  });
});

it('more requests than a caller may make are 429 with the time to wait, for that caller alone', async () => {
  const { service, keys } = await startWithKeys({ ORRERY_MAX_REQUESTS_PER_MINUTE: '3' });
  const ask = (headers: Record<string, string> = {}) => fetch(`${service.url}/api/v1/clock`, { headers });
  for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect([refused.status, await refused.json()]).toEqual([429, expect.objectContaining({ code: 'tooManyRequests' })]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  // A key that opens nothing counts for its address.
  expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(429);
  expect((await ask({ authorization: `Bearer ${keys.read}` })).status).toBe(200);
  await service.stop();
});

describe('the log', () => {
  it('has a line for each act of an administrator, and no secret', async () => {
    const lines: string[] = [];
    const logger = createLogger('test', 'trace', { write: (line) => void lines.push(line) });
    const planted = { own: 'planted-own', wrong: 'planted-wrong', config: 'planted-config' };
    const env = { ORRERY_API_KEY: planted.own };
    const service = await startTestService({ env, operator: recordingOperator(), logger });
    const post = (path: string, key: string) =>
      fetch(`${service.url}/api/v1/admin/${path}?token=${planted.wrong}`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${key}` },
        body: '{"scope":"read"}',
      });
    const made = (await (await post('keys/grafana', planted.own)).json()) as { key: string };
    await post('keys/grafana/revoke', planted.wrong);
    await post('keys/grafana', planted.own);
    logger.info({ config: { apiKey: planted.config }, req: { headers: { authorization: planted.config } } }, 'planted');
    await service.stop();
    const audits = lines.flatMap((line) => {
      const { audit } = JSON.parse(line) as { audit?: { who: string; act: string; status: number } };
      return audit === undefined ? [] : [`${audit.who.replace(/ .*\..*/, '')}: ${audit.act} ${audit.status}`];
    });
    expect(audits).toEqual([
      'key ORRERY_API_KEY: POST /api/v1/admin/keys/grafana 201',
      'address: POST /api/v1/admin/keys/grafana/revoke 401',
      'key ORRERY_API_KEY: POST /api/v1/admin/keys/grafana 400',
    ]);
    const log = lines.join('');
    for (const secret of [...Object.values(planted), made.key]) expect(log).not.toContain(secret);
  });
});
