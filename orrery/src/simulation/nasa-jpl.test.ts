import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeWithSharedData } from '@orrery/astro/testing';
import { createOpenSession, createSources, type Source, type Transformed } from '@orrery/etl-worker';
import { at } from '@orrery/etl-worker/testing';
import { createLogger } from '@orrery/telemetry';
import { afterEach, expect, it } from 'vitest';
import { startReplayServer, type ReplayServer } from './server.ts';
import { createMemoryStateStore } from '@orrery/stores/memory';

const BESIDE_THE_REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'shared');
const folder = join(process.env['ORRERY_SHARED'] ?? BESIDE_THE_REPOSITORY, 'data');
const clock = { now: () => at('2026-08-22T12:00Z'), realMs: (ms: number) => ms };

describeWithSharedData('sources of NASA and JPL against the replay server, through the polite client', () => {
  let server: ReplayServer;
  afterEach(() => server.stop());

  async function pull(id: string): Promise<readonly Transformed[]> {
    const source = createSources().find(({ info }) => info.id === id) as Source;
    const open = createOpenSession({
      state: createMemoryStateStore(),
      clock,
      logger: createLogger('test', 'silent'),
      version: 'test',
      contactUrl: 'https://orrery.example',
      nasaApiKey: 'own',
      sleep: async () => undefined,
    });
    const answers = await source.extract({
      nowMs: clock.now(),
      request: open(source).request,
      base: server.base,
      cursor: null,
      setCursor: async () => undefined,
      nasaApiKey: 'own',
    });
    return answers.map((raw) => source.transform(raw));
  }

  const sum = (results: readonly Transformed[]) => ({
    answers: results.length,
    records: results.reduce((n, { records }) => n + records.length, 0),
    rejects: results.flatMap(({ rejects }) => rejects.map(({ reason }) => reason)),
    complete: results.every(({ complete }) => complete),
  });

  it.each([
    // The week of the recording, and nothing of what it was not asked for (May 2024).
    ['nasa-donki', { answers: 8, records: 30, rejects: [], complete: true }],
    ['nasa-neows', { answers: 1, records: 25, rejects: [], complete: true }],
    ['jpl-close-approaches', { answers: 1, records: 229, rejects: [], complete: true }],
    ['jpl-fireballs', { answers: 1, records: 292, rejects: [], complete: true }],
    // None of the objects that pass by is among the four that are recorded.
    ['jpl-sbdb', { answers: 0, records: 0, rejects: [], complete: true }],
  ] as const)('%s reads what was recorded', async (id, expected) => {
    server = await startReplayServer({ folder, clock });
    expect(sum(await pull(id))).toEqual(expected);
  });

  it('read the same from a provider that fails two times of five', async () => {
    server = await startReplayServer({ folder, clock, faults: { 500: 0.2, truncate: 0.2 }, seed: 7 });
    expect(sum(await pull('nasa-donki'))).toMatchObject({ records: 30, rejects: [] });
    expect(server.done.get('500')).toBeGreaterThan(0);
    expect(server.done.get('truncate')).toBeGreaterThan(0);
  });
});
