import { messageOf, type Topic } from '@orrery/contract';
import type { BaseOptions } from '@platformatic/kafka';
import type { AvroRecord } from '../avro/from-zod.ts';

/** A message that cannot be read, with what is needed to inspect it. */
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
  /** Prefix of the names of topics and groups. */
  readonly topicPrefix?: string;
  /** Partitions of new topics; those of an existing one are not changed, as a key would move to another partition. */
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** Address of a Confluent Schema Registry; without one, schemas have the id of their fingerprint. */
  readonly registryUrl?: string;
  /** Schemas of earlier releases, so that messages they wrote without a registry stay readable. */
  readonly olderSchemas?: readonly AvroRecord[];
  /** Observations of one series in a message at most. */
  readonly messageRecords?: number;
  /** Approximate number of records and bytes of a batch: whole messages until one of the two is reached. */
  readonly batchRecords?: number;
  readonly batchBytes?: number;
  /** How long `publish` retries while Kafka is unavailable, before it rejects. */
  readonly publishPatienceMs?: number;
  /**
   * A consumer silent for this long is considered dead and its partitions go to others. Kafka allows 6 s and more by
   * default.
   */
  readonly sessionTimeoutMs?: number;
  /** Pause after a handler rejected; doubles up to `longestPauseMs`. */
  readonly pauseMs?: number;
  readonly longestPauseMs?: number;
  /** Stores a message that cannot be read; without it such a message blocks its partition, as nothing may be lost. */
  readonly setAside?: (record: UnreadableRecord) => Promise<void>;
  /** Marks the connections of this stream in the diagnostics channels of the client: tests find them by it. */
  readonly context?: unknown;
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
export const LARGEST_KAFKA_BATCH_BYTES = 2 * LARGEST_RECORD_BYTES;

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2000;

export function settingsOf(config: KafkaStreamConfig): KafkaSettings {
  return { ...DEFAULTS, ...config };
}

export function kafkaTopicOf(topic: Topic, settings: KafkaSettings): string {
  return `${settings.topicPrefix}${topic}`;
}

/** A group reads one topic, so that its lag and its members are those of one sink. */
export function kafkaGroupOf(topic: Topic, group: string, settings: KafkaSettings): string {
  return `${settings.topicPrefix}${topic}.${group}`;
}

/** Common options of producer, consumers and admin. A request is retried `retries` times, after pauses. */
export function clientOptions({ brokers, context }: KafkaSettings, retries: number): BaseOptions {
  return {
    clientId: 'orrery',
    bootstrapBrokers: [...brokers],
    connectTimeout: 3000,
    requestTimeout: 30_000,
    timeout: 15_000,
    retries,
    retryDelay: (_client, _operation, attempt) => Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS),
    context,
  };
}

/** The message of an error; of one that gathers the errors of several attempts, that of the last. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors.at(-1));
  return messageOf(error);
}
