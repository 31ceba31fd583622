import { createDistributedPipeline } from '@orrery/pipeline/distributed';
import { createDistributedStores } from '@orrery/stores/distributed';
import type { Logger } from '@orrery/telemetry';
import type { WorkerConfig } from '../config.ts';
import type { Engines, OpenStores } from './engines.ts';

/** InfluxDB, PostgreSQL and MongoDB. Rejects with `notReady` where one does not answer, and leaves nothing open then. */
export async function openDistributedStores(config: WorkerConfig): Promise<OpenStores> {
  const { influxUrl: url, influxToken: token, influxOrg: org, influxBucket: bucket } = config;
  const stores = await createDistributedStores({
    influx: { url, token, org, bucket },
    postgres: { url: config.postgresUrl },
    mongo: { url: config.mongoUrl, database: config.mongoDatabase },
  });
  return { name: 'distributed stores', stores, stop: () => stores.stop() };
}

/** The stores, the queue on Redis and the stream on Kafka. */
export async function openDistributedEngines(config: WorkerConfig, logger: Logger): Promise<Engines> {
  const { stores, stop } = await openDistributedStores(config);
  try {
    const queue = { redisUrl: config.redisUrl, prefix: config.redisPrefix };
    const stream = { brokers: config.kafkaBrokers, topicPrefix: config.kafkaPrefix };
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
