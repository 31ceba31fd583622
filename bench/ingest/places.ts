import { randomUUID } from 'node:crypto';
import { readWorkerConfig } from '@orrery/etl-worker';
import { openDistributedStores } from '@orrery/engines/distributed';
import { Client } from 'pg';

const NEEDED = ['POSTGRES', 'REDIS', 'KAFKA', 'INFLUX', 'INFLUX_TOKEN', 'INFLUX_ORG', 'MONGO'] as const;

/**
 * Addresses of the servers (`npm run bench -- ingest` starts them and gives their addresses; others may be given the
 * same way).
 */
function servers(): Readonly<Record<(typeof NEEDED)[number], string>> {
  const entries = NEEDED.map((name) => [name, process.env[`ORRERY_TEST_${name}`] ?? ''] as const);
  const missing = entries.filter(([, value]) => value === '').map(([name]) => `ORRERY_TEST_${name}`);
  if (missing.length > 0)
    throw new Error(`${missing.join(', ')} missing: run it by npm run bench -- ingest, or give the addresses.`);
  return Object.fromEntries(entries) as Record<(typeof NEEDED)[number], string>;
}

/**
 * Settings of a worker that writes into places of its own on the servers: an empty database, bucket and set of topics.
 */
export async function ownPlaces(): Promise<Readonly<Record<string, string>>> {
  const { POSTGRES, REDIS, KAFKA, INFLUX, INFLUX_TOKEN, INFLUX_ORG, MONGO } = servers();
  const name = `bench_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const client = new Client({ connectionString: POSTGRES });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const places = {
    ORRERY_INFLUX_URL: INFLUX,
    ORRERY_INFLUX_TOKEN: INFLUX_TOKEN,
    ORRERY_INFLUX_ORG: INFLUX_ORG,
    ORRERY_INFLUX_BUCKET: name,
    ORRERY_POSTGRES_URL: Object.assign(new URL(POSTGRES), { pathname: `/${name}` }).href,
    ORRERY_MONGO_URL: MONGO,
    ORRERY_MONGO_DATABASE: name,
    ORRERY_REDIS_URL: REDIS,
    ORRERY_REDIS_PREFIX: `{${name}}`,
    ORRERY_KAFKA_BROKERS: KAFKA,
    ORRERY_KAFKA_PREFIX: `${name}.`,
  };
  // Makes bucket and schema.
  await (await openDistributedStores(readWorkerConfig(places))).stop();
  return places;
}
