import { OrreryError, TOPICS, type Topic } from '@orrery/contract';
import type { Logger, Stoppable } from '@orrery/telemetry';
import type { Admin, Kafka } from 'kafkajs';
import { createAvroCodec } from '../avro/codec.ts';
import { createConfluentRegistry } from '../avro/confluent-registry.ts';
import { createStaticRegistry, withOlderIds, type SchemaRegistry } from '../avro/registry.ts';
import { avroSchemaOf } from '../avro/packing.ts';
import type { Stream } from '../ports.ts';
import {
  createClient,
  createTopics,
  kafkaGroupOf,
  kafkaTopicOf,
  reasonOf,
  settingsOf,
  type KafkaSettings,
  type KafkaStreamConfig,
} from './client.ts';
import { startConsumer } from './consumer.ts';
import { createPublisher } from './publisher.ts';

/**
 * Stream on Kafka with Avro; creates the topics that are missing. Rejects with `notReady` when Kafka does not answer.
 */
export async function createKafkaStream(config: KafkaStreamConfig, logger: Logger): Promise<Stream> {
  const settings = settingsOf(config);
  const kafka = createClient(settings, logger);
  await createTopics(kafka, settings, logger);
  const subjectOf = (topic: Topic): string => `${kafkaTopicOf(topic, settings)}-value`;
  const codec = createAvroCodec(registryOf(settings), subjectOf, settings.messageRecords);
  const publisher = createPublisher(kafka, codec, settings, logger);
  const offsets = createOffsets(kafka);
  const consumers = new Set<Stoppable>();
  return {
    name: 'stream',
    publish: (topic, records) => publisher.publish(topic, records),
    consume: async (topic, group, handler) => {
      const consumer = await startConsumer(kafka, codec, { topic, group, handler }, settings, logger);
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

interface Offsets {
  lag(topic: string, groupId: string): Promise<number>;
  stop(): Promise<void>;
}

/** One admin connection, opened when it is first needed and replaced when it failed. */
function createOffsets(kafka: Kafka): Offsets {
  let admin: Promise<Admin> | undefined;
  const connect = async (): Promise<Admin> => {
    const opened = kafka.admin();
    await opened.connect();
    return opened;
  };
  const drop = async (): Promise<void> => {
    const old = admin;
    admin = undefined;
    await old?.then((opened) => opened.disconnect()).catch(() => undefined);
  };
  return {
    lag: async (topic, groupId) => {
      try {
        admin ??= connect();
        return await lagOf(await admin, topic, groupId);
      } catch (error) {
        await drop();
        throw new OrreryError(
          'notReady',
          `Kafka did not tell the offsets of ${groupId}: ${reasonOf(error)}. Ask again when it answers.`,
          [],
          {
            cause: error,
          },
        );
      }
    },
    stop: drop,
  };
}

/** A group that has committed nothing in a partition (offset -1) has all of it before it. */
async function lagOf(admin: Admin, topic: string, groupId: string): Promise<number> {
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return ends.reduce((sum, { partition, high, low }) => {
    const from = done.get(partition) ?? -1n;
    const start = from < BigInt(low) ? BigInt(low) : from;
    return sum + Number(BigInt(high) - start);
  }, 0);
}
