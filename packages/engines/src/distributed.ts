import { createDistributedPipeline } from '@orrery/pipeline/distributed';
import { createDistributedStores } from '@orrery/stores/distributed';
import type { Logger } from '@orrery/telemetry';
import type { Engines, OpenStores } from './engines.ts';
import type { EngineSettings } from './settings.ts';
import { whenReady } from './when-ready.ts';

/**
 * InfluxDB, PostgreSQL and MongoDB. Rejects with `notReady` where one does not answer, and leaves nothing open then.
 */
export async function openDistributedStores(settings: EngineSettings): Promise<OpenStores> {
  const { influxUrl: url, influxToken: token, influxOrg: org, influxBucket: bucket } = settings;
  const stores = await createDistributedStores({
    influx: { url, token, org, bucket },
    postgres: { url: settings.postgresUrl },
    mongo: { url: settings.mongoUrl, database: settings.mongoDatabase },
  });
  return { name: 'distributed stores', stores, stop: () => stores.stop() };
}

/** The stores, the queue on Redis and the stream on Kafka. Rejects as `openDistributedStores` does. */
export async function openDistributedEngines(settings: EngineSettings, logger: Logger): Promise<Engines> {
  const { stores, stop } = await openDistributedStores(settings);
  try {
    const queue = { redisUrl: settings.redisUrl, prefix: settings.redisPrefix };
    const stream = { brokers: settings.kafkaBrokers, topicPrefix: settings.kafkaPrefix };
    const pipeline = await createDistributedPipeline({ queue, stream }, logger);
    return {
      name: 'distributed engines',
      stores,
      queue: pipeline.queue,
      stream: pipeline.stream,
      async stop() {
        await pipeline.stop();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same for programs that serve: waits for servers that do not answer yet. Rejects with `notReady` in the end. */
export const awaitDistributedEngines = (settings: EngineSettings, logger: Logger): Promise<Engines> =>
  whenReady(() => openDistributedEngines(settings, logger), logger);
