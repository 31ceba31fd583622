import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA_SOURCE_ID, PANEL_ID } from './options.ts';
import { createPreviewServer, isWorthTelling, type PreviewServer } from './server.ts';

/** What the stand-in for the service was asked last. */
let asked: { readonly url: string; readonly body: string } = { url: '', body: '' };
let service: Server;
let preview: PreviewServer;
let address = '';
let dir = '';

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function answer(url: string): { status: number; body: object } {
  if (url === '/readyz') return { status: 200, body: {} };
  if (url.startsWith('/api/v1/query')) return { status: 200, body: { results: { A: { status: 200, frames: [] } } } };
  if (url.startsWith('/api/v1/catalog')) return { status: 200, body: { bodies: [] } };
  return { status: 404, body: { detail: 'no such route' } };
}

beforeAll(async () => {
  service = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked = { url: request.url ?? '', body };
      const { status, body: sent } = answer(asked.url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  dir = mkdtempSync(join(tmpdir(), 'orrery-preview-'));
  const at = (...path: string[]): string => join(dir, ...path);
  for (const folder of ['page', 'dashboards', 'source', 'panel']) mkdirSync(at(folder));
  writeFileSync(at('page', 'index.html'), '<title>page</title>');
  writeFileSync(at('dashboards', 'a.json'), JSON.stringify({ uid: 'a', title: 'A', panels: [] }));
  const info = { logos: { small: 'img/logo.svg' } };
  writeFileSync(
    at('source', 'plugin.json'),
    JSON.stringify({ id: DATA_SOURCE_ID, type: 'datasource', executable: 'gpx_x', info }),
  );
  writeFileSync(at('panel', 'plugin.json'), JSON.stringify({ id: PANEL_ID, type: 'panel', info }));
  preview = createPreviewServer({
    port: 0,
    serviceUrl: `http://127.0.0.1:${(service.address() as AddressInfo).port}/`,
    staticDir: at('page'),
    dashboardsDir: at('dashboards'),
    pluginDirs: { [DATA_SOURCE_ID]: at('source'), [PANEL_ID]: at('panel') },
    goModuleDir: dir,
    cacheDir: dir,
  });
  address = await preview.start();
});

afterAll(async () => {
  await preview.stop();
  service.close();
  rmSync(dir, { recursive: true });
});

const get = (path: string): Promise<Response> => fetch(address + path);
const send = (method: string, path: string, body: object): Promise<Response> =>
  fetch(address + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('the preview server without a Go binary', () => {
  it('says that it calls the service directly', async () => {
    const status = (await (await get('/api/preview/status')).json()) as Record<string, string>;
    expect(status['way']).toBe('direct');
    expect(status['message']).toContain('calling the service directly');
  });

  it('passes queries on to the service and marks the answer', async () => {
    const response = await send('POST', '/api/ds/query', {
      from: '1',
      to: '2',
      queries: [{ refId: 'A', queryType: 'ephemeris' }],
    });
    expect(await response.json()).toEqual({ results: { A: { status: 200, frames: [] } } });
    expect(response.headers.get('x-orrery-way')).toBe('direct');
    expect(JSON.parse(asked.body)).toEqual({ from: 1, to: 2, queries: [{ refId: 'A', queryType: 'ephemeris' }] });
  });

  it('passes resources on with their query string', async () => {
    expect(await (await get('/api/datasources/uid/orrery/resources/catalog?group=x')).json()).toEqual({ bodies: [] });
    expect(asked.url).toBe('/api/v1/catalog?group=x');
  });

  it('answers each query with a sentence when the service is away', async () => {
    const before = (await (await get('/api/datasources/uid/orrery')).json()) as { url: string };
    await send('PUT', '/api/datasources/uid/orrery', { url: 'http://127.0.0.1:1' });
    const response = await send('POST', '/api/ds/query', { from: '1', to: '2', queries: [{ refId: 'A' }] });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('does not answer. Is it running?');
    expect((await get('/api/datasources/uid/orrery/health')).status).toBe(400);
    await send('PUT', '/api/datasources/uid/orrery', before);
    expect((await get('/api/datasources/uid/orrery/health')).status).toBe(200);
  });

  it('asks no service of others', async () => {
    for (const url of ['http://evil.example', 'http://10.0.0.1:80', 'http://127.0.0.1@evil.example', 'file:///etc'])
      expect((await send('PUT', '/api/datasources/uid/orrery', { url })).status).toBe(403);
    expect(await (await get('/api/datasources/uid/orrery')).text()).toContain('127.0.0.1');
  });

  it('answers neither under the name of another nor to a page of another site, but links may lead to it', async () => {
    const statusOf = async (path: string, headers: Record<string, string>): Promise<number | undefined> => {
      const [response] = (await once(request(address + path, { headers }).end(), 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect(await statusOf('/api/search', { host: 'evil.example' })).toBe(421);
    expect(await statusOf('/api/search', { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf('/api/search', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' })).toBe(403);
    expect(await statusOf('/d/a', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).toBe(200);
  });

  it('never sends a secret back', async () => {
    await send('PUT', '/api/datasources/uid/orrery', { secureJsonData: { apiKey: 'hush' } });
    const text = await (await get('/api/datasources/uid/orrery')).text();
    expect(text).not.toContain('hush');
    expect(JSON.parse(text)).toMatchObject({ secureJsonFields: { apiKey: true } });
  });

  it('lists dashboards and plugins, and knows what it does not have', async () => {
    expect(await (await get('/api/search')).json()).toMatchObject([{ uid: 'a', title: 'A', url: '/d/a' }]);
    expect(await (await get('/api/frontend/settings')).json()).toMatchObject({
      panels: { [PANEL_ID]: { module: `public/plugins/${PANEL_ID}/module.js` } },
      datasources: { Orrery: { meta: { id: DATA_SOURCE_ID } } },
    });
    expect((await get('/api/dashboards/uid/none')).status).toBe(404);
    expect((await get('/api/datasources/uid/none/health')).status).toBe(404);
    expect((await get('/api/nothing')).status).toBe(404);
  });

  it('serves the page for every other address, and a picture for every icon', async () => {
    expect(await (await get('/d/a')).text()).toContain('<title>page</title>');
    const mirrored = await (await get('/public/build/img/icons/unicons/angle-double-left.svg')).text();
    expect(mirrored).toContain('rotate(180');
    expect(await (await get('/public/build/img/icons/unicons/no-such-icon.svg')).text()).toContain('<svg');
  });
});

it('passes on what the plugin logs as a warning or worse, but not each failed query', () => {
  expect(isWorthTelling('{"@level":"error","@message":"Partial data response error"}')).toBe(false);
  expect(isWorthTelling('{"@level":"debug","@message":"Plugin Request Started"}')).toBe(false);
  expect(isWorthTelling('{"@level":"warn","@message":"x"}')).toBe(true);
  expect(isWorthTelling('panic: x')).toBe(true);
});
