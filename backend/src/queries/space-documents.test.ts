import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS, type QueryResponse } from '@orrery/contract';
import { NOON } from '../testing/filled-stores.ts';
import { emptyStores } from '../testing/store-lists.ts';
import { framesOf, startTestService, valuesOf, type TestService } from '../testing/service.ts';
import { spaceDocuments } from '../testing/space-documents.ts';

describe('the query types of stored documents', () => {
  let service: TestService;
  beforeAll(async () => {
    const filled = emptyStores();
    filled.documents.push(...spaceDocuments());
    service = await startTestService({ filled, nowMs: NOON });
  });
  afterAll(() => service.stop());

  const ask = async (fromMs: number, toMs: number, query: object) => {
    const response = await service.post({ from: fromMs, to: toMs, queries: [{ refId: 'A', ...query }] });
    const [frame] = framesOf(((await response.json()) as QueryResponse).results['A']);
    return frame!;
  };

  it('take the aurora that was observed by the end of the range, also where it is forecast for after it', async () => {
    const aurora = (fromMs: number, toMs: number) => ask(fromMs, toMs, { queryType: 'aurora' });
    expect(valuesOf(await aurora(NOON - 5 * MINUTE_MS, NOON - MINUTE_MS), 'probability')).toEqual([80]);
    expect(valuesOf(await aurora(NOON - 5 * MINUTE_MS, NOON), 'probability')).toEqual([3, 12, 7, 5]);
    const none = await aurora(NOON + 61 * MINUTE_MS, NOON + 90 * MINUTE_MS);
    expect(valuesOf(none, 'probability')).toEqual([]);
    expect(none.schema.meta.notices).toEqual([{ severity: 'info', text: 'No aurora forecast here in this range.' }]);
  });

  it('leave out cells below the least probability, and put longitudes between −180° and 180°', async () => {
    const frame = await ask(NOON, NOON, { queryType: 'aurora', minProbability: 5 });
    expect(valuesOf(frame, 'longitude')).toEqual([0, 180, -179]);
    expect(frame.schema.meta.custom).toMatchObject({
      queryType: 'aurora',
      observedAt: '2025-05-25T12:00:00.000Z',
      forecastFor: '2025-05-25T13:00:00.000Z',
    });
  });

  it('give the messages of SWPC alone, of the kinds asked for', async () => {
    const all = await ask(NOON - 3_600_000, NOON, { queryType: 'spaceWeatherAlerts' });
    expect(valuesOf(all, 'id')).toEqual(['WARK04-5364', 'ALTK05-1700', 'SUMX01-12']);
    const warnings = await ask(NOON, NOON, { queryType: 'spaceWeatherAlerts', kinds: ['warning'] });
    expect([valuesOf(warnings, 'id'), valuesOf(warnings, 'kp')]).toEqual([['WARK04-5364'], [4]]);
  });

  it('give small bodies the largest first, or hazardous ones alone', async () => {
    expect(valuesOf(await ask(0, 1, { queryType: 'smallBodies' }), 'designation')).toEqual(['433', '99942']);
    const hazardous = await ask(0, 1, { queryType: 'smallBodies', hazardousOnly: true });
    expect(valuesOf(hazardous, 'designation')).toEqual(['99942']);
  });
});
