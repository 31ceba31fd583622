/** The servers of the crash test, each killed and started again on its data. */
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { down, environment, kill, up } from '../servers/fleet.mjs';

const NAMES = ['redis', 'kafka', 'influx', 'postgres', 'mongo'];

export function createFleet() {
  const started = [];
  const restarting = new Map();
  return {
    names: NAMES,
    async start() {
      for (const name of NAMES) if ((await up(name)).outcome === 'started') started.push(name);
    },
    /** Settings of a worker that writes into places of its own, and of nobody else, on these servers. */
    places: (name) => placesOf(environment(), `${name}_${process.pid}_${Date.now()}`),
    /** Killed now; it comes back after a pause while the test goes on. */
    async killAndRestart(name, pauseMs) {
      await restarting.get(name);
      await kill(name);
      restarting.set(
        name,
        sleep(pauseMs).then(() => up(name)),
      );
    },
    async stop() {
      await Promise.allSettled(restarting.values());
      for (const name of started) await down(name);
    },
  };
}

async function placesOf(servers, run) {
  const postgres = await ownDatabase(servers.ORRERY_TEST_POSTGRES, run);
  return {
    ORRERY_INFLUX_URL: servers.ORRERY_TEST_INFLUX,
    ORRERY_INFLUX_TOKEN: servers.ORRERY_TEST_INFLUX_TOKEN,
    ORRERY_INFLUX_ORG: servers.ORRERY_TEST_INFLUX_ORG,
    ORRERY_INFLUX_BUCKET: run,
    ORRERY_POSTGRES_URL: postgres,
    ORRERY_MONGO_URL: servers.ORRERY_TEST_MONGO,
    ORRERY_MONGO_DATABASE: run,
    ORRERY_REDIS_URL: servers.ORRERY_TEST_REDIS,
    ORRERY_REDIS_PREFIX: `{${run}}`,
    ORRERY_KAFKA_BROKERS: servers.ORRERY_TEST_KAFKA,
    ORRERY_KAFKA_PREFIX: `${run}.`,
  };
}

/** The schema has fixed names: a run of its own needs a database of its own. */
async function ownDatabase(address, name) {
  // The driver belongs to the package of stores.
  const { Client } = createRequire(new URL('../../packages/stores/package.json', import.meta.url))('pg');
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return Object.assign(new URL(address), { pathname: `/${name}` }).href;
}
