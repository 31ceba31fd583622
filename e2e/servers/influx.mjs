/** InfluxDB 2.7 with one organisation and an all-access token, for tests only. */
import { join } from 'node:path';
import { answers } from './process.mjs';
import { sharedBinary } from './tools.mjs';

const TOKEN = 'orrery-test-token';
const ORG = 'orrery';
const address = ({ port }) => `http://127.0.0.1:${port}`;

export const influx = {
  name: 'influx',
  title: 'InfluxDB 2.7',
  variables: ['ORRERY_TEST_INFLUX', 'ORRERY_TEST_INFLUX_TOKEN', 'ORRERY_TEST_INFLUX_ORG'],
  stopSignal: 'SIGTERM',
  prepare: () => sharedBinary('influxd', 'ORRERY_TEST_INFLUX (and _TOKEN, _ORG)'),
  commandLine: async ({ port, dataDir }) => [
    await sharedBinary('influxd', 'ORRERY_TEST_INFLUX'),
    [
      `--http-bind-address=127.0.0.1:${port}`,
      `--bolt-path=${join(dataDir, 'influxd.bolt')}`,
      `--engine-path=${join(dataDir, 'engine')}`,
      `--sqlite-path=${join(dataDir, 'influxd.sqlite')}`,
      '--reporting-disabled',
      '--ui-disabled=true',
      '--log-level=error',
    ],
    // It writes its command line's settings to the home directory.
    { env: { ...process.env, HOME: dataDir } },
  ],
  async isHealthy(entry) {
    if (!(await answers(`${address(entry)}/health`))) return false;
    const setup = `${address(entry)}/api/v2/setup`;
    const { allowed } = await (await fetch(setup)).json();
    if (!allowed) return true;
    const body = JSON.stringify({
      username: 'orrery',
      password: 'orrery-test',
      org: ORG,
      bucket: 'default',
      token: TOKEN,
    });
    return (await fetch(setup, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).ok;
  },
  env: (entry) => ({
    ORRERY_TEST_INFLUX: address(entry),
    ORRERY_TEST_INFLUX_TOKEN: TOKEN,
    ORRERY_TEST_INFLUX_ORG: ORG,
  }),
};
