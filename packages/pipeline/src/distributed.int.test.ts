import { randomUUID } from 'node:crypto';
import type { Observation } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { describe, expect, it } from 'vitest';
import { createDistributedPipeline } from './distributed.ts';
import { PATIENCE_MS, until } from './testing/harness.ts';

const REDIS = process.env['ORRERY_TEST_REDIS'];
const KAFKA = process.env['ORRERY_TEST_KAFKA'];
const logger = createLogger('test', 'silent');
const record: Observation = {
  kind: 'observation',
  series: 'kp',
  timeMs: 1,
  value: 9,
  revision: 'definitive',
  source: 'test',
  retrievedAtMs: 2,
};

describe.skipIf(!REDIS || !KAFKA)(
  'the distributed pipeline (needs ORRERY_TEST_REDIS and ORRERY_TEST_KAFKA: `npm run test:int`)',
  { timeout: 2 * PATIENCE_MS },
  () => {
    const id = randomUUID();
    const queue = { redisUrl: REDIS!, prefix: `{test-${id}}` };
    const stream = { brokers: (KAFKA ?? '').split(','), topicPrefix: `test-${id}.`, partitions: 1 };

    it('passes work from the queue through the stream, and lets running handlers finish when it stops', async () => {
      const pipeline = await createDistributedPipeline({ queue, stream }, logger);
      const seen: Observation[] = [];
      await pipeline.stream.consume('observations', 'g', async ({ records }) => void seen.push(...records));
      let began = false;
      pipeline.queue.process('publish', async (_job, signal) => {
        began = true;
        await until('the pipeline stops', () => signal.aborted);
        await pipeline.stream.publish('observations', [record]);
      });
      await pipeline.queue.add(
        { type: 'publish', source: 'test', rawId: 'r', retrievedAtMs: 2, dueMs: 1 },
        { id: 'a' },
      );
      await until('the job runs', () => began);
      await pipeline.stop();
      const later = await createDistributedPipeline({ queue, stream }, logger);
      expect((await later.queue.counts('publish')).completed).toBe(1);
      if (seen.length === 0)
        await later.stream.consume('observations', 'g', async ({ records }) => void seen.push(...records));
      await until('the record came', () => seen.length === 1);
      expect(seen).toEqual([record]);
      await later.stop();
    });

    it('says which server does not answer, and leaves nothing open', async () => {
      const away = { ...stream, brokers: ['127.0.0.1:1'] };
      await expect(createDistributedPipeline({ queue, stream: away }, logger)).rejects.toThrow(
        /^Kafka at 127\.0\.0\.1:1 cannot be used/,
      );
    });
  },
);
