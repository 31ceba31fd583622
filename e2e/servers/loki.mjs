/** Loki as a single binary on the file system. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './process.mjs';
import { sharedBinary } from './tools.mjs';

const config = ({ port, ports, dataDir }) => `auth_enabled: false
server: { http_listen_address: 127.0.0.1, http_listen_port: ${port}, grpc_listen_address: 127.0.0.1, grpc_listen_port: ${ports[0]}, log_level: error }
analytics: { reporting_enabled: false }
common:
  instance_addr: 127.0.0.1
  path_prefix: ${dataDir}
  replication_factor: 1
  ring: { kvstore: { store: inmemory } }
  storage: { filesystem: { chunks_directory: ${join(dataDir, 'chunks')}, rules_directory: ${join(dataDir, 'rules')} } }
ingester: { lifecycler: { min_ready_duration: 0s } }
schema_config:
  configs:
    - { from: 2024-01-01, store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
`;

export const loki = {
  name: 'loki',
  title: 'Loki 3.7',
  variables: ['ORRERY_TEST_LOKI'],
  stopSignal: 'SIGTERM',
  morePorts: 1,
  async prepare(dataDir, entry) {
    await sharedBinary('loki', 'ORRERY_TEST_LOKI');
    writeFileSync(join(dataDir, 'loki.yaml'), config({ ...entry, dataDir }));
  },
  commandLine: async ({ dataDir }) => [
    await sharedBinary('loki', 'ORRERY_TEST_LOKI'),
    [`-config.file=${join(dataDir, 'loki.yaml')}`],
  ],
  isHealthy: ({ port }) => answers(`http://127.0.0.1:${port}/ready`),
  env: ({ port }) => ({ ORRERY_TEST_LOKI: `http://127.0.0.1:${port}` }),
};
