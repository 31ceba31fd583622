import { randomUUID } from 'node:crypto';
import { createLogger } from '@orrery/telemetry';
import { Redis } from 'ioredis';
import { describe, it } from 'vitest';
import { openProxy } from '@orrery/stores/testing';
import { describeQueue } from '../testing/queue-conformance.ts';
import { createBullQueue } from './queue.ts';

const REDIS = process.env['ORRERY_TEST_REDIS'];
const logger = createLogger('test', 'silent');

if (!REDIS)
  describe.skip('queue: BullMQ (ORRERY_TEST_REDIS is not set: `npm run servers -- run redis -- npm run test:int`)', () =>
    it('needs Redis', () => undefined));
else
  describeQueue('BullMQ', async () => {
    const prefix = `{test-${randomUUID()}}`;
    const proxies = new Map<object, Awaited<ReturnType<typeof openProxy>>>();
    return {
      open: async () => {
        const proxy = await openProxy(new URL(REDIS));
        const queue = await createBullQueue(
          { redisUrl: `redis://127.0.0.1:${proxy.port}`, prefix, lockMs: 2000, stalledCheckMs: 500 },
          logger,
        );
        proxies.set(queue, proxy);
        return queue;
      },
      // Without its connections a process is dead to Redis.
      crash: async (queue) => proxies.get(queue)?.cut(),
      dispose: async () => {
        const redis = new Redis(REDIS);
        const keys = await redis.keys(`${prefix}*`);
        if (keys.length > 0) await redis.del(keys);
        await redis.quit();
        for (const proxy of proxies.values()) await proxy.cut();
      },
    };
  });
