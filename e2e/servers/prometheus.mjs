/** Prometheus 2.42; it scrapes itself until a test gives it a configuration of its own (POST /-/reload). */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './process.mjs';
import { command } from './tools.mjs';

const config = (port) => `global: { scrape_interval: 1s, evaluation_interval: 1s }
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
`;

export const prometheus = {
  name: 'prometheus',
  title: 'Prometheus 2.42',
  variables: ['ORRERY_TEST_PROMETHEUS'],
  stopSignal: 'SIGTERM',
  async prepare(dataDir, { port }) {
    await command('prometheus', 'prometheus');
    const file = join(dataDir, 'prometheus.yml');
    if (!existsSync(file)) writeFileSync(file, config(port));
  },
  commandLine: async ({ port, dataDir }) => [
    await command('prometheus', 'prometheus'),
    [
      `--config.file=${join(dataDir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dataDir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
      '--log.level=error',
    ],
  ],
  isHealthy: ({ port }) => answers(`http://127.0.0.1:${port}/-/ready`),
  env: ({ port }) => ({ ORRERY_TEST_PROMETHEUS: `http://127.0.0.1:${port}` }),
};
