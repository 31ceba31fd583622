import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, sharedDataFolder } from '../testing/shared-data.ts';
import { framesOf, startTestService, valuesOf } from '../testing/service.ts';
import { createReplay } from './replay.ts';

describe('createReplay', () => {
  it('says what it looked for in a folder without recordings', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-replay-'));
    expect(() => createReplay(folder)).toThrow(/satellites\/ or swpc-responses\//);
    rmSync(folder, { recursive: true });
  });
});

describeWithSharedData('replay of the recorded responses', () => {
  it('gives the recordings of an address oldest first and stays at the last', async () => {
    const { fetcher, remaining } = createReplay(sharedDataFolder());
    const url = new URL('https://services.swpc.noaa.gov/products/noaa-planetary-k-index.json');
    expect(remaining(url)).toBe(2);
    const bodies = [await fetcher(url), await fetcher(url), await fetcher(url)].map((r) => r.body.slice(0, 120));
    expect(bodies[0]).toMatch('2024-05-06');
    expect(bodies[1]).toMatch('2026-02-02');
    expect(bodies[2]).toBe(bodies[1]);
  });

  it('answers 404 for what was not recorded', async () => {
    const { status } = await createReplay(sharedDataFolder()).fetcher(
      new URL('https://celestrak.org/NORAD/elements/gp.php?GROUP=geo'),
    );
    expect(status).toBe(404);
  });

  it('fills the service through the same extractors: elements, tracks and the storm of May 2024', async () => {
    const service = await startTestService({ ORRERY_REPLAY: sharedDataFolder() });
    await service.sources.settled();
    const response = await service.post({
      from: '2024-05-10T00:00:00Z',
      to: '2024-05-12T00:00:00Z',
      queries: [
        { refId: 'kp', queryType: 'observations', series: ['kp'] },
        { refId: 'iss', queryType: 'satelliteElements', satellites: [25544] },
      ],
    });
    const { results } = (await response.json()) as Awaited<ReturnType<typeof service.ask>> & {
      results: Awaited<ReturnType<typeof service.ask>>;
    };
    expect(Math.max(...(valuesOf(framesOf(results['kp'])[0], 'kp') as number[]))).toBe(9);
    expect(valuesOf(framesOf(results['iss'])[0], 'name')).toEqual(['ISS (ZARYA)']);
    await service.stop();
  });
});
