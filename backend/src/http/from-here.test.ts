import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../testing/service.ts';

const STREAM = '/api/v1/stream?queryType=ephemeris&bodies=moon&quantities=distance';

describe('who may ask', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ env: { ORRERY_ALLOWED_HOSTS: 'orrery.example, service' } });
  });
  afterAll(() => service.stop());

  /** Not fetch(), which sets Host and Origin itself. */
  async function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
    const sent = request(`${service.url}${path}`, { method, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.destroy();
    return response;
  }
  const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).statusCode;

  const routes = ['/healthz', '/readyz', '/metrics', '/api/v1/catalog', '/api/v1/openapi.json', STREAM, '/nowhere'];
  it.each(routes)('%s answers 421 under the name of another and 403 to a page of another site', async (path) => {
    expect(await statusOf(path, { host: 'evil.example' })).toBe(421);
    expect(await statusOf(path, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' })).toBe(403);
    expect(await statusOf(path, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(path, { origin: 'null' })).toBe(403);
  });

  it('changes nothing for another name or site', async () => {
    const path = '/api/v1/admin/stops/celestrak/resume';
    const json = { 'content-type': 'application/json' };
    expect(await statusOf(path, { ...json, host: 'evil.example' }, 'POST')).toBe(421);
    expect(await statusOf(path, { ...json, origin: 'https://evil.example' }, 'POST')).toBe(403);
  });

  it('is answered under its own names and to its own page', async () => {
    for (const host of ['localhost', 'LOCALHOST:99', '[::1]:4310', 'service:4310', 'orrery.example'])
      expect(await statusOf('/healthz', { host })).toBe(200);
    const { host } = new URL(service.url);
    expect(await statusOf(STREAM, { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(200);
  });

  it('gives no other site leave (CORS), and says how its answers may be used', async () => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const { statusCode, headers } = await ask('/api/v1/query', asked, 'OPTIONS');
    expect([statusCode, headers['allow']]).toEqual([405, 'POST']);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('a request without a Host is refused', async () => {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.end('GET /healthz HTTP/1.0\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 421/);
  });
});

// Other systems have no second loopback address.
it.skipIf(process.platform !== 'linux')('listening everywhere, it goes by the address that was reached', async () => {
  const service = await startTestService({ env: { ORRERY_HOST: '0.0.0.0', ORRERY_API_KEY: 'secret' } });
  const { port } = new URL(service.url);
  expect((await fetch(`http://127.0.0.2:${port}/healthz`)).status).toBe(200);
  await service.stop();
});
