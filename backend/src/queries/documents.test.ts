import { describe, expect, it } from 'vitest';
import { answerFromStores } from '../testing/answer.ts';
import { documentOf, filledStores, NOON } from '../testing/filled-stores.ts';
import { emptyStores, type StoreLists } from '../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../testing/service.ts';
import { diameterMetres } from './closeApproaches/diameter.ts';

const RANGE = { from: '2025-05-25T00:00:00Z', to: '2025-05-26T00:00:00Z' };

async function table(
  query: { queryType: string } & Record<string, unknown>,
  stores: StoreLists = filledStores(),
  env = {},
) {
  const { results } = await answerFromStores(stores, [query], RANGE, { env });
  return framesOf(results['A'])[0]!;
}

describe('close approaches', () => {
  it('are those of the Earth, each once, JPL filled in from NeoWs', async () => {
    const frame = await table({ queryType: 'closeApproaches' });
    expect(valuesOf(frame, 'designation')).toEqual(['2025 KF', '2003 MH4']);
    expect(valuesOf(frame, 'hazardous')).toEqual([false, true]);
    expect(valuesOf(frame, 'sigma')).toEqual([1, 1]);
  });

  it('are told in lunar distances: 0.0007745 AU are 0.3014', async () => {
    // 0.0007745 × 149 597 870.7 km / 384 400 km, to four digits.
    expect(Number(valuesOf(await table({ queryType: 'closeApproaches' }), 'distanceLd')[0])).toBeCloseTo(0.3014, 4);
  });

  it.each([
    [{ maxDistanceLd: 1 }, ['2025 KF']],
    [{ minDiameterM: 500 }, ['2003 MH4']],
    [{ body: 'moon' }, ['2001 A']],
    [{ body: 'venus' }, []],
  ])('of %j are chosen', async (more, wanted) => {
    expect(valuesOf(await table({ queryType: 'closeApproaches', ...more }), 'designation')).toEqual(wanted);
  });

  it('refuse a distance below zero', async () => {
    const query = { queryType: 'closeApproaches', maxDistanceLd: -1 };
    const { results } = await answerFromStores(filledStores(), [query], RANGE);
    expect(failureOf(results['A'])).toMatchObject({ status: 400, errors: [{ path: 'maxDistanceLd' }] });
  });

  it('have a size from their brightness: H 22 and albedo 0.14 are 140 m', () => {
    // The threshold of a potentially hazardous asteroid (JPL CNEOS): H 22.0 is told as about 140 m.
    expect(diameterMetres(22, 0.14)).toBeCloseTo(141, 0);
  });
});

describe('space weather events', () => {
  it('are those that overlap the range, in order, with what they are tied to', async () => {
    const frame = await table({ queryType: 'spaceWeatherEvents' });
    expect(valuesOf(frame, 'kind')).toEqual(['cme', 'geomagneticStorm', 'flare']);
    expect(valuesOf(frame, 'linked')).toEqual(['', '', '2025-05-24T20:00:00-CME-001']);
    expect(valuesOf(frame, 'text')[2]).toBe('M1.8 · N03E77 · AR 14515');
  });

  it('of an unknown kind are answered with the nearest', async () => {
    const query = { queryType: 'spaceWeatherEvents', kinds: ['flares'] };
    const { results } = await answerFromStores(filledStores(), [query], RANGE);
    expect(failureOf(results['A'])).toMatchObject({ status: 404, error: expect.stringMatching('flare') });
  });

  it('past the limit are cut, and it is said', async () => {
    const frame = await table({ queryType: 'spaceWeatherEvents' }, filledStores(), { ORRERY_MAX_OBJECTS: '2' });
    expect(valuesOf(frame, 'kind')).toEqual(['geomagneticStorm', 'flare']);
    expect(frame.schema.meta.notices?.[0]?.text).toMatch(/newest 2 \(maxObjects\)/);
  });

  it('that cannot be read are counted, and the others still shown', async () => {
    const stores = filledStores();
    stores.documents.push({ ...documentOf('spaceWeatherEvent', 'bad', NOON, {}), body: '{"kind":' });
    const frame = await table({ queryType: 'spaceWeatherEvents' }, stores);
    expect(valuesOf(frame, 'kind')).toHaveLength(3);
    expect(frame.schema.meta.notices?.map(({ text }) => text)).toEqual([
      '1 documents of spaceWeatherEvent cannot be read.',
    ]);
  });
});

describe('fireballs and impact risks', () => {
  it('say where a fireball was, and nothing where that is not known', async () => {
    const frame = await table({ queryType: 'fireballs' });
    expect(valuesOf(frame, 'place')).toEqual(['22.9° S, 57.1° E', null]);
    expect(valuesOf(frame, 'energy')).toEqual([3.7e10, 2e10]);
  });

  it('put the most noteworthy object first', async () => {
    expect(valuesOf(await table({ queryType: 'impactRisks' }), 'designation')).toEqual(['101955', '2010 RF12']);
  });

  it.each(['closeApproaches', 'fireballs', 'impactRisks', 'spaceWeatherEvents'])(
    '%s of empty stores are an empty table with its fields and a notice',
    async (queryType) => {
      const frame = await table({ queryType }, emptyStores());
      expect(frame.schema.fields.length).toBeGreaterThan(6);
      expect(frame.schema.meta.notices).toHaveLength(1);
    },
  );
});
