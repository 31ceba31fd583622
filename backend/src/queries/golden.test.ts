import { join } from 'node:path';
import { QUERY_TYPES, type Frame, type QueryType } from '@orrery/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetcher } from '../sources/fetcher.ts';
import { framesOf, startTestService, type TestService } from '../testing/service.ts';
import { answerFromStores } from '../testing/answer.ts';
import { filledStores } from '../testing/filled-stores.ts';
import { ISS } from '../testing/iss.ts';

/** Golden frames are compared to a millionth: far below every stated accuracy, above what processors differ by. */
const DECIMALS = 6;

const RANGE = { from: '2025-05-24T20:00:00Z', to: '2025-05-25T20:00:00Z', maxDataPoints: 4 } as const;
const QUERIES: Readonly<Record<QueryType, object>> = {
  ephemeris: {
    bodies: ['mars', 'moon'],
    quantities: ['rightAscension', 'altitude', 'magnitude', 'x'],
    observer: 'greenwich',
  },
  skyEvents: {
    kinds: ['rise', 'set', 'moonPhase'],
    bodies: ['sun', 'moon'],
    observer: { latitude: -30, longitude: 20.5, elevation: 1798 },
  },
  satelliteTrack: { satellites: [25544], observer: '52,13' },
  satellitePasses: { satellites: ['ISS'], observer: 'potsdam' },
  satelliteElements: { group: 'stations' },
  observations: { series: ['kp'], aggregate: 'max' },
  spaceWeatherEvents: { kinds: ['flare', 'geomagneticStorm'] },
  closeApproaches: { maxDistanceLd: 20 },
  fireballs: {},
  impactRisks: {},
  pipeline: { view: 'sources' },
};
const KP = [
  ['time_tag', 'Kp'],
  ['2025-05-24 21:00:00.000', '2.33'],
  ['2025-05-25 00:00:00.000', '0.00'],
  ['2025-05-25 03:00:00.000', '5.67'],
];

const recorded: Fetcher = async (url) => ({
  status: 200,
  headers: {},
  body: JSON.stringify(url.hostname.includes('celestrak') ? [ISS] : KP),
});

/** Numbers rounded; what depends on the moment of the test is left out. */
function settled(frames: readonly Frame[]): unknown {
  const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value);
  return frames.map(({ schema, data }) => {
    const { notices: _, custom, ...meta } = schema.meta;
    const { retrievedAt: __, ...lasting } = custom ?? {};
    return {
      schema: { ...schema, meta: { ...meta, custom: lasting } },
      data: { values: data.values.map((column) => column.map(rounded)) },
    };
  });
}

/** Query types of the pipeline, read from stores with a little in them; the others from what the service pulls itself. */
const OF_THE_STORES: readonly QueryType[] = [
  'spaceWeatherEvents',
  'closeApproaches',
  'fireballs',
  'impactRisks',
  'pipeline',
];

describe('golden frames', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({}, recorded);
    await service.sources.settled();
  });
  afterAll(() => service.stop());

  it.each(QUERY_TYPES.filter((type) => !OF_THE_STORES.includes(type)))(
    '%s answers as it always has',
    async (queryType) => {
      const response = await service.post({ ...RANGE, queries: [{ refId: 'A', queryType, ...QUERIES[queryType] }] });
      const { results } = (await response.json()) as {
        results: Parameters<typeof framesOf>[0][] & Record<string, Parameters<typeof framesOf>[0]>;
      };
      const golden = `${JSON.stringify(settled(framesOf(results['A'])), null, 1)}\n`;
      await expect(golden).toMatchFileSnapshot(join(import.meta.dirname, queryType, 'golden.json'));
    },
  );

  it.each(OF_THE_STORES)('%s answers from the stores as it always has', async (queryType) => {
    const { results } = await answerFromStores(filledStores(), [{ queryType, ...QUERIES[queryType] }], RANGE);
    const golden = `${JSON.stringify(settled(framesOf(results['A'])), null, 1)}\n`;
    await expect(golden).toMatchFileSnapshot(join(import.meta.dirname, queryType, 'golden.json'));
  });
});
