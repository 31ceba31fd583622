import { QUERIES, STATE, type Option, HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import type { PipelineReader } from '../../data/readers.ts';
import { answerFromStores } from '../../testing/answer.ts';
import { filledStores, NOON, runOf, runState } from '../../testing/filled-stores.ts';
import { emptyStores } from '../../testing/store-lists.ts';
import { failureOf, framesOf, valuesOf } from '../../testing/service.ts';

const RANGE = { from: '2025-05-25T00:00:00Z', to: '2025-05-25T12:00:30Z' };

const idle = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
const pipeline: PipelineReader = {
  queue: {
    counts: async (type) => (type === 'extract' ? { ...idle, waiting: 3, failed: 1 } : idle),
    failures: async (type) =>
      type === 'extract'
        ? [{ id: 'e1', job: { type, source: 'kp', dueMs: NOON } as never, reason: 'it answered 500', atMs: NOON }]
        : [],
  },
  stream: { lag: async (topic) => (topic === 'documents' ? 0 : 12) },
  groups: [
    { topic: 'observations', group: 'orrery-series' },
    { topic: 'documents', group: 'orrery-documents' },
  ],
};

async function view(name: string, more: object = {}, stores = filledStores()) {
  const query = { queryType: 'pipeline', view: name, ...more };
  const { results } = await answerFromStores(stores, [query], RANGE, { pipeline });
  return framesOf(results['A']);
}

const VIEWS = (QUERIES.pipeline.fields.view.options as readonly Option[]).map(({ value }) => value);

describe('the view of sources', () => {
  it('tells how each source is: well, failed, never run', async () => {
    const [frame] = await view('sources');
    expect(valuesOf(frame, 'source')).toEqual(['wind', 'kp', 'neows']);
    expect(valuesOf(frame, 'state')).toEqual(['ok', 'failed', 'never run']);
    expect(valuesOf(frame, 'why')).toEqual([null, 'no whole answer within 30 s', null]);
    expect(valuesOf(frame, 'records')).toEqual([60, 60, null]);
    expect(valuesOf(frame, 'age')).toEqual([150_000, null, null]);
  });

  it('tells a stop before all else, an open circuit while it is open, a late run and a partial answer', async () => {
    const state = async (...more: ReturnType<typeof filledStores>['state']) => {
      const stores = filledStores();
      stores.state.push(...more);
      return valuesOf((await view('sources', { source: 'wind' }, stores))[0], 'state')[0];
    };
    const circuit = (untilMs: number) => ({
      key: STATE.hosts.key('swpc@services.swpc.noaa.gov'),
      value: { breaker: { state: 'open', untilMs, opened: 1 }, notBeforeMs: null },
      atMs: NOON,
    });
    const refusal = { provider: 'swpc', url: 'https://services.swpc.noaa.gov', status: 403, resumedAtMs: null };
    const stop = { key: STATE.stops.key('swpc'), value: { ...refusal, atMs: NOON, alert: true }, atMs: NOON };
    expect(await state(circuit(NOON + HOUR_MS))).toBe('circuit open');
    expect(await state(circuit(NOON - HOUR_MS))).toBe('ok');
    expect(await state(circuit(NOON + HOUR_MS), stop)).toBe('stopped');
    expect(await state({ ...stop, value: { ...stop.value, alert: false } })).toBe('ok');
    expect(await state(runState(runOf('wind', NOON + 1, { complete: false })))).toBe('incomplete');
    const interrupted = runOf('wind', NOON + 1, { outcome: 'interrupted', error: 'the process ended' });
    expect(await state(runState(interrupted))).toBe('interrupted');
    const late = filledStores();
    late.state.splice(2, 2, runState(runOf('wind', NOON - 5 * HOUR_MS)));
    expect(valuesOf((await view('sources', { source: 'wind' }, late))[0], 'state')).toEqual(['late']);
  });

  it('answers an unknown source with the nearest', async () => {
    const query = { queryType: 'pipeline', source: 'win' };
    const { results } = await answerFromStores(filledStores(), [query], RANGE);
    expect(failureOf(results['A'])).toMatchObject({ status: 404, error: expect.stringMatching('wind') });
  });
});

describe('the view of runs', () => {
  it('is a table in order of time, of one source on request', async () => {
    expect(valuesOf((await view('runs'))[0], 'source')).toEqual(['kp', 'wind', 'wind']);
    expect(valuesOf((await view('runs', { source: 'wind' }))[0], 'rejects')).toEqual([2, 0]);
  });

  it('is what the runs of an interval brought, a series a source', async () => {
    const frames = await view('runs', { format: 'series', maxDataPoints: 10 });
    expect(frames.map(({ schema }) => schema.name)).toEqual(['kp', 'wind']);
    expect(valuesOf(frames[0], 'failures')).toEqual([1]);
    expect(
      valuesOf(frames[1], 'records')
        .map(Number)
        .reduce((a, b) => a + b, 0),
    ).toBe(118);
    expect(frames[1]?.schema.fields[1]).toMatchObject({ labels: { source: 'wind' } });
  });
});

describe('the other views', () => {
  it('queues: depths by type, lags by group, and why jobs were given up', async () => {
    const [depths, groups, failed] = await view('queues');
    expect(valuesOf(depths, 'type').slice(0, 5)).toEqual([
      'extract',
      'transform',
      'publish',
      'forecastIssue',
      'forecastDrift',
    ]);
    expect(valuesOf(depths, 'waiting').slice(0, 5)).toEqual([3, 0, 0, 0, 0]);
    expect(valuesOf(groups, 'lag')).toEqual([12, 0]);
    expect(valuesOf(failed, 'reason')).toEqual(['it answered 500']);
  });

  it('quarantine: what was set aside within the range, and why', async () => {
    const [frame] = await view('quarantine', { source: 'wind' });
    expect(valuesOf(frame, 'reason')).toEqual(['speed: -1 is not within 100 … 4000']);
    expect(valuesOf((await view('quarantine', { source: 'kp' }))[0], 'reason')).toEqual([]);
  });

  it.each(VIEWS)('%s of a store that no pipeline has filled is an empty table that says so', async (name) => {
    const { results } = await answerFromStores(emptyStores(), [{ queryType: 'pipeline', view: name }], RANGE);
    const [frame] = framesOf(results['A']);
    expect(frame?.data.values.every((column) => column.length === 0)).toBe(true);
    expect(frame?.schema.meta.notices).toHaveLength(1);
  });
});
