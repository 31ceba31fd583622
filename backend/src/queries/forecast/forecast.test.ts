import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { answerFromStores } from '../../testing/answer.ts';
import { NOON } from '../../testing/filled-stores.ts';
import { championState, forecastOf, withForecasts } from '../../testing/forecasts.ts';
import { emptyStores, type StoreLists } from '../../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../../testing/service.ts';

const iso = (ms: number) => new Date(ms).toISOString();

interface Asked {
  readonly stores?: StoreLists;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly nowMs?: number;
}

function result(
  more: object,
  { stores, fromMs = NOON - DAY_MS, toMs = NOON + 3 * DAY_MS, nowMs = NOON + HOUR_MS }: Asked = {},
) {
  const query = { queryType: 'forecast', target: 'kp', ...more };
  const filled = stores ?? withForecasts(emptyStores());
  return answerFromStores(filled, [query], { from: iso(fromMs), to: iso(toMs) }, { nowMs });
}

const frameOf = async (more: object = {}, asked: Asked = {}) => framesOf((await result(more, asked)).results['A'])[0];
const textsOf = async (more: object = {}, asked: Asked = {}) =>
  (await frameOf(more, asked))?.schema.meta.notices?.map(({ text }) => text) ?? [];

describe('the latest forecast', () => {
  it('is a series of every lead with bands and probabilities, labelled by its model', async () => {
    const frame = await frameOf();
    expect(frame?.schema.fields.map(({ name }) => name)).toEqual([
      'time',
      'value',
      'median',
      'lower80',
      'upper80',
      'lower95',
      'upper95',
      'p5',
      'p6',
      'p7',
      'storm',
    ]);
    expect(valuesOf(frame, 'time')).toHaveLength(24);
    expect(valuesOf(frame, 'time')[0]).toBe(NOON);
    expect(frame?.schema.fields[1]?.labels).toEqual({ target: 'kp', model: 'blend', version: 'kp-2024.1' });
    expect(frame?.schema.fields[7]?.config).toMatchObject({ unit: 'percentunit', displayNameFromDS: 'Kp ≥ 5' });
    expect(frame?.schema.meta.custom).toMatchObject({ issuedAt: iso(NOON), official: true, missing: [] });
    expect(frame?.schema.meta.notices).toBeUndefined();
  });

  it('is by now and not by the range: an alert rule asks for the next day alone', async () => {
    const tomorrow = { fromMs: NOON + HOUR_MS, toMs: NOON + HOUR_MS + DAY_MS };
    const frame = await frameOf({ fields: ['p5'] }, tomorrow);
    expect(frame?.schema.fields.map(({ name }) => name)).toEqual(['time', 'p5']);
    expect(valuesOf(frame, 'time')).toEqual(Array.from({ length: 8 }, (_, i) => NOON + (i + 1) * 3 * HOUR_MS));
    expect(frame?.schema.meta.notices).toBeUndefined();
  });

  it('never knows what is issued later, neither than now nor than the end of the range', async () => {
    const stores = withForecasts(emptyStores());
    stores.documents.push(forecastOf('kp', NOON + 3 * HOUR_MS));
    const issuedAt = async (asked: Asked) =>
      (await frameOf({}, { stores, ...asked }))?.schema.meta.custom?.['issuedAt'];
    expect(await issuedAt({ nowMs: NOON + HOUR_MS })).toBe(iso(NOON));
    expect(await issuedAt({ nowMs: NOON + 4 * HOUR_MS })).toBe(iso(NOON + 3 * HOUR_MS));
    expect(await issuedAt({ nowMs: NOON + 4 * HOUR_MS, toMs: NOON + 2 * HOUR_MS })).toBe(iso(NOON));
  });

  it('has no storms where the target has none, and refuses to be asked for them', async () => {
    const frame = await frameOf({ target: 'f107' }, { toMs: NOON + 30 * DAY_MS });
    expect(frame?.schema.fields.map(({ name }) => name)).not.toContain('p5');
    expect(frame?.schema.fields[1]?.config.unit).toBe('suffix: sfu');
    const { results } = await result({ target: 'f107', fields: ['p5'] });
    expect(failureOf(results['A'])).toMatchObject({ status: 404, errors: [{ path: 'fields.0' }] });
  });

  it('is found though it is old and forecasts of other targets lie between, and is told to be stale', async () => {
    const stores = emptyStores();
    stores.documents.push(forecastOf('kp', NOON - 60 * DAY_MS));
    for (let hour = 0; hour < 100; hour++) stores.documents.push(forecastOf('dst', NOON - hour * HOUR_MS));
    expect(await textsOf({}, { stores, fromMs: NOON - 61 * DAY_MS, toMs: NOON })).toEqual([
      `The forecast of Kp index is stale: it was issued at ${iso(NOON - 60 * DAY_MS)}; one is due every 3 hours.`,
    ]);
  });

  it('of several versions of one moment is that of the model in use', async () => {
    const stores = emptyStores();
    stores.documents.push(forecastOf('kp', NOON, { version: 'a' }), forecastOf('kp', NOON, { version: 'b' }));
    stores.state.push(championState('kp', 'a'));
    const version = async (more: object) => (await frameOf(more, { stores }))?.schema.meta.custom?.['version'];
    expect(await version({})).toBe('a');
    expect(await version({ version: 'b' })).toBe('b');
    expect(await textsOf({ version: 'c' }, { stores })).toEqual(['No forecast of Kp index by c was issued here yet.']);
  });

  it('says what it lacked, and that it abstained', async () => {
    const stores = emptyStores();
    const nothing = Array.from({ length: 24 }, () => null);
    const said = { missing: ['bz'], notices: ['Kp of the last day is missing.'], value: nothing };
    stores.documents.push(forecastOf('kp', NOON, said));
    const notices = (await frameOf({}, { stores }))?.schema.meta.notices;
    expect(notices?.map(({ text }) => text)).toEqual([
      'The model abstained: too little is known to say anything.',
      'Inputs missing when it was issued: bz.',
      'Kp of the last day is missing.',
    ]);
    expect(notices?.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});

describe('a forecast that says nothing of the range', () => {
  it('is an empty frame with its fields that says what the latest covers', async () => {
    const frame = await frameOf({}, { fromMs: NOON + 10 * DAY_MS, toMs: NOON + 11 * DAY_MS });
    expect(frame?.data.values.every((column) => column.length === 0)).toBe(true);
    expect(frame?.schema.fields).toHaveLength(11);
    expect(frame?.schema.meta.notices?.map(({ text }) => text)).toEqual([
      `The forecast of Kp index issued at ${iso(NOON)} covers ${iso(NOON)} to ${iso(NOON + 69 * HOUR_MS)}, which this range does not touch.`,
    ]);
  });

  it('says so where none was ever issued', async () => {
    expect(await textsOf({ target: 'dst' })).toEqual(['No forecast of Dst index was issued here yet.']);
    expect(await textsOf({ issuedAt: '2001-01-01T00:00:00Z' })).toEqual([
      'No forecast of Kp index was issued here until 2001-01-01T00:00:00.000Z.',
    ]);
  });
});

describe('what was said a lead ahead', () => {
  it('is a row per forecast at the moment it was about', async () => {
    const frame = await frameOf({ leadHours: 24, fields: ['value', 'upper80'] });
    expect(valuesOf(frame, 'time')).toEqual([NOON + 18 * HOUR_MS, NOON + 21 * HOUR_MS]);
    expect(valuesOf(frame, 'value')).toEqual([2.7, 2.7]);
    expect(frame?.schema.fields[1]?.labels).toMatchObject({ target: 'kp', leadHours: '24' });
    expect(frame?.schema.fields[1]?.config.displayNameFromDS).toBe('Forecast, 24 h ahead');
  });

  it('takes the forecasts whose steps begin in the range, whenever they were issued', async () => {
    const frame = await frameOf({ leadHours: 72 }, { fromMs: NOON + 69 * HOUR_MS, toMs: NOON + 69 * HOUR_MS });
    expect(valuesOf(frame, 'time')).toEqual([NOON + 69 * HOUR_MS]);
    expect(await textsOf({ leadHours: 72 }, { fromMs: NOON, toMs: NOON + 60 * HOUR_MS })).toEqual([
      'Nothing was forecast 72 h ahead for this range.',
    ]);
  });

  it('refuses a lead that the target does not have, with those it has', async () => {
    const { results } = await result({ leadHours: 4 });
    expect(failureOf(results['A'])).toMatchObject({
      status: 422,
      error: expect.stringMatching(/3, 6 … 72 h ahead, not 4/),
    });
  });
});

describe('marks', () => {
  it('are now and the moment of issue', async () => {
    const frame = await frameOf({ format: 'marks' });
    expect(valuesOf(frame, 'time')).toEqual([NOON, NOON + HOUR_MS]);
    expect(valuesOf(frame, 'title')).toEqual(['Forecast of Kp index issued', 'Now']);
    expect(valuesOf(frame, 'text')[0]).toBe('blend kp-2024.1');
  });

  it('are those of the kinds asked for', async () => {
    expect(valuesOf(await frameOf({ format: 'marks', kinds: ['now'] }), 'kind')).toEqual(['now']);
  });

  it('outside the range are left out', async () => {
    expect(valuesOf(await frameOf({ format: 'marks' }, { fromMs: NOON + 2 * HOUR_MS }), 'time')).toEqual([]);
  });
});

it.each([
  [{ target: 'kpp' }, 404, 'kp'],
  [{ fields: ['p55'] }, 404, 'p5'],
  [{ issuedAt: 'yesterday' }, 400, 'ISO 8601'],
  [{ leadHours: 0 }, 400, 'leadHours'],
])('%j is refused', async (more, status, words) => {
  const { results } = await result(more);
  expect(failureOf(results['A'])).toMatchObject({ status, error: expect.stringContaining(words) });
});
