import { STATE, HOUR_MS, MINUTE_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { answerFromStores } from '../../testing/answer.ts';
import { NOON, observationOf, runOf, runState, seriesEntryOf, sourceEntryOf } from '../../testing/filled-stores.ts';
import { emptyStores, type StoreLists } from '../../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../../testing/service.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** A day of wind, a value a minute that ends at noon, with one spike. */
function windy(minutes = 24 * 60): StoreLists {
  const stores = emptyStores();
  stores.state.push(
    {
      key: STATE.series.key(),
      value: [seriesEntryOf('wind', MINUTE_MS), seriesEntryOf('kp', 3 * HOUR_MS)],
      atMs: NOON,
    },
    { key: STATE.sources.key(), value: [sourceEntryOf('wind')], atMs: NOON },
  );
  for (let i = 0; i < minutes; i++) {
    stores.observations.push(observationOf('wind', NOON - i * MINUTE_MS, i === 77 ? 900 : 400 + (i % 10)));
  }
  return stores;
}

async function wind(stores: StoreLists, more: object = {}, fromMs = NOON - 24 * HOUR_MS, points = 100, toMs = NOON) {
  const range = { from: iso(fromMs), to: iso(toMs), maxDataPoints: points };
  const { results } = await answerFromStores(stores, [{ queryType: 'observations', series: ['wind'], ...more }], range);
  return framesOf(results['A'])[0]!;
}

describe('observations', () => {
  it('give no more points than asked for and keep the spike in the envelope', async () => {
    const frame = await wind(windy());
    expect(valuesOf(frame, 'time').length).toBeLessThanOrEqual(100);
    expect(Math.max(...valuesOf(frame, 'windMax').map(Number))).toBe(900);
    expect(Math.min(...valuesOf(frame, 'windMin').map(Number))).toBe(400);
    expect(frame.schema.meta.custom).toMatchObject({
      aggregate: 'mean',
      readFrom: 'buckets',
      intervalMs: 15 * MINUTE_MS,
    });
  });

  it('leave the envelope out on request', async () => {
    const frame = await wind(windy(), { envelope: false, aggregate: 'max' });
    expect(frame.schema.fields.map(({ name }) => name)).toEqual(['time', 'wind']);
    expect(valuesOf(frame, 'wind')).toContain(900);
  });

  it('are as they were measured where they fit', async () => {
    const frame = await wind(windy(), {}, NOON - HOUR_MS);
    expect(valuesOf(frame, 'wind')).toHaveLength(61);
    expect(frame.schema.meta.custom).toMatchObject({ aggregate: 'none', readFrom: 'raw', source: 'A test' });
  });

  it('come from the summaries of hours and days when the range is long', async () => {
    const month = await wind(windy(), {}, NOON - 30 * 24 * HOUR_MS, 200);
    const years = await wind(windy(), {}, NOON - 4000 * 24 * HOUR_MS, 200);
    expect(month.schema.meta.custom).toMatchObject({ readFrom: 'hour', intervalMs: 6 * HOUR_MS });
    expect(years.schema.meta.custom).toMatchObject({ readFrom: 'day' });
    expect(Math.max(...valuesOf(years, 'windMax').map(Number))).toBe(900);
  });

  it('break the line at a gap and keep a gap that the source states', async () => {
    const stores = windy(0);
    for (const minute of [0, 1, 2, 30, 31])
      stores.observations.push(observationOf('wind', NOON - minute * MINUTE_MS, 0));
    stores.observations.push(observationOf('wind', NOON - 32 * MINUTE_MS, null));
    const frame = await wind(stores, {}, NOON - HOUR_MS);
    expect(valuesOf(frame, 'wind')).toEqual([null, 0, 0, null, 0, 0, 0]);
    expect(valuesOf(frame, 'time')[3]).toBe(NOON - 29 * MINUTE_MS);
  });

  it('prefer the definitive value, and give the asked revision alone', async () => {
    const stores = windy(0);
    stores.observations.push(observationOf('wind', NOON, 401), observationOf('wind', NOON, 411, 'definitive'));
    stores.observations.push(observationOf('wind', NOON - MINUTE_MS, 402));
    expect(valuesOf(await wind(stores, {}, NOON - HOUR_MS), 'wind')).toEqual([402, 411]);
    const first = await wind(stores, { revision: 'nowcast' }, NOON - HOUR_MS);
    expect(valuesOf(first, 'wind')).toEqual([402, 401]);
    expect(first.schema.fields[1]?.labels).toEqual({ series: 'wind', revision: 'nowcast' });
    expect(valuesOf(await wind(stores, { revision: 'predicted' }, NOON - HOUR_MS), 'wind')).toEqual([]);
  });

  it('say when they are stale, with the cadence of the source, and only where the range should have newer ones', async () => {
    const late = await wind(windy(), {}, NOON - HOUR_MS, 100, NOON + 6 * HOUR_MS);
    expect(late.schema.meta.notices).toEqual([
      {
        severity: 'warning',
        text: 'WIND is stale: the newest value is of 2025-05-25T12:00:00.000Z; the source gives one every minute.',
      },
    ]);
    expect((await wind(windy(), {}, NOON - HOUR_MS, 100, NOON)).schema.meta.notices).toBeUndefined();
  });

  it('say that the source failed', async () => {
    const stores = windy();
    stores.state.push(runState(runOf('wind', NOON, { outcome: 'failed', error: 'it answered 500' })));
    expect((await wind(stores)).schema.meta.notices?.[0]?.text).toMatch(
      /The wind: the last run .* \(it answered 500\)/,
    );
  });

  it('are an empty frame with its fields and a notice where there are none, never zeros', async () => {
    const frame = await wind(windy(0));
    expect(frame.data.values.every((column) => column.length === 0)).toBe(true);
    expect(frame.schema.meta.notices?.map(({ text }) => text)).toEqual(['No WIND in this range.']);
  });

  it('of an unknown name are answered with the nearest ones', async () => {
    const range = { from: iso(NOON - HOUR_MS), to: iso(NOON) };
    const { results } = await answerFromStores(windy(), [{ queryType: 'observations', series: ['wimd'] }], range);
    expect(failureOf(results['A'])).toMatchObject({ status: 404, error: expect.stringMatching(/"wimd".*wind/) });
  });

  it('of one revision over too long a range name the limit', async () => {
    const query = { queryType: 'observations', series: ['wind'], revision: 'nowcast' };
    const range = { from: iso(NOON - 10 * 365 * 24 * HOUR_MS), to: iso(NOON) };
    const { results } = await answerFromStores(windy(), [query], range);
    expect(failureOf(results['A'])).toMatchObject({ status: 413, error: expect.stringMatching(/500000 points/) });
  });
});
