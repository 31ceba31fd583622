import { OrreryError, TOPICS, type Topic } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type ISocketFactory, type ITopicConfig, type logCreator } from 'kafkajs';
import type { AvroRecord } from '../avro/from-zod.ts';

/** A message that cannot be read, with all that is needed to look into it. */
export interface UnreadableRecord {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: bigint;
  readonly bytes: Buffer;
  readonly reason: string;
}

export interface KafkaStreamConfig {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /** Before the topics' names and the groups'. */
  readonly topicPrefix?: string;
  /** Of topics that are created; of one that exists it is not changed, for that would part a key from its past. */
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** Address of a Confluent Schema Registry; without one, schemas have the id of their fingerprint. */
  readonly registryUrl?: string;
  /** Schemas of earlier releases, so that what they wrote without a registry stays readable. */
  readonly olderSchemas?: readonly AvroRecord[];
  /** Observations of one series in a message at most. */
  readonly messageRecords?: number;
  /** A handler gets about so many records and bytes at once: whole messages, until one of the two is reached. */
  readonly batchRecords?: number;
  readonly batchBytes?: number;
  /** How long `publish` tries while Kafka is away, before it rejects. */
  readonly publishPatienceMs?: number;
  /**
   * A consumer silent for so long is taken for dead and its partitions go to others. Kafka allows 6 s and more by
   * default.
   */
  readonly sessionTimeoutMs?: number;
  /** Pause after a handler rejected; doubles up to `longestPauseMs`. */
  readonly pauseMs?: number;
  readonly longestPauseMs?: number;
  /** Keeps a message that cannot be read; without it such a message holds its partition up, for nothing may be lost. */
  readonly setAside?: (record: UnreadableRecord) => Promise<void>;
  /** Makes the connections: TLS of one's own, or tests that cut them. */
  readonly socketFactory?: ISocketFactory;
}

const DEFAULTS = {
  topicPrefix: 'orrery.',
  partitions: 6,
  replicationFactor: 1,
  olderSchemas: [],
  messageRecords: 2000,
  batchRecords: 10_000,
  batchBytes: 4 * 1024 * 1024,
  publishPatienceMs: 30_000,
  sessionTimeoutMs: 10_000,
  pauseMs: 250,
  longestPauseMs: 30_000,
} as const;
export type KafkaSettings = Omit<KafkaStreamConfig, keyof typeof DEFAULTS> &
  Required<Pick<KafkaStreamConfig, keyof typeof DEFAULTS>>;

/** The largest record, in bytes: an aurora oval is about 1 MB, Kafka's own default limit. */
export const LARGEST_RECORD_BYTES = 8 * 1024 * 1024;
/** Room for headers and the other records of a Kafka batch. */
const LARGEST_KAFKA_BATCH_BYTES = 2 * LARGEST_RECORD_BYTES;

export function settingsOf(config: KafkaStreamConfig): KafkaSettings {
  return { ...DEFAULTS, ...config };
}

export function kafkaTopicOf(topic: Topic, settings: KafkaSettings): string {
  return `${settings.topicPrefix}${topic}`;
}

/**
 * A group reads one topic: members of a Kafka group that read different topics are assigned each other's by kafkajs.
 */
export function kafkaGroupOf(topic: Topic, group: string, settings: KafkaSettings): string {
  return `${settings.topicPrefix}${topic}.${group}`;
}

export function createClient(settings: KafkaSettings, logger: Logger): Kafka {
  return new Kafka({
    clientId: 'orrery',
    brokers: [...settings.brokers],
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 5 },
    logLevel: logLevel.INFO,
    logCreator: logTo(logger),
    ...(settings.socketFactory ? { socketFactory: settings.socketFactory } : {}),
  });
}

/** kafkajs tries again by itself: what it calls an error is a warning here. What it gives up, the callers report. */
function logTo(logger: Logger): logCreator {
  return () =>
    ({ level, namespace, log }) => {
      const { message, timestamp: _timestamp, logger: _library, ...details } = log;
      const method = level === logLevel.ERROR ? 'warn' : 'debug';
      logger[method]({ kafkajs: namespace, ...details }, message);
    };
}

/**
 * Creates the topics that are missing and waits for their leaders. Rejects with `notReady` when Kafka does not answer.
 */
export async function createTopics(kafka: Kafka, settings: KafkaSettings, logger: Logger): Promise<void> {
  const topics = (Object.keys(TOPICS) as Topic[]).map((topic) => kafkaTopicOf(topic, settings));
  const admin = kafka.admin();
  try {
    await admin.connect();
    await untilHosted(async () => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter((topic) => !existing.has(topic));
      const wanted = missing.map((topic) => topicConfig(topic, settings));
      if (wanted.length > 0) await admin.createTopics({ topics: wanted });
      await warnOfPartitions(admin, topics, settings, logger);
    });
  } catch (error) {
    throw new OrreryError(
      'notReady',
      `Kafka at ${settings.brokers.join(', ')} cannot be used: ${reasonOf(error)}. Is it running, and is the address right?`,
      [],
      {
        cause: error,
      },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const HOSTING_TRIES = 20;
const HOSTING_PAUSE_MS = 250;

/**
 * A topic just created is for a moment unknown to the broker that was asked: kafkajs calls that retriable and leaves it
 * to us.
 */
async function untilHosted(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const retriable = error instanceof Error && 'retriable' in error && error.retriable === true;
      if (!retriable || attempt === HOSTING_TRIES) throw error;
      await sleep(HOSTING_PAUSE_MS);
    }
  }
}

function topicConfig(topic: string, { partitions, replicationFactor }: KafkaSettings): ITopicConfig {
  const configEntries = [{ name: 'max.message.bytes', value: String(LARGEST_KAFKA_BATCH_BYTES) }];
  return { topic, numPartitions: partitions, replicationFactor, configEntries };
}

async function warnOfPartitions(
  admin: Admin,
  topics: string[],
  settings: KafkaSettings,
  logger: Logger,
): Promise<void> {
  const { topics: found } = await admin.fetchTopicMetadata({ topics });
  for (const { name, partitions } of found) {
    if (partitions.length === settings.partitions) continue;
    logger.warn(
      { topic: name, partitions: partitions.length, configured: settings.partitions },
      'topic exists with other partitions and stays so',
    );
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
