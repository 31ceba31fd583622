import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS } from '@orrery/contract';
import { createEmbeddedStores, type EmbeddedStores } from '@orrery/stores/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { framesOf } from '../queries/answer.ts';
import { prepareQuery } from '../queries/parse.ts';
import { createRegistry } from '../queries/registry.ts';
import { fill } from '../testing/fill.ts';
import { filledStores, NOON, observationOf, stationsOf } from '../testing/filled-stores.ts';
import { valuesOf } from '../testing/service.ts';
import { createReaders } from './create-readers.ts';

/** The same queries as in the other tests, once through the real embedded database instead of lists in memory. */
describe('queries over the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-embedded-'));
  let stores: EmbeddedStores;
  beforeAll(async () => {
    stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
    const lists = filledStores();
    const wind = Array.from({ length: 3 * 1440 }, (_, i) =>
      observationOf('wind', NOON - i * MINUTE_MS, i === 77 ? 900 : 400),
    );
    lists.observations.push(...wind);
    lists.documents.push(...stationsOf(NOON));
    await fill(stores, lists);
  });
  afterAll(async () => {
    await stores.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (query: { readonly queryType: string }, fromMs = NOON - DAY_MS, maxDataPoints = 100) => {
    const config = readConfig({}, {});
    const readers = createReaders({ stores, pipeline: null, config, now: () => NOON });
    const context = { fromMs, toMs: NOON + DAY_MS, maxDataPoints, signal: new AbortController().signal };
    return (await framesOf(createRegistry(config, readers), prepareQuery({ refId: 'A', ...query }), context))[0];
  };
  const wind = { queryType: 'observations', series: ['wind'] };

  it.each([
    ['buckets', NOON - 2 * DAY_MS, 200],
    ['hour', NOON - 60 * DAY_MS, 500],
    ['day', NOON - 4000 * DAY_MS, 500],
  ])('keep the spike of a minute in %s', async (readFrom, fromMs, points) => {
    const frame = await ask(wind, fromMs, points);
    expect(frame?.schema.meta.custom).toMatchObject({ readFrom });
    expect(Math.max(...valuesOf(frame, 'windMax').map(Number))).toBe(900);
    expect(valuesOf(frame, 'time').length).toBeLessThanOrEqual(points);
  });

  it.each([
    [{ queryType: 'satelliteElements', group: 'stations' }, 'name', ['ISS (ZARYA)']],
    [{ queryType: 'closeApproaches' }, 'designation', ['2025 KF', '2003 MH4']],
    [{ queryType: 'spaceWeatherEvents' }, 'kind', ['cme', 'geomagneticStorm', 'flare']],
    [{ queryType: 'fireballs' }, 'impactEnergy', [0.13, null]],
    [{ queryType: 'impactRisks' }, 'designation', ['101955', '2010 RF12']],
    [{ queryType: 'pipeline' }, 'state', ['ok', 'failed', 'never run']],
    [{ queryType: 'pipeline', view: 'runs' }, 'records', [60, 58, 60]],
    [{ queryType: 'pipeline', view: 'quarantine' }, 'source', ['wind']],
  ])('answer %j', async (query, field, values) => {
    expect(valuesOf(await ask(query), field)).toEqual(values);
  });
});
