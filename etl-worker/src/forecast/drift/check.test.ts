import { STATE, type Observation, DAY_MS } from '@orrery/contract';
import { decodeParts, encodeModel, featureReferences, watchedFeatures, TARGET_SPECS } from '@orrery/forecast';
import { beforeEach, describe, expect, it } from 'vitest';
import { readHistory } from '../history/read.ts';
import { stubModel } from '../testing/models.ts';
import { createTestContext, type TestContext } from '../testing/context.ts';
import { checkDrift } from './check.ts';

const NOW = Date.UTC(2024, 4, 10);
const DAYS = 900;

let context: TestContext;
beforeEach(() => {
  context = createTestContext(NOW);
});

/** F10.7 that wobbles about a level, which may change in the last 90 days. */
async function observe(levelNow: number): Promise<void> {
  const points = Array.from({ length: DAYS }, (_, i): Observation => {
    const level = i >= DAYS - 90 ? levelNow : 120;
    const value = level + 8 * Math.sin(i / 3) + 5 * Math.sin(i * 1.7);
    return {
      kind: 'observation',
      series: 'f107',
      timeMs: NOW - (DAYS - i) * DAY_MS,
      value,
      revision: 'definitive',
      source: 'test',
      retrievedAtMs: NOW,
    };
  });
  await context.stores.archive.archive(points);
}

/** A champion that has learned from all but the last 90 days. */
async function deploy(dataToMs = NOW - 90 * DAY_MS): Promise<void> {
  const spec = TARGET_SPECS.f107;
  const history = await readHistory(context.stores, NOW - DAYS * DAY_MS, NOW - 90 * DAY_MS);
  const moments = Array.from({ length: 700 }, (_, i) => NOW - (DAYS - 100 - i) * DAY_MS);
  const { names, matrix } = watchedFeatures(spec, history, moments);
  const model = decodeParts(stubModel('f107', 'a', 0, { dataToMs }));
  await context.registry.register(
    encodeModel({ ...model, reference: { features: featureReferences(names, matrix), errors: [] } }),
  );
  await context.registry.deploy('f107', 'a', 'the first');
}

const check = (atMs = NOW): Promise<void> => checkDrift(context, { type: 'forecastDrift', target: 'f107', atMs });
const jobs = () => [...context.queue.entries.values()].map(({ job }) => job.type);

describe('the daily drift check', () => {
  it('keeps a report and asks for nothing while all is as it was', async () => {
    await observe(120);
    await deploy();
    await check();
    const report = STATE.drifts.value.parse(await context.stores.state.get(STATE.drifts.key('f107', NOW)));
    expect(report).toMatchObject({ target: 'f107', version: 'a', drifted: false, toMs: NOW });
    expect([report.features.length > 10, jobs()]).toEqual([true, []]);
    expect((await context.metrics.checks.get()).values).toMatchObject([{ labels: { outcome: 'steady' } }]);
  });

  it('publishes an alert and asks for one training a week where the inputs have moved', async () => {
    await observe(420);
    await deploy();
    await check();
    await check();
    await check(NOW + DAY_MS);
    expect(jobs()).toEqual(['forecastPrepare']);
    const alerts: string[] = [];
    await context.stream.consume('documents', 'test', async ({ records }) => {
      for (const { collection, id, source } of records) alerts.push(`${collection} ${id} ${source}`);
    });
    while ((await context.stream.lag('documents', 'test')) > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(new Set(alerts)).toEqual(
      new Set([NOW, NOW + DAY_MS].map((atMs) => `alert forecast-drift:f107:${atMs} orrery-forecast`)),
    );
    expect((await context.metrics.drifted.get()).values).toMatchObject([{ labels: { target: 'f107' }, value: 1 }]);
  });

  it('asks for no training where too few days are new to judge one by', async () => {
    await observe(420);
    await deploy(NOW - 29 * DAY_MS);
    await check();
    expect((await context.metrics.checks.get()).values).toMatchObject([{ labels: { outcome: 'drifted' } }]);
    expect(jobs()).toEqual([]);
    await check(NOW + DAY_MS);
    expect(jobs()).toEqual(['forecastPrepare']);
  });

  it('says nothing where there is no model, or too little data', async () => {
    await check();
    await observe(120);
    await deploy();
    await checkDrift(context, { type: 'forecastDrift', target: 'f107', atMs: NOW - (DAYS - 40) * DAY_MS });
    expect(await context.stores.state.list(STATE.drifts.under(), 10)).toEqual([]);
    expect((await context.metrics.checks.get()).values).toMatchObject([{ labels: { outcome: 'tooLittle' }, value: 2 }]);
  });
});
