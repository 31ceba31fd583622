import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@orrery/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobType, Queue } from '../ports.ts';
import { pause, PATIENCE_MS, until } from '../testing/harness.ts';
import { spawnProcess, startOwnServer, type OwnServer } from '../testing/processes/spawn.ts';
import { createBullQueue } from './queue.ts';

const REDIS = process.env['ORRERY_TEST_REDIS'];
const LOCK_MS = 1000;
/** Time for a component to stop before the next one is stopped. */
const STOP_MS = 5000;
const TYPES: readonly JobType[] = ['extract', 'transform', 'publish'];
const logger = createLogger('test', 'silent');

describe.skipIf(!REDIS)(
  'BullMQ, when processes and servers are killed (needs ORRERY_TEST_REDIS: `npm run test:int`)',
  { timeout: 4 * PATIENCE_MS },
  () => {
    let folder: string;
    let opened: Queue[];
    let own: OwnServer | undefined;
    const open = async (redisUrl: string, prefix: string): Promise<Queue> => {
      const queue = await createBullQueue(
        { redisUrl, prefix, lockMs: LOCK_MS, stalledCheckMs: LOCK_MS / 2, producerPatienceMs: 1000 },
        logger,
      );
      opened.push(queue);
      return queue;
    };
    const sources = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => `source ${String(i).padStart(4, '0')}`);
    const addAll = (queue: Queue, names: readonly string[]): Promise<unknown> =>
      Promise.all(
        names.map((source) =>
          queue.add({ type: 'extract', source, dueMs: 0 }, { id: source, attempts: 20, backoffMs: 100 }),
        ),
      );
    const expectAllDone = async (queue: Queue, count: number): Promise<void> => {
      for (const type of TYPES)
        expect(await queue.counts(type)).toEqual({ waiting: 0, active: 0, delayed: 0, completed: count, failed: 0 });
    };
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'orrery-kill-'));
      opened = [];
      own = undefined;
    });
    afterEach(async () => {
      for (const queue of opened) await queue.stop();
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('takes every job through all stages although its workers are killed repeatedly', async () => {
      const prefix = `{test-${randomUUID()}}`;
      const file = join(folder, 'published');
      const names = sources(300);
      const queue = await open(REDIS!, prefix);
      await addAll(queue, names);
      for (let kill = 0; kill < 5; kill += 1) {
        const worker = await spawnProcess('bull-worker.ts', [REDIS!, prefix, file, String(LOCK_MS)]);
        await pause(50 + 60 * kill);
        await worker.kill('SIGKILL');
      }
      const left = (await queue.counts('publish')).completed;
      expect(left).toBeLessThan(names.length);
      const worker = await spawnProcess('bull-worker.ts', [REDIS!, prefix, file, String(LOCK_MS)]);
      await until('all is published', async () => (await queue.counts('publish')).completed === names.length);
      await queue.idle(60_000);
      await worker.kill('SIGTERM');
      expect([...new Set(readFileSync(file, 'utf8').trimEnd().split('\n'))].sort()).toEqual(names);
      await expectAllDone(queue, names.length);
    });

    it('continues when Redis is killed and restarted under workers', async () => {
      own = await startOwnServer('redis', folder);
      const file = join(folder, 'published');
      const names = sources(400);
      const queue = await open(own.address, '{test}');
      await queue.schedule('clock', 300, { type: 'tidy', source: 'all' });
      let ticks = 0;
      queue.process('tidy', async () => void (ticks += 1));
      await addAll(queue, names);
      const worker = await spawnProcess('bull-worker.ts', [own.address, '{test}', file, String(LOCK_MS)]);
      for (let kill = 0; kill < 3; kill += 1) {
        await pause(150);
        expect((await queue.counts('publish')).completed).toBeLessThan(names.length);
        await own.kill();
        await own.revive();
      }
      await until(
        'all is published',
        async () => (await queue.counts('publish').catch(() => undefined))?.completed === names.length,
      );
      await queue.idle(0);
      expect([...new Set(readFileSync(file, 'utf8').trimEnd().split('\n'))].sort()).toEqual(names);
      await expectAllDone(queue, names.length);
      const before = ticks;
      await until('the schedule goes on', () => ticks > before + 1);
      await worker.kill('SIGTERM');
    });

    it('soon rejects an add with the reason while Redis is unavailable, and accepts it afterwards', async () => {
      own = await startOwnServer('redis', folder);
      const queue = await open(own.address, '{test}');
      await own.kill();
      const startedMs = Date.now();
      await expect(addAll(queue, ['a'])).rejects.toMatchObject({ code: 'notReady' });
      expect(Date.now() - startedMs).toBeLessThan(5000);
      await own.revive();
      await until('it is taken', () =>
        addAll(queue, ['a']).then(
          () => true,
          () => false,
        ),
      );
      expect((await queue.counts('extract')).waiting).toBe(1);
    });

    it('stops while Redis is unavailable, and the next worker repeats the running job', async () => {
      own = await startOwnServer('redis', folder);
      const dying = await createBullQueue({ redisUrl: own.address, prefix: '{test}', lockMs: LOCK_MS }, logger);
      let began = false;
      dying.process('extract', async (_job, signal) => {
        began = true;
        await until('the queue stops', () => signal.aborted);
        throw new Error('gave up half way');
      });
      dying.process('transform', async () => undefined);
      await addAll(dying, ['a']);
      await until('the job runs', () => began);
      await own.kill();
      const startedMs = Date.now();
      await dying.stop();
      expect(Date.now() - startedMs).toBeLessThan(STOP_MS);
      await own.revive();
      const next = await open(own.address, '{test}');
      let runs = 0;
      next.process('extract', async () => void (runs += 1));
      await until('it is done', () => runs === 1);
    });

    it('says at the start that Redis does not answer', async () => {
      await expect(createBullQueue({ redisUrl: 'redis://name:secret@127.0.0.1:1' }, logger)).rejects.toThrow(
        /^Redis at redis:\/\/127\.0\.0\.1:1 does not answer/,
      );
    });
  },
);
