import { TOPICS, type Topic } from '@orrery/contract';
import type { Logger, Stoppable } from '@orrery/telemetry';
import { createAvroCodec } from '../avro/codec.ts';
import { createConfluentRegistry } from '../avro/confluent-registry.ts';
import { createStaticRegistry, withOlderIds, type SchemaRegistry } from '../avro/registry.ts';
import { avroSchemaOf } from '../avro/packing.ts';
import type { Stream } from '../ports.ts';
import { kafkaGroupOf, kafkaTopicOf, settingsOf, type KafkaSettings, type KafkaStreamConfig } from './client.ts';
import { startConsumer } from './consumer.ts';
import { createOffsets } from './offsets.ts';
import { createPublisher } from './publisher.ts';
import { createTopics } from './topics.ts';

/**
 * Stream on Kafka with Avro; creates the topics that are missing. Rejects with `notReady` when Kafka does not answer.
 */
export async function createKafkaStream(config: KafkaStreamConfig, logger: Logger): Promise<Stream> {
  const settings = settingsOf(config);
  await createTopics(settings, logger);
  const subjectOf = (topic: Topic): string => `${kafkaTopicOf(topic, settings)}-value`;
  const codec = createAvroCodec(registryOf(settings), subjectOf, settings.messageRecords);
  const publisher = createPublisher(codec, settings, logger);
  const offsets = createOffsets(settings);
  const consumers = new Set<Stoppable>();
  return {
    name: 'stream',
    publish: (topic, records) => publisher.publish(topic, records),
    consume: async (topic, group, handler) => {
      const consumer = await startConsumer(codec, { topic, group, handler }, settings, logger);
      consumers.add(consumer);
      const stop = async (): Promise<void> => {
        if (consumers.delete(consumer)) await consumer.stop();
      };
      return { name: consumer.name, stop };
    },
    lag: (topic, group) => offsets.lag(kafkaTopicOf(topic, settings), kafkaGroupOf(topic, group, settings)),
    // Consumers first: a handler at work may still publish.
    stop: async () => {
      const running = [...consumers];
      consumers.clear();
      await Promise.all(running.map((consumer) => consumer.stop()));
      await publisher.stop();
      await offsets.stop();
    },
  };
}

function registryOf(settings: KafkaSettings): SchemaRegistry {
  const known = createStaticRegistry([...(Object.keys(TOPICS) as Topic[]).map(avroSchemaOf), ...settings.olderSchemas]);
  return settings.registryUrl === undefined
    ? known
    : withOlderIds(createConfluentRegistry(settings.registryUrl), known);
}
