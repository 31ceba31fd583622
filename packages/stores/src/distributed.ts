import type { Stoppable } from '@orrery/telemetry';
import { openInfluxSeriesStore } from './influx/influx-series-store.ts';
import type { InfluxConfig } from './influx/connection.ts';
import type { MongoConfig } from './mongo/collections.ts';
import { openMongoStores } from './mongo/mongo-stores.ts';
import type { Stores } from './ports/index.ts';
import { openPostgresArchiveStore, type PostgresConfig } from './postgres/postgres-archive-store.ts';

export interface DistributedStoresConfig {
  readonly influx: InfluxConfig;
  readonly postgres: PostgresConfig;
  readonly mongo: MongoConfig;
}

/**
 * Connects to the three databases and creates what is missing in them (bucket, schema, indexes). `stop` closes all
 * connections.
 * @throws OrreryError notReady when one of them does not answer; the others are closed then
 */
export async function createDistributedStores(config: DistributedStoresConfig): Promise<Stores & Stoppable> {
  const [series, archive, mongo] = await allOrNone([
    openInfluxSeriesStore(config.influx),
    openPostgresArchiveStore(config.postgres),
    openMongoStores(config.mongo),
  ]);
  const { documents, blobs, quarantine, state } = mongo;
  const stop = async (): Promise<void> => {
    await Promise.all([series, archive, mongo].map((store) => store.stop()));
  };
  return { name: 'stores', series, archive, documents, blobs, quarantine, state, stop };
}

async function allOrNone<T extends readonly Promise<Stoppable>[]>(
  opening: [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  try {
    return await Promise.all(opening);
  } catch (error) {
    const settled = await Promise.allSettled(opening);
    await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
    throw error;
  }
}
