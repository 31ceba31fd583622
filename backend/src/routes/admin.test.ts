import { afterEach, describe, expect, it } from 'vitest';
import { recordingOperator, STOP } from '../testing/operator.ts';
import { startTestService, type TestService } from '../testing/service.ts';

let service: TestService | null = null;
afterEach(async () => {
  await service?.stop();
  service = null;
});

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the admin routes', () => {
  it('tell of stops and lift them once', async () => {
    service = await startTestService({ operator: recordingOperator() });
    const stops = `${service.url}/api/v1/admin/stops`;
    const resume = (provider: string) =>
      fetch(`${stops}/${provider}/resume`, { method: 'POST', headers: JSON_TYPE, body: '{}' });
    expect(await (await fetch(stops)).json()).toEqual({ stops: [STOP] });
    expect(await (await resume('celestrak')).json()).toEqual({ resumed: true });
    expect(await (await resume('celestrak')).json()).toEqual({ resumed: false });
    expect(await (await fetch(stops)).json()).toEqual({ stops: [] });
    expect((await resume('nobody')).status).toBe(404);
  });

  it('change nothing for a form that a page of another site may send', async () => {
    const operator = recordingOperator();
    service = await startTestService({ operator });
    const form = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' };
    const response = await fetch(`${service.url}/api/v1/admin/stops/celestrak/resume`, form);
    expect(response.status).toBe(415);
    expect(operator.resumed).toEqual([]);
  });

  it('need the key of the service', async () => {
    const operator = recordingOperator();
    service = await startTestService({ operator, env: { ORRERY_API_KEY: 'secret' } });
    const post = (headers: Record<string, string>) =>
      fetch(`${service?.url}/api/v1/admin/stops/celestrak/resume`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: '{}',
      });
    expect((await post({})).status).toBe(401);
    expect(operator.resumed).toEqual([]);
    expect((await post({ authorization: 'Bearer secret' })).status).toBe(200);
  });

  it('are not there where the service has no pipeline of its own', async () => {
    service = await startTestService();
    expect((await fetch(`${service.url}/api/v1/admin/stops`)).status).toBe(404);
  });
});
