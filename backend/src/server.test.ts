import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from './testing/service.ts';

/** The Go plugin's client closes a connection that was idle so long (grafana-plugin-sdk-go, httpclient options.go). */
const CLIENT_IDLE_S = 90;

describe('the HTTP server', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.stop());

  it('keeps idle connections longer than the Go plugin does, so that a query never meets one that is closing', async () => {
    const [response] = await once(get(`${service.url}/healthz`, { headers: { connection: 'keep-alive' } }), 'response');
    response.resume();
    const seconds = /timeout=(\d+)/.exec(response.headers['keep-alive'] ?? '')?.[1];
    expect(Number(seconds)).toBeGreaterThan(CLIENT_IDLE_S);
  });
});
