import { forecastBodySchema, type DocumentRecord, type Observation, DAY_MS, HOUR_MS } from '@orrery/contract';
import { UnrecoverableJobError } from '@orrery/pipeline';
import { beforeEach, describe, expect, it } from 'vitest';
import { stubModel } from '../testing/models.ts';
import { createTestContext, type TestContext } from '../testing/context.ts';
import { issue } from './issue.ts';
import { createRequest } from './request.ts';

const NOON = Date.UTC(2024, 4, 10, 12);

let context: TestContext;
beforeEach(async () => {
  context = createTestContext(NOON + 60_000);
  await context.registry.register(stubModel('kp', 'one', 3));
  await context.registry.deploy('kp', 'one', 'the first');
  await observe(0, 10 * 8);
  await context.stream.consume('documents', 'test', async ({ records }) => {
    await context.stores.documents.upsert(records);
  });
});

/** Kp of the steps that ended `from` to `to` steps before noon. */
async function observe(from: number, to: number, value = 4): Promise<void> {
  const points = Array.from(
    { length: to - from },
    (_, i): Observation => ({
      kind: 'observation',
      series: 'kp',
      timeMs: NOON - (from + i + 1) * 3 * HOUR_MS,
      value,
      revision: 'nowcast',
      source: 'swpc-kp',
      retrievedAtMs: NOON,
    }),
  );
  await context.stores.archive.archive(points);
}

async function issued(): Promise<readonly DocumentRecord[]> {
  await until(async () => (await context.stream.lag('documents', 'test')) === 0);
  return context.stores.documents.find('forecast', {});
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 1));
}

const job = (issuedAtMs: number) => ({ type: 'forecastIssue', target: 'kp', issuedAtMs }) as const;

describe('a forecast that is issued', () => {
  it('is a document by target, moment and version', async () => {
    await issue(context, job(NOON));
    const [record, ...others] = await issued();
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      id: `kp:${NOON}:one`,
      timeMs: NOON,
      timeEndMs: NOON + 3 * DAY_MS,
      linked: ['kp:one'],
      retrievedAtMs: NOON + 60_000,
    });
    const body = forecastBodySchema.parse(JSON.parse(record!.body));
    expect(body).toMatchObject({ issuedAtMs: NOON, version: 'one', official: false });
    expect([body.value.length, body.value[0], body.validAtMs[0]]).toEqual([24, 3, NOON]);
  });

  it('stays as it was said, also when a crash repeats the job after the inputs were revised', async () => {
    await issue(context, job(NOON));
    const [before] = await issued();
    // The job of a second worker that had not seen the document: it makes another forecast of the same moment, later.
    context.setNow(NOON + 30 * 60_000);
    await observe(0, 80, 8);
    const blind = {
      ...context,
      stores: { ...context.stores, documents: { ...context.stores.documents, find: async () => [] } },
    };
    await context.registry.register(stubModel('kp', 'one', 7));
    await issue({ ...blind, registry: context.registry }, job(NOON));
    expect(await issued()).toEqual([before]);
  });

  it('is not made again once it is there, whichever version is champion by then', async () => {
    await issue(context, job(NOON));
    await issued();
    await context.registry.register(stubModel('kp', 'two', 5));
    await context.registry.deploy('kp', 'two', 'better');
    await issue(context, job(NOON));
    expect((await issued()).map(({ id }) => id)).toEqual([`kp:${NOON}:one`]);
  });

  it('says that the last step was not there yet', async () => {
    await issue(context, job(NOON + 3 * HOUR_MS));
    const [record] = await issued();
    const body = forecastBodySchema.parse(JSON.parse(record!.body));
    expect(body.missing).toContain('kp');
    expect(body.notices).toContain('Kp index of the last 3 h was not there yet; it is known until 2024-05-10T12:00Z.');
  });

  it('abstains with a notice where too little is known, and the metrics say so', async () => {
    await issue(context, job(NOON + 5 * DAY_MS));
    const [record] = await issued();
    const body = forecastBodySchema.parse(JSON.parse(record!.body));
    expect(body.value.every((value) => value === null)).toBe(true);
    expect(body.notices.join(' ')).toMatch(/too little of kp/);
    expect((await context.metrics.issued.get()).values).toMatchObject([
      { labels: { target: 'kp', outcome: 'abstained' }, value: 1 },
    ]);
  });

  it('needs a model', async () => {
    await expect(issue(context, { type: 'forecastIssue', target: 'dst', issuedAtMs: NOON })).rejects.toThrow(
      UnrecoverableJobError,
    );
  });
});

describe('a request for forecasts that are due', () => {
  it('asks for a forecast once a step', async () => {
    const requestDue = createRequest(context);
    for (let i = 0; i < 3; i++) await requestDue('kp');
    expect([...context.queue.entries.values()].map(({ job: asked }) => asked)).toEqual([job(NOON)]);
    context.queue.process('forecastIssue', (asked) => issue(context, asked));
    await context.queue.idle();
    expect(await issued()).toHaveLength(1);
    context.setNow(NOON + 2 * HOUR_MS);
    await requestDue('kp');
    expect(context.queue.entries.size).toBe(1);
    expect((await context.metrics.age.get()).values).toMatchObject([{ value: 7200 }]);
    await observe(-1, 0);
    context.setNow(NOON + 3 * HOUR_MS + 60_000);
    await requestDue('kp');
    expect(context.queue.entries.size).toBe(2);
  });

  it('asks for nothing without a model or without data', async () => {
    const requestDue = createRequest(context);
    await requestDue('dst');
    await context.registry.register(stubModel('dst', 'one'));
    await context.registry.deploy('dst', 'one', 'the first');
    await requestDue('dst');
    expect(context.queue.entries.size).toBe(0);
  });
});
