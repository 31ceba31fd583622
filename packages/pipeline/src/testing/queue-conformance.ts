import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostponedJobError, UnrecoverableJobError, type Job, type JobOf, type Queue } from '../ports.ts';
import { gate, pause, PATIENCE_MS, until, type FlowFactory, type FlowHarness } from './harness.ts';

/** Clocks of two processes and a server, read around a pause. */
const CLOCK_SLACK_MS = 15;
const LARGE = 2000;

const extract = (source: string, dueMs = 0): JobOf<'extract'> => ({ type: 'extract', source, dueMs });

/** Behaviour of every Queue. Each test has a place of its own. */
export function describeQueue(name: string, factory: FlowFactory<Queue>): void {
  describe(`queue: ${name}`, { timeout: 2 * PATIENCE_MS }, () => {
    let harness: FlowHarness<Queue>;
    let queue: Queue;
    let opened: Set<Queue>;
    const open = async (): Promise<Queue> => {
      const one = await harness.open();
      opened.add(one);
      return one;
    };
    const close = async (one: Queue, how: 'stop' | 'crash'): Promise<void> => {
      opened.delete(one);
      await (how === 'stop' ? one.stop() : harness.crash(one));
    };

    beforeEach(async () => {
      opened = new Set();
      harness = await factory();
      queue = await open();
    });
    afterEach(async () => {
      for (const one of opened) await one.stop();
      await harness.dispose();
    });

    it('gives each job to the handler of its type, whole', async () => {
      const jobs: readonly Job[] = [
        { type: 'extract', source: 'a', dueMs: 1 },
        {
          type: 'transform',
          source: 'b',
          rawId: 'sha256:ü"',
          retrievedAtMs: 1_715_299_200_000,
          dueMs: 1_715_299_200_000,
        },
        { type: 'publish', source: 'c', rawId: 'r', retrievedAtMs: 3, dueMs: 2 },
        { type: 'forecastDrift', target: 'kp', atMs: -4 },
        { type: 'forecastTrain', target: 'kp', atMs: 5, dataset: 'dataset:1' },
      ];
      const done: Job[] = [];
      for (const job of jobs) await queue.add(job, { id: `${job.type}:1` });
      for (const { type } of jobs) queue.process(type, async (job) => void done.push(job));
      await until('all jobs are done', () => done.length === jobs.length);
      const inOrder = [...done].sort(
        (a, b) => jobs.findIndex(({ type }) => type === a.type) - jobs.findIndex(({ type }) => type === b.type),
      );
      expect(inOrder).toEqual(jobs);
    });

    it('refuses a second handler of a type', () => {
      queue.process('extract', async () => undefined);
      expect(() => queue.process('extract', async () => undefined)).toThrow(/extract/);
    });

    it('treats jobs of one id as one job while it waits, runs and when it is done', async () => {
      let runs = 0;
      const running = gate();
      for (let i = 0; i < 3; i += 1) await queue.add(extract('a'), { id: 'same' });
      expect((await queue.counts('extract')).waiting).toBe(1);
      queue.process('extract', async () => {
        runs += 1;
        await running.opened;
      });
      await until('the job runs', () => runs === 1);
      await queue.add(extract('a'), { id: 'same' });
      running.open();
      await queue.idle(0);
      await queue.add(extract('a'), { id: 'same' });
      await queue.add(extract('b'), { id: 'another' });
      await queue.idle(0);
      expect(runs).toBe(2);
      expect(await queue.counts('extract')).toEqual({ waiting: 0, active: 0, delayed: 0, completed: 2, failed: 0 });
    });

    it('treats one id from concurrent producers as one job', async () => {
      const other = await open();
      await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? queue : other).add(extract('a'), { id: 'same' })),
      );
      let runs = 0;
      queue.process('extract', async () => void (runs += 1), 4);
      await queue.idle(0);
      expect(runs).toBe(1);
    });

    it('starts no delayed job early', async () => {
      let beganMs = 0;
      queue.process('extract', async () => void (beganMs = Date.now()));
      const addedMs = Date.now();
      await queue.add(extract('a'), { id: 'later', delayMs: 400 });
      expect(await queue.counts('extract')).toMatchObject({ waiting: 0, active: 0, delayed: 1 });
      await queue.idle(1000);
      expect(beganMs - addedMs).toBeGreaterThanOrEqual(400 - CLOCK_SLACK_MS);
    });

    it('waits in idle() only for jobs due within the horizon', async () => {
      await queue.add(extract('a'), { id: 'far', delayMs: 3_600_000 });
      await queue.idle(1000);
      expect((await queue.counts('extract')).delayed).toBe(1);
    });

    it('retries after pauses that double, until it succeeds', async () => {
      const startedMs: number[] = [];
      queue.process('extract', async () => {
        startedMs.push(Date.now());
        if (startedMs.length < 3) throw new Error('not yet');
      });
      await queue.add(extract('a'), { id: 'a', attempts: 5, backoffMs: 150 });
      await queue.idle(10_000);
      expect(startedMs).toHaveLength(3);
      expect(startedMs[1]! - startedMs[0]!).toBeGreaterThanOrEqual(150 - CLOCK_SLACK_MS);
      expect(startedMs[2]! - startedMs[1]!).toBeGreaterThanOrEqual(300 - CLOCK_SLACK_MS);
      expect(await queue.counts('extract')).toMatchObject({ completed: 1, failed: 0, delayed: 0 });
    });

    it('postpones a job as long and as often as its handler requests, without using up attempts', async () => {
      const startedMs: number[] = [];
      queue.process('extract', async () => {
        startedMs.push(Date.now());
        if (startedMs.length <= 3) throw new PostponedJobError('not there yet', 200);
      });
      await queue.add(extract('a'), { id: 'a', attempts: 1 });
      await until('it was put off', async () => (await queue.counts('extract')).delayed === 1);
      await queue.add(extract('a'), { id: 'a' });
      await queue.idle(10_000);
      expect(startedMs).toHaveLength(4);
      expect(startedMs[3]! - startedMs[0]!).toBeGreaterThanOrEqual(600 - 3 * CLOCK_SLACK_MS);
      expect(await queue.counts('extract')).toEqual({ waiting: 0, active: 0, delayed: 0, completed: 1, failed: 0 });
    });

    it('gives up a job after its attempts, or at once on request, and lists the reasons, newest first', async () => {
      const runs = new Map<string, number>();
      queue.process('extract', async (job) => {
        runs.set(job.source, (runs.get(job.source) ?? 0) + 1);
        if (job.source === 'hopeless') throw new UnrecoverableJobError('no such place');
        throw new Error(`${job.source} is down`);
      });
      const before = Date.now();
      await queue.add(extract('once'), { id: '1' });
      await queue.idle(10_000);
      await queue.add(extract('thrice', 7), { id: '2', attempts: 3, backoffMs: 10 });
      await queue.idle(10_000);
      await queue.add(extract('hopeless'), { id: '3', attempts: 9, backoffMs: 10 });
      await queue.idle(10_000);
      expect([...runs]).toEqual([
        ['once', 1],
        ['thrice', 3],
        ['hopeless', 1],
      ]);
      expect((await queue.counts('extract')).failed).toBe(3);
      const failures = await queue.failures('extract', 9);
      expect(failures.map(({ id, job, reason }) => [id, job, reason])).toEqual([
        ['3', extract('hopeless'), 'no such place'],
        ['2', extract('thrice', 7), 'thrice is down'],
        ['1', extract('once'), 'once is down'],
      ]);
      for (const { atMs } of failures) expect(Math.abs(atMs - before)).toBeLessThan(PATIENCE_MS);
      expect(await queue.failures('extract', 1)).toHaveLength(1);
      expect(await queue.failures('publish', 9)).toEqual([]);
    });

    it('repeats a failed job when its id is added again', async () => {
      let broken = true;
      queue.process('extract', async () => {
        if (broken) throw new Error('down');
      });
      await queue.add(extract('a'), { id: 'a' });
      await until('it failed', async () => (await queue.counts('extract')).failed === 1);
      broken = false;
      await queue.add(extract('a'), { id: 'a' });
      await queue.idle(0);
      expect(await queue.counts('extract')).toMatchObject({ completed: 1, failed: 0 });
    });

    it('runs as many at once as configured, one by default', async () => {
      const most = { extract: 0, publish: 0 };
      const now = { extract: 0, publish: 0 };
      const handler = async ({ type }: { readonly type: 'extract' | 'publish' }): Promise<void> => {
        now[type] += 1;
        most[type] = Math.max(most[type], now[type]);
        await pause(60);
        now[type] -= 1;
      };
      for (let i = 0; i < 9; i += 1) {
        await queue.add(extract(`${i}`), { id: `e${i}` });
        await queue.add({ type: 'publish', source: `${i}`, rawId: '', retrievedAtMs: 0, dueMs: 0 }, { id: `p${i}` });
      }
      queue.process('extract', handler, 3);
      queue.process('publish', handler);
      await queue.idle(0);
      expect(most).toEqual({ extract: 3, publish: 1 });
    });

    it('starts waiting jobs in the order they were added', async () => {
      const done: string[] = [];
      for (let i = 0; i < 20; i += 1) await queue.add(extract(`${i}`), { id: `${i}` });
      queue.process('extract', async (job) => void done.push(job.source));
      await queue.idle(0);
      expect(done).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
    });

    it('repeats a schedule, also when two processes set it up', async () => {
      const other = await open();
      let runs = 0;
      queue.process('extract', async () => void (runs += 1));
      await Promise.all([queue.schedule('kp', 250, extract('kp')), other.schedule('kp', 250, extract('kp'))]);
      await until('it ran three times', () => runs >= 3);
      const seen = runs;
      await pause(2000);
      // Eight periods; twice as many would be a duplicated schedule, a quarter a stalled one.
      expect(runs - seen).toBeGreaterThanOrEqual(2);
      expect(runs - seen).toBeLessThanOrEqual(11);
    });

    it('does not run a schedule again because of a restart, and takes a changed period', async () => {
      const sources: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        const restarted = await open();
        restarted.process('extract', async (job) => void sources.push(job.source));
        await restarted.schedule('kp', 3_600_000, extract('hourly'));
        await pause(400);
        await close(restarted, 'stop');
      }
      expect(sources.length).toBeLessThanOrEqual(1);
      queue.process('extract', async (job) => void sources.push(job.source));
      await queue.schedule('kp', 200, extract('often'));
      await until('the new period holds', () => sources.filter((source) => source === 'often').length >= 3);
      expect(sources.filter((source) => source === 'hourly').length).toBeLessThanOrEqual(1);
    });

    it('repeats a job whose worker died, and no job that was done', async () => {
      const done: string[] = [];
      let began = false;
      for (const id of ['before', 'struck', 'behind']) await queue.add(extract(id), { id });
      queue.process('extract', async (job) => {
        if (job.source === 'struck') {
          began = true;
          await new Promise(() => undefined);
        }
        done.push(job.source);
      });
      await until('the second job runs', () => began);
      await close(queue, 'crash');
      const next = await open();
      next.process('extract', async (job) => void done.push(job.source));
      await until('the struck job is done', () => done.includes('struck') && done.includes('behind'));
      await next.idle(0);
      expect([...done].sort()).toEqual(['before', 'behind', 'struck']);
      expect(await next.counts('extract')).toMatchObject({ waiting: 0, active: 0, completed: 3, failed: 0 });
    });

    it('waits in stop() for the running job, which may add the next one', async () => {
      let began = false;
      let finished = false;
      queue.process('extract', async (job, signal) => {
        began = true;
        await until('the queue stops', () => signal.aborted);
        await queue.add(
          { type: 'transform', source: job.source, rawId: 'r', retrievedAtMs: 1, dueMs: 1 },
          { id: 'next' },
        );
        finished = true;
      });
      await queue.add(extract('a'), { id: 'a' });
      await until('the job runs', () => began);
      await close(queue, 'stop');
      expect(finished).toBe(true);
      const later = await open();
      expect((await later.counts('extract')).completed).toBe(1);
      expect((await later.counts('transform')).waiting).toBe(1);
    });

    it('repeats a job that gave up because the queue stopped, without using up an attempt', async () => {
      let began = false;
      queue.process('extract', async (_job, signal) => {
        began = true;
        await until('the queue stops', () => signal.aborted);
        throw new Error('gave up half way');
      });
      await queue.add(extract('a'), { id: 'a', attempts: 1 });
      await until('the job runs', () => began);
      await close(queue, 'stop');
      const later = await open();
      let runs = 0;
      later.process('extract', async () => void (runs += 1));
      await until('it is done', () => runs === 1);
      await later.idle(0);
      expect(await later.counts('extract')).toMatchObject({ completed: 1, failed: 0 });
    });

    it(`does ${LARGE.toLocaleString('en')} jobs once each, with concurrent workers`, async () => {
      const other = await open();
      const runs = new Map<string, number>();
      const handler = async (job: JobOf<'extract'>): Promise<void> =>
        void runs.set(job.source, (runs.get(job.source) ?? 0) + 1);
      await Promise.all(Array.from({ length: LARGE }, (_, i) => queue.add(extract(`${i}`), { id: `${i}` })));
      queue.process('extract', handler, 10);
      other.process('extract', handler, 10);
      await queue.idle(0);
      await other.idle(0);
      expect(runs.size).toBe(LARGE);
      expect(Math.max(...runs.values())).toBe(1);
    });
  });
}
