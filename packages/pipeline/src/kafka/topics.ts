import { OrreryError, TOPICS, type Topic } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { Admin, MultipleErrors } from '@platformatic/kafka';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientOptions, kafkaTopicOf, LARGEST_KAFKA_BATCH_BYTES, reasonOf, type KafkaSettings } from './client.ts';

const RETRIES = 4;
const HOSTING_TRIES = 20;
const HOSTING_PAUSE_MS = 250;

/**
 * Creates the topics that are missing and waits for their leaders. Rejects with `notReady` when Kafka does not answer.
 */
export async function createTopics(settings: KafkaSettings, logger: Logger): Promise<void> {
  const topics = (Object.keys(TOPICS) as Topic[]).map((topic) => kafkaTopicOf(topic, settings));
  const admin = new Admin(clientOptions(settings, RETRIES));
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length > 0) await createMissing(admin, missing, settings);
    await untilHosted(() => warnOfPartitions(admin, topics, settings, logger));
  } catch (error) {
    const where = settings.brokers.join(', ');
    throw new OrreryError(
      'notReady',
      `Kafka at ${where} cannot be used: ${reasonOf(error)} Is it running, and is the address right?`,
      [],
      { cause: error },
    );
  } finally {
    await admin.close().catch(() => undefined);
  }
}

/** Another process may create them at the same time, which is fine. */
async function createMissing(admin: Admin, topics: string[], settings: KafkaSettings): Promise<void> {
  const { partitions, replicationFactor: replicas } = settings;
  const configs = [{ name: 'max.message.bytes', value: String(LARGEST_KAFKA_BATCH_BYTES) }];
  try {
    await admin.createTopics({ topics, partitions, replicas, configs });
  } catch (error) {
    if (!(error instanceof MultipleErrors) || !error.findBy('apiId', 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}

/** A new topic is briefly unknown to the broker. */
async function untilHosted(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === HOSTING_TRIES) throw error;
      await sleep(HOSTING_PAUSE_MS);
    }
  }
}

async function warnOfPartitions(
  admin: Admin,
  topics: string[],
  settings: KafkaSettings,
  logger: Logger,
): Promise<void> {
  const metadata = await admin.metadata({ topics, forceUpdate: true });
  for (const [topic, { partitionsCount: partitions }] of metadata.topics) {
    if (partitions === settings.partitions) continue;
    logger.warn(
      { topic, partitions, configured: settings.partitions },
      'topic exists with another number of partitions, which is kept',
    );
  }
}
