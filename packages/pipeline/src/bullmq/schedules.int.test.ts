import { randomUUID } from 'node:crypto';
import { createLogger } from '@orrery/telemetry';
import { Queue as BullQueue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../ports.ts';
import { pause, PATIENCE_MS, until } from '../testing/harness.ts';
import { createSchedules, type Schedules } from './schedules.ts';

const REDIS = process.env['ORRERY_TEST_REDIS'];
const PERIOD_MS = 300;
const WATCH = { checkMs: 200, overdueMs: 1000 };
const job: Job = { type: 'extract', source: 'kp', dueMs: 0 };

describe.skipIf(!REDIS)(
  'schedules on BullMQ (needs ORRERY_TEST_REDIS: `npm run test:int`)',
  { timeout: PATIENCE_MS },
  () => {
    let connection: Redis;
    let queue: BullQueue<Job>;
    let worker: Worker<Job> | undefined;
    let schedules: Schedules;
    let runs: number;
    const work = (): void => {
      worker = new Worker<Job>('extract', async () => void (runs += 1), { connection, prefix: queue.opts.prefix! });
    };
    beforeEach(() => {
      runs = 0;
      worker = undefined;
      connection = new Redis(REDIS!, { maxRetriesPerRequest: null });
      queue = new BullQueue<Job>('extract', { connection, prefix: `{test-${randomUUID()}}` });
      schedules = createSchedules(createLogger('test', 'silent'), WATCH);
    });
    afterEach(async () => {
      schedules.stop();
      await worker?.close();
      await queue.obliterate({ force: true });
      await queue.close();
      await connection.quit();
    });

    it('are set again when their next job was lost, as when Redis dies between two jobs', async () => {
      await schedules.set(queue, 'kp', PERIOD_MS, job);
      work();
      await until('it runs', () => runs > 1);
      await worker!.close();
      await connection.del(
        queue.toKey('delayed'),
        queue.toKey('wait'),
        ...(await connection.keys(queue.toKey('repeat:*:*'))),
      );
      const before = runs;
      work();
      await until('it runs again', () => runs > before + 1);
    });

    it('do not touch a job that only waits for a worker', async () => {
      await schedules.set(queue, 'kp', PERIOD_MS, job);
      await pause(WATCH.overdueMs + 3 * WATCH.checkMs + PERIOD_MS);
      const { waiting, delayed } = await queue.getJobCounts('waiting', 'delayed');
      expect((waiting ?? 0) + (delayed ?? 0)).toBe(1);
    });
  },
);
