/** Redis 7 as BullMQ wants it: append-only file, no eviction. */
import { ask } from './process.mjs';
import { command } from './tools.mjs';

export const redis = {
  name: 'redis',
  title: 'Redis 7',
  variables: ['ORRERY_TEST_REDIS'],
  stopSignal: 'SIGTERM',
  prepare: () => command('redis-server', 'redis-server'),
  commandLine: async ({ port, dataDir }) => [
    await command('redis-server', 'redis-server'),
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dataDir,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--maxmemory-policy',
      'noeviction',
    ],
  ],
  /** While it loads its file it answers -LOADING. */
  isHealthy: async ({ port }) => (await ask(port, 'PING\r\n')).toString().startsWith('+PONG'),
  env: ({ port }) => ({ ORRERY_TEST_REDIS: `redis://127.0.0.1:${port}` }),
};
