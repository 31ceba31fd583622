import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { answerFromStores } from '../../testing/answer.ts';
import { NOON, observationOf } from '../../testing/filled-stores.ts';
import { forecastOf, withForecasts } from '../../testing/forecasts.ts';
import { emptyStores, type StoreLists } from '../../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../../testing/service.ts';

const STEP = 3 * HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();

/** `days` of forecasts before noon that always begin with 2; Kp was always 3, and 6 on every eighth step. */
function scored(days: number): StoreLists {
  const stores = withForecasts(emptyStores());
  for (let step = 1; step <= days * 8; step++) stores.documents.push(forecastOf('kp', NOON - step * STEP));
  for (let step = 1; step <= (days + 40) * 8; step++)
    stores.observations.push(observationOf('kp', NOON - step * STEP, step % 8 === 0 ? 6 : 3));
  return stores;
}

async function ask(more: object, stores: StoreLists, fromMs = NOON - 30 * DAY_MS) {
  const query = { queryType: 'forecastSkill', target: 'kp', ...more };
  return (await answerFromStores(stores, [query], { from: iso(fromMs), to: iso(NOON) })).results['A'];
}
const frameOf = async (more: object, stores: StoreLists) => framesOf(await ask(more, stores))[0];

describe('the table of skill', () => {
  it('is of the forecasts issued here where they are enough, with every baseline on the same steps', async () => {
    const frame = await frameOf({}, scored(30));
    expect(frame?.schema.meta.custom).toMatchObject({ basis: 'issued', versions: ['kp-2024.1'] });
    expect(valuesOf(frame, 'leadHours')).toHaveLength(24);
    // All but the first lead lose the steps that are still to come; 30 days have 240.
    expect(valuesOf(frame, 'n')[0]).toBe(240);
    // 7 of 8 steps miss by 1, one by 4.
    expect(Number(valuesOf(frame, 'rmse')[0])).toBeCloseTo(Math.sqrt((7 + 16) / 8), 6);
    // A day ago and 27 days ago the same step of the day was the same.
    expect(Number(valuesOf(frame, 'rmseRecurrence')[0])).toBeCloseTo(0, 6);
    // Persistence misses by 3 when the storm comes and when it goes.
    expect(Number(valuesOf(frame, 'rmsePersistence')[0])).toBeCloseTo(Math.sqrt((2 * 9) / 8), 6);
    expect(Number(valuesOf(frame, 'rmseMean24h')[0])).toBeCloseTo(Math.sqrt((7 * 0.375 ** 2 + 2.625 ** 2) / 8), 6);
    expect(Number(valuesOf(frame, 'coverage80')[0])).toBeCloseTo(7 / 8, 6);
    expect(valuesOf(frame, 'rmseClimatology')[0]).not.toBeNull();
  });

  it('is of the years held out where too few were issued, and says so', async () => {
    const frame = await frameOf({}, scored(2));
    expect(frame?.schema.meta.custom).toMatchObject({ basis: 'heldOut', version: 'kp-2024.1' });
    expect(frame?.schema.meta.notices?.[0]?.text).toBe(
      'Fewer than 30 forecasts a lead have met their outcome here. Scores of blend kp-2024.1 in 2015-01-01 to 2025-01-01, held out from its training.',
    );
    expect(valuesOf(frame, 'rmse')[7]).toBeCloseTo(1.24, 6);
    expect(valuesOf(frame, 'rmseRidge')[7]).toBeCloseTo(1.44, 6);
    expect(frame?.schema.fields.find(({ name }) => name === 'rmseRidge')?.config.displayNameFromDS).toBe('Ridge');
  });

  it.each([
    ['persistence', 1 - 1.24 ** 2 / 2.48 ** 2],
    ['climatology', 1 - 1.24 ** 2 / 1.36 ** 2],
  ])('has its skill against %s', async (baseline, skill) => {
    const frame = await frameOf({ baseline, basis: 'heldOut', leadHours: 24 }, scored(0));
    expect(Number(valuesOf(frame, 'skill')[0])).toBeCloseTo(skill, 6);
  });

  it('of few forecasts is given on request, never invented where there are none', async () => {
    expect(valuesOf(await frameOf({ basis: 'issued' }, scored(2)), 'n')[0]).toBe(16);
    const none = await frameOf({ basis: 'issued' }, emptyStores());
    expect(none?.schema.meta.notices?.[0]?.text).toBe('No forecast issued here has met its outcome in this range.');
    expect(valuesOf(none, 'rmse')).toEqual([]);
    expect((await frameOf({}, emptyStores()))?.schema.meta.notices?.[0]?.text).toMatch(
      /^No forecast model of Kp index/,
    );
  });
});

describe('skill over time', () => {
  it('is a point a day, a week in longer ranges, of one lead', async () => {
    const days = framesOf(await ask({ format: 'series' }, scored(20), NOON - 20 * DAY_MS))[0];
    expect(days?.schema.fields[1]?.labels).toEqual({ target: 'kp', leadHours: '24' });
    expect(days?.schema.meta.custom).toMatchObject({ intervalMs: DAY_MS });
    expect(valuesOf(days, 'n').slice(2, 18)).toEqual(Array.from({ length: 16 }, () => 8));
    const weeks = framesOf(await ask({ format: 'series', leadHours: 3 }, scored(20), NOON - 60 * DAY_MS))[0];
    expect(weeks?.schema.meta.custom).toMatchObject({ intervalMs: 7 * DAY_MS });
  });

  it('is empty with its fields where nothing was issued', async () => {
    const frame = await frameOf({ format: 'series' }, emptyStores());
    expect(valuesOf(frame, 'rmsePersistence')).toEqual([]);
    expect(frame?.schema.meta.notices).toHaveLength(1);
  });
});

describe('reliability', () => {
  it('is what came of what was said to be likely, beside the diagonal', async () => {
    const frame = await frameOf({ format: 'reliability' }, scored(30));
    expect(frame?.schema.meta.custom).toMatchObject({ basis: 'issued' });
    const observed = valuesOf(frame, 'observed').map(Number);
    // A storm on every eighth step, whatever was said.
    for (const share of observed) expect(share).toBeCloseTo(1 / 8, 1);
    expect(valuesOf(frame, 'ideal')).toEqual(valuesOf(frame, 'probability'));
    expect(valuesOf(await frameOf({ format: 'reliability' }, scored(0)), 'n')).toEqual([9000, 120]);
  });
});

it.each([
  [{ baseline: 'persistance' }, 404, 'persistence'],
  [{ leadHours: 5 }, 422, '3, 6'],
  [{ format: 'graph' }, 400, 'format'],
])('%j is refused', async (more, status, words) => {
  expect(failureOf(await ask(more, scored(0)))).toMatchObject({ status, error: expect.stringContaining(words) });
});
