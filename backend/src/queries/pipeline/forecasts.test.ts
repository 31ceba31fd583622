import { HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../catalog/catalog.ts';
import { readConfig } from '../../config.ts';
import { createReaders } from '../../data/create-readers.ts';
import { answerFromStores } from '../../testing/answer.ts';
import { NOON } from '../../testing/filled-stores.ts';
import { cardOf, driftState, withForecasts } from '../../testing/forecasts.ts';
import { storesOver } from '../../testing/fill.ts';
import { emptyStores } from '../../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../../testing/service.ts';

const RANGE = { from: '2025-05-25T00:00:00Z', to: '2025-05-26T00:00:00Z' };

function result(more: object, stores = withForecasts(emptyStores()), nowMs = NOON + 14 * HOUR_MS, range = RANGE) {
  return answerFromStores(stores, [{ queryType: 'pipeline', ...more }], range, { nowMs });
}
const view = async (...args: Parameters<typeof result>) => framesOf((await result(...args)).results['A']);

describe('the view of models', () => {
  it('is a card per model, the one in use first', async () => {
    const stores = withForecasts(emptyStores());
    stores.documents.push(cardOf('kp', 'kp-2025.1', { trainedAtMs: NOON }));
    const [frame] = await view({ view: 'models' }, stores);
    expect(valuesOf(frame, 'version')).toEqual(['kp-2024.1', 'kp-2025.1', 'f107-2024.1']);
    expect(valuesOf(frame, 'champion')).toEqual([true, false, false]);
    expect(valuesOf(frame, 'members')[0]).toBe('gradientBoosting 60 %, neural 40 %');
    expect(Number(valuesOf(frame, 'rmse')[0])).toBeCloseTo(1.24, 6);
    expect(Number(valuesOf(frame, 'skill')[0])).toBeCloseTo(1 - 1.24 ** 2 / 2.48 ** 2, 6);
    expect(valuesOf(frame, 'weightsHash')[0]).toBe('aaaaaaaaaaaa');
    expect(valuesOf((await view({ view: 'models', target: 'f107' }, stores))[0], 'target')).toEqual(['f107']);
  });

  it('as series tells how old forecasts are, and from 1 on that they are overdue', async () => {
    const frames = await view({ view: 'models', format: 'series', fields: ['overdue'] });
    expect(frames.map(({ schema }) => schema.fields[1]?.labels)).toEqual([{ target: 'kp' }, { target: 'f107' }]);
    // Kp at 12:00, the range ends at 24:00; 7 h are allowed. F10.7 at 0:00, 49 h are allowed.
    expect(frames.map((frame) => Number(valuesOf(frame, 'overdue')[0]).toFixed(3))).toEqual(['1.714', '0.490']);
    expect(frames[0]?.schema.fields.map(({ name }) => name)).toEqual(['time', 'overdue']);
  });

  it('refuses a number that it does not have', async () => {
    const { results } = await result({ view: 'models', format: 'series', fields: ['overdew'] });
    expect(failureOf(results['A'])).toMatchObject({ status: 404, error: expect.stringContaining('overdue') });
  });
});

describe('the view of drift', () => {
  it('is what happened, usable as annotations, then inputs and errors of the newest look', async () => {
    const [happened, inputs, errors] = await view({ view: 'drift' });
    expect(valuesOf(happened, 'title')).toEqual(['Drift of Kp index', 'Retraining of Kp index: kept']);
    expect(valuesOf(happened, 'text')[1]).toBe(
      'drift of bz · kp-2024.1 against kp-2025.1 · the challenger was no better',
    );
    expect(valuesOf(happened, 'timeEnd')).toEqual([null, NOON + 60_000 + 1_800_000]);
    expect(valuesOf(happened, 'challengerScore')).toEqual([null, 1.12]);
    expect(valuesOf(inputs, 'feature')).toEqual(['bz', 'kp0']);
    expect(valuesOf(errors, 'cusum')).toEqual([2]);
    for (const frame of [inputs, errors]) expect(frame?.schema.fields.map(({ name }) => name)).not.toContain('time');
  });

  it('of looks that found nothing says when the last one was', async () => {
    const stores = emptyStores();
    stores.state.push(driftState('kp', NOON - HOUR_MS, { drifted: false, reasons: [] }));
    const [happened, inputs] = await view({ view: 'drift' }, stores);
    expect(happened?.schema.meta.notices?.[0]?.text).toBe(
      'No drift in this range; the last check was at 2025-05-25T11:00:00.000Z.',
    );
    expect(valuesOf(inputs, 'psi')).toEqual([0.31, 0.05]);
  });

  it('as series is the worst of each look', async () => {
    const stores = emptyStores();
    stores.state.push(
      driftState('kp', NOON),
      driftState('kp', NOON - HOUR_MS, { drifted: false }),
      driftState('dst', NOON),
    );
    const frames = await view({ view: 'drift', format: 'series' }, stores);
    expect(frames.map(({ schema }) => schema.name)).toEqual(['dst', 'kp']);
    expect(valuesOf(frames[1], 'drifted')).toEqual([0, 1]);
    expect(valuesOf(frames[1], 'psi')).toEqual([0.31, 0.31]);
    expect(valuesOf(frames[1], 'cusum')).toEqual([0.25, 0.25]);
  });
});

it('the catalog lists targets with their leads and models', async () => {
  const readers = createReaders({
    stores: await storesOver(withForecasts(emptyStores())),
    pipeline: null,
    config: readConfig({}, {}),
  });
  const { forecastTargets, forecastModels } = await buildCatalog(readers);
  expect(forecastTargets.map(({ id }) => id)).toEqual(['kp', 'solarWindSpeed', 'f107', 'dst']);
  expect(forecastTargets[0]).toMatchObject({
    unit: 'none',
    champion: 'kp-2024.1',
    models: ['kp-2024.1'],
    stepMs: 3 * HOUR_MS,
  });
  expect(forecastTargets[0]?.leadHours).toEqual(Array.from({ length: 24 }, (_, i) => 3 * (i + 1)));
  expect(forecastTargets[2]).toMatchObject({ champion: null, description: 'Every day, up to 27 days ahead' });
  expect(forecastModels.map(({ id }) => id).sort()).toEqual(['f107-2024.1', 'kp-2024.1']);
});
