/**
 * A stand-in for MongoDB: mongo-java-server speaks its wire protocol and keeps its data in an H2 file. It is not
 * MongoDB; set ORRERY_TEST_MONGO to use a real one.
 */
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/environment.mjs';
import { ask } from './process.mjs';
import { java, javaLibraries } from './tools.mjs';

export const mongo = {
  name: 'mongo',
  title: 'mongo-java-server, a stand-in for MongoDB',
  variables: ['ORRERY_TEST_MONGO'],
  stopSignal: 'SIGTERM',
  prepare: () => javaLibraries('mongo'),
  commandLine: async ({ port, dataDir }) => [
    await java(),
    [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-cp',
      await javaLibraries('mongo'),
      join(ROOT, 'e2e/servers/mongo/MongoStandIn.java'),
      String(port),
      join(dataDir, 'mongo.mv'),
    ],
  ],
  isHealthy: async ({ port }) => (await ask(port)) === null,
  env: ({ port }) => ({ ORRERY_TEST_MONGO: `mongodb://127.0.0.1:${port}` }),
};
