import { STATE, type Observation, type Retraining, DAY_MS } from '@orrery/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { stubModel } from '../testing/models.ts';
import { createTestContext, type TestContext } from '../testing/context.ts';
import { decodeDataset, encodeDataset, spansFor } from './dataset.ts';
import { readHistory } from '../history/read.ts';
import { isLatelyTrained, readRetraining, requestTraining } from './retraining.ts';
import { threadRunner, type TrainingRunner } from './run.ts';
import { processStages } from './stages.ts';
import { evaluateOn } from './work.ts';

const NOW = Date.UTC(2024, 4, 10);
const DAYS = 600;
/** A thread that reads its source through tsx, on a busy machine. */
const PATIENCE_MS = 60_000;

let context: TestContext;
let trained: number;
beforeEach(async () => {
  context = createTestContext(NOW);
  trained = 0;
  // A flux that rises by one a day: the model that says one more than the last value is the better the nearer the lead.
  const points = Array.from(
    { length: DAYS },
    (_, i): Observation => ({
      kind: 'observation',
      series: 'f107',
      timeMs: NOW - (DAYS - i) * DAY_MS,
      value: 100 + (i % 50),
      revision: 'definitive',
      source: 'test',
      retrievedAtMs: NOW,
    }),
  );
  await context.stores.archive.archive(points);
});

/** Answers a stub instead of training, and evaluates in earnest. */
const runnerFor = (says: number): TrainingRunner => ({
  async train({ dataset }) {
    trained += 1;
    const { spans } = await decodeDataset(dataset);
    return stubModel('f107', `challenger${says}`, says, { dataToMs: spans.validateToMs });
  },
  evaluate: async ({ dataset, candidate, champion }) =>
    evaluateOn(await decodeDataset(dataset), candidate, champion, () => undefined),
});

const SETTINGS = { neural: false, seed: 1, codeVersion: 'test' } as const;

async function train(runner: TrainingRunner): Promise<Retraining> {
  processStages(context.queue, context, { ...SETTINGS, runner });
  await requestTraining(context, 'f107', NOW, 'drift of bz');
  await context.queue.idle(60_000);
  return (await readRetraining(context.stores.state, 'f107', NOW))!;
}

async function deploy(version: string, says: number, dataToMs = 0): Promise<void> {
  await context.registry.register(stubModel('f107', version, says, { dataToMs }));
  await context.registry.deploy('f107', version, 'the first');
}

describe('a training through the queue', () => {
  it('goes through five stages, and what is better on the held-out hours replaces the champion', async () => {
    await deploy('old', 40);
    const retraining = await train(runnerFor(1));
    expect(retraining).toMatchObject({
      reason: 'drift of bz',
      outcome: 'replaced',
      championVersion: 'old',
      challengerVersion: 'challenger1',
      finishedMs: NOW,
    });
    expect(retraining.challengerScore!).toBeLessThan(retraining.championScore!);
    expect(await context.registry.champion('f107')).toMatchObject({
      version: 'challenger1',
      reason: expect.stringMatching(/better than old on the same held-out hours: mean RMSE/),
      previous: [{ version: 'old' }],
    });
    const [card] = (await context.registry.cards('f107')).filter(({ version }) => version === 'challenger1');
    expect([card!.skill.length, card!.heldOut.toMs - card!.heldOut.fromMs]).toEqual([27, 183 * DAY_MS]);
    expect([...context.queue.entries.values()].map(({ job, state }) => [job.type, state])).toEqual(
      ['forecastPrepare', 'forecastTrain', 'forecastEvaluate', 'forecastRegister', 'forecastDeploy'].map((type) => [
        type,
        'completed',
      ]),
    );
  });

  it('keeps the champion where the challenger is no better, and registers it all the same', async () => {
    await deploy('old', 1);
    expect(await train(runnerFor(40))).toMatchObject({ outcome: 'kept', challengerVersion: 'challenger40' });
    expect((await context.registry.champion('f107'))?.version).toBe('old');
    expect(await context.registry.cards('f107')).toHaveLength(2);
  });

  it('deploys the first champion of a target at once', async () => {
    expect(await train(runnerFor(40))).toMatchObject({
      outcome: 'replaced',
      championVersion: null,
      championScore: null,
    });
    expect(await context.registry.champion('f107')).toMatchObject({
      version: 'challenger40',
      reason: 'the first champion',
    });
  });

  it('does a stage that failed again, from what the stages before have made', async () => {
    await deploy('old', 40);
    let failures = 1;
    const runner = runnerFor(1);
    const retraining = await trainWithin(10, {
      ...runner,
      evaluate: async (...args) => {
        if (failures-- > 0) throw new Error('the machine ran out of memory');
        return runner.evaluate(...args);
      },
    });
    expect([retraining.outcome, trained]).toEqual(['replaced', 1]);
  });

  it('says why where too little is newer than what the champion has learned from, and does not try again', async () => {
    await deploy('old', 1, NOW - 10 * DAY_MS);
    expect(await train(runnerFor(1))).toMatchObject({
      outcome: 'failed',
      note: expect.stringMatching(/only 10 days are newer/),
    });
    expect([...context.queue.entries.values()].map(({ state }) => state)).toEqual(['failed']);
  });

  it('is asked for once a week at most', async () => {
    expect(await isLatelyTrained(context, 'f107', NOW)).toBe(false);
    await requestTraining(context, 'f107', NOW, 'drift');
    await requestTraining(context, 'f107', NOW, 'drift');
    expect(await context.stores.state.list(STATE.retrainings.under(), 10)).toHaveLength(1);
    expect(await isLatelyTrained(context, 'f107', NOW + 6 * DAY_MS)).toBe(true);
    expect(await isLatelyTrained(context, 'f107', NOW + 8 * DAY_MS)).toBe(false);
  });
});

/** As `train`, with short pauses before a repeat. */
async function trainWithin(backoffMs: number, runner: TrainingRunner): Promise<Retraining> {
  const { add } = context.queue;
  Object.assign(context.queue, {
    add: (job: Parameters<typeof add>[0], options: Parameters<typeof add>[1]) => add(job, { ...options, backoffMs }),
  });
  return train(runner);
}

describe('the dataset of a training', () => {
  const datasetOf = async () => {
    const history = await readHistory(context.stores, NOW - DAYS * DAY_MS, NOW);
    return {
      target: 'f107',
      history,
      officials: [],
      ...spansFor('f107', history, null),
      ...SETTINGS,
      trainedAtMs: NOW,
    } as const;
  };

  it('is the same bytes for the same data, and comes back as it was', async () => {
    const [a, b] = [await datasetOf(), await datasetOf()];
    expect(await encodeDataset(a)).toEqual(await encodeDataset(b));
    const { history } = await decodeDataset(await encodeDataset(a));
    expect(history).toEqual(a.history);
  });

  it('is judged in a thread, which a signal ends', { timeout: PATIENCE_MS }, async () => {
    const dataset = await encodeDataset(await datasetOf());
    const candidate = stubModel('f107', 'a', 1);
    const control = new AbortController();
    const evaluated = await threadRunner.evaluate(
      { dataset, candidate, champion: stubModel('f107', 'b', 40) },
      { signal: control.signal, onProgress: () => undefined },
    );
    const here = evaluateOn(await datasetOf(), candidate, stubModel('f107', 'b', 40), () => undefined);
    expect(evaluated.comparison).toEqual(here.comparison);
    expect(Buffer.from(evaluated.bytes).equals(here.bytes)).toBe(true);
    const stopped = threadRunner.evaluate(
      { dataset, candidate, champion: null },
      { signal: control.signal, onProgress: () => undefined },
    );
    control.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });
});
