import { OrreryError, type RecordOf, type Topic } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import {
  compatibilityPartitioner,
  CompressionAlgorithms,
  ProduceAcks,
  Producer,
  type CompressionAlgorithmValue,
} from '@platformatic/kafka';
import type { AvroCodec, EncodedMessage } from '../avro/codec.ts';
import { clientOptions, kafkaTopicOf, LARGEST_RECORD_BYTES, reasonOf, type KafkaSettings } from './client.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Of one request, with the same sequence numbers: Kafka drops what it has already. */
const RETRIES = 3;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3000;
/** Documents are JSON text, which gzip shrinks to a tenth; observations are compact already. */
const COMPRESSION: Readonly<Record<Topic, CompressionAlgorithmValue>> = {
  observations: CompressionAlgorithms.NONE,
  documents: CompressionAlgorithms.GZIP,
};

interface Message {
  readonly key: Buffer;
  readonly value: Buffer;
}

export interface Publisher {
  publish<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Idempotent producer, acknowledged by all replicas, one request after the other so that keys keep their order.
 *
 * After a request that the client gave up, it is unknown whether Kafka has it. The next request of the same producer
 * would have the same sequence numbers, and Kafka would drop its records as duplicates. So a producer that failed is
 * never used again: a new one sends the records, perhaps for the second time, and the sinks write by natural key.
 */
export function createPublisher(codec: AvroCodec, settings: KafkaSettings, logger: Logger): Publisher {
  let producer: Producer | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const discard = async (): Promise<void> => {
    const old = producer;
    producer = undefined;
    await old?.close().catch(() => undefined);
  };
  const send = async (topic: Topic, messages: readonly Message[]): Promise<void> => {
    producer ??= createProducer(settings);
    const kafkaTopic = kafkaTopicOf(topic, settings);
    await producer.send({
      compression: COMPRESSION[topic],
      messages: messages.map((message) => ({ topic: kafkaTopic, ...message })),
    });
  };
  const sendPatiently = async (topic: Topic, messages: readonly Message[]): Promise<void> => {
    const endMs = Date.now() + settings.publishPatienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await send(topic, messages);
      } catch (error) {
        await discard();
        if (stopped || Date.now() + pauseMs > endMs) throw notPublished(topic, messages.length, error);
        logger.warn(
          { topic, messages: messages.length, err: error },
          'could not publish, trying again with a new producer',
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
  return {
    publish: async (topic, records) => {
      if (stopped) throw new OrreryError('notReady', 'The stream has stopped; publish before stop().');
      if (records.length === 0) return;
      const messages = (await codec.encode(topic, records)).map(toMessage);
      const work = turn.then(async () => {
        for (const chunk of chunksOf(messages)) await sendPatiently(topic, chunk);
      });
      turn = work.catch(() => undefined);
      await work;
    },
    stop: async () => {
      stopped = true;
      await turn;
      await discard();
    },
  };
}

function createProducer(settings: KafkaSettings): Producer {
  return new Producer({
    ...clientOptions(settings, RETRIES),
    idempotent: true,
    acks: ProduceAcks.ALL,
    // A key stays in the partition that the Java client and earlier releases choose.
    partitioner: compatibilityPartitioner,
  });
}

function toMessage({ key, bytes }: EncodedMessage): Message {
  if (bytes.length <= LARGEST_RECORD_BYTES) return { key: Buffer.from(key), value: bytes };
  throw new OrreryError(
    'tooLarge',
    `The record ${key} has ${bytes.length} bytes; ${LARGEST_RECORD_BYTES} are allowed. Split it, or keep its body as a blob.`,
  );
}

/** Runs of messages of about `CHUNK_BYTES`, in order. */
function* chunksOf(messages: readonly Message[]): Generator<Message[]> {
  let chunk: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = message.value.length;
    if (chunk.length > 0 && bytes + size > CHUNK_BYTES) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function notPublished(topic: Topic, count: number, error: unknown): OrreryError {
  return new OrreryError(
    'notReady',
    `${count} messages were not published on ${topic}: ${reasonOf(error)} Publish them again when Kafka answers.`,
    [],
    { cause: error },
  );
}
