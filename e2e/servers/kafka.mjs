/** Kafka 4.1 in KRaft mode: broker and controller in one process. */
import { Buffer } from 'node:buffer';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/lib/run.mjs';
import { ask } from './process.mjs';
import { java, javaLibraries } from './tools.mjs';

const CLUSTER_ID = 'b3JyZXJ5LXRlc3QtY2x1cw';
/** ApiVersions v0, correlation id 1, no client id: answered as soon as the broker takes requests. */
const API_VERSIONS = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

const properties = ({ port, ports, dataDir }) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports[0]}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${ports[0]}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${join(dataDir, 'logs')}
num.partitions=3
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`;

export const kafka = {
  name: 'kafka',
  title: 'Kafka 4.1',
  variables: ['ORRERY_TEST_KAFKA'],
  stopSignal: 'SIGTERM',
  morePorts: 1,
  async prepare(dataDir, entry) {
    const lib = await javaLibraries('kafka');
    const file = join(dataDir, 'server.properties');
    writeFileSync(file, properties({ ...entry, dataDir }));
    if (existsSync(join(dataDir, 'logs', 'meta.properties'))) return;
    await run('kafka-format', await java(), [
      '-cp',
      lib,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      CLUSTER_ID,
      '-c',
      file,
    ]);
  },
  commandLine: async ({ dataDir }) => [
    await java(),
    [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      await javaLibraries('kafka'),
      'kafka.Kafka',
      join(dataDir, 'server.properties'),
    ],
  ],
  isHealthy: async ({ port }) => (await ask(port, API_VERSIONS)).length > 8,
  env: ({ port }) => ({ ORRERY_TEST_KAFKA: `127.0.0.1:${port}` }),
};
