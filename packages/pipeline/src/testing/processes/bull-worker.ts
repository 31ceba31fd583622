/**
 * A worker in a process of its own, for tests that kill it: takes jobs from extract over transform to publish, each
 * stage adding the next, and appends what it published to a file, durably. Arguments: Redis address, prefix, file, lock
 * in ms.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createLogger, stopOnSignal } from '@orrery/telemetry';
import { createBullQueue } from '../../bullmq/queue.ts';

const [redisUrl = '', prefix = '', file = '', lockMs = '1000'] = process.argv.slice(2);
const WORK_MS = 10;
const CONCURRENCY = 4;
const logger = createLogger('worker', 'error');
const queue = await createBullQueue(
  { redisUrl, prefix, lockMs: Number(lockMs), stalledCheckMs: Number(lockMs) / 2 },
  logger,
);
const out = openSync(file, 'a');
const work = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, WORK_MS));
const retry = { attempts: 20, backoffMs: 100 };

queue.process(
  'extract',
  async ({ source, dueMs }) => {
    await work();
    await queue.add(
      { type: 'transform', source, rawId: `raw of ${source}`, retrievedAtMs: dueMs, dueMs },
      { id: source, ...retry },
    );
  },
  CONCURRENCY,
);
queue.process(
  'transform',
  async (job) => {
    await work();
    await queue.add({ ...job, type: 'publish' }, { id: job.source, ...retry });
  },
  CONCURRENCY,
);
queue.process(
  'publish',
  async ({ source }) => {
    await work();
    writeSync(out, `${source}\n`);
    fsyncSync(out);
  },
  CONCURRENCY,
);
stopOnSignal([{ name: 'file', stop: async () => closeSync(out) }, queue], logger);
process.stdout.write('ready\n');
