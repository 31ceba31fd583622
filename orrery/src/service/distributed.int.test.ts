import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fill, filledStores, framesOf, haveTestServers, testServer, valuesOf } from '@orrery/backend/testing';
import type { QueryResponse } from '@orrery/contract';
import { openDistributedStores } from '@orrery/engines/distributed';
import { readEngineSettings } from '@orrery/engines';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const KAFKA_START_MS = 30_000;

describe.skipIf(!haveTestServers('The service on servers'))('the service on servers', () => {
  const own = `orrery_test_${randomBytes(6).toString('hex')}`;
  const env = {
    ORRERY_INFLUX_URL: testServer('INFLUX'),
    ORRERY_INFLUX_TOKEN: testServer('INFLUX_TOKEN'),
    ORRERY_INFLUX_ORG: testServer('INFLUX_ORG'),
    ORRERY_INFLUX_BUCKET: own,
    ORRERY_POSTGRES_URL: testServer('POSTGRES'),
    ORRERY_MONGO_URL: testServer('MONGO'),
    ORRERY_MONGO_DATABASE: own,
    ORRERY_REDIS_URL: testServer('REDIS'),
    ORRERY_REDIS_PREFIX: `{${own}}`,
    ORRERY_KAFKA_BROKERS: testServer('KAFKA'),
    ORRERY_KAFKA_PREFIX: `${own}.`,
  };
  const start = (more: Readonly<Record<string, string>> = {}) => {
    const program = join(import.meta.dirname, '..', 'main.ts');
    const flags = ['service', '--distributed', '--port', '0', '--log-level', 'warn'];
    const args = ['--import', 'tsx', program, ...flags];
    return spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, ...more },
    });
  };
  let child: ReturnType<typeof start>;
  let url: string;

  beforeAll(async () => {
    const open = await openDistributedStores(readEngineSettings(env));
    await fill(open.stores, filledStores());
    await open.stop();
    child = start();
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    url = line.replace('Orrery service: ', '');
  });
  afterAll(() => void child.kill('SIGKILL'));

  it('answers from all of them', async () => {
    const queries = [
      { refId: 'A', queryType: 'spaceWeatherEvents' },
      { refId: 'B', queryType: 'pipeline', view: 'queues' },
      { refId: 'C', queryType: 'pipeline', view: 'sources' },
    ];
    const body = JSON.stringify({ from: '2025-05-25T00:00:00Z', to: '2025-05-26T00:00:00Z', queries });
    const headers = { 'content-type': 'application/json' };
    const ask = async () => {
      const response = await fetch(`${url}/api/v1/query`, { method: 'POST', headers, body });
      const { results } = (await response.json()) as QueryResponse;
      return { A: results['A'], B: framesOf(results['B']), C: results['C'] };
    };
    // A Kafka that has just started has yet to load its groups.
    const results = await vi.waitFor(ask, { timeout: KAFKA_START_MS, interval: 250 });
    expect(valuesOf(framesOf(results.A)[0], 'kind')).toEqual(['cme', 'geomagneticStorm', 'flare']);
    expect(results.B.length).toBeGreaterThan(0);
    expect(valuesOf(framesOf(results.C)[0], 'state')).toEqual(['late', 'failed', 'never run']);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('stops when it is told to', async () => {
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it.each([
    [{ ORRERY_KAFKA_BROKERS: '', ORRERY_POSTGRES_URL: 'nowhere' }, /ORRERY_POSTGRES_URL.*\n.*ORRERY_KAFKA_BROKERS/],
    [{ ORRERY_REPLAY: 'somewhere' }, /the service pulls nothing/],
  ])('does not start with %j and says why', async (more, message) => {
    const refused = start(more);
    let said = '';
    refused.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect((await once(refused, 'close'))[0]).toBe(1);
    expect(said).toMatch(message);
  });
});
