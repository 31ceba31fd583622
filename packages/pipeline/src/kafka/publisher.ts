import { OrreryError, type RecordOf, type Topic } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { CompressionTypes, Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import type { AvroCodec, EncodedMessage } from '../avro/codec.ts';
import { kafkaTopicOf, LARGEST_RECORD_BYTES, reasonOf, type KafkaSettings } from './client.ts';

const CHUNK_BYTES = 1024 * 1024;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3000;
/** Documents are JSON text, which gzip makes a tenth; observations are short already. */
const COMPRESSION: Readonly<Record<Topic, CompressionTypes>> = {
  observations: CompressionTypes.None,
  documents: CompressionTypes.GZIP,
};

export interface Publisher {
  publish<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Idempotent producer, acknowledged by all replicas, one request after the other so that keys keep their order.
 *
 * After a request that kafkajs gave up nobody knows whether Kafka has it. The next request of the same producer would
 * bear the same sequence numbers, and Kafka would take its records for those it has and drop them. So a producer that
 * failed is never used again: the records are sent by a new one, perhaps for the second time, and the sinks write by
 * natural key.
 */
export function createPublisher(kafka: Kafka, codec: AvroCodec, settings: KafkaSettings, logger: Logger): Publisher {
  let producer: Producer | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const discard = async (): Promise<void> => {
    const old = producer;
    producer = undefined;
    await old?.disconnect().catch(() => undefined);
  };
  const send = async (topic: Topic, messages: Message[]): Promise<void> => {
    if (!producer) {
      producer = createProducer(kafka);
      await producer.connect();
    }
    await producer.send({ topic: kafkaTopicOf(topic, settings), acks: -1, compression: COMPRESSION[topic], messages });
  };
  const sendPatiently = async (topic: Topic, messages: Message[]): Promise<void> => {
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

function createProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
  });
}

function toMessage({ key, bytes }: EncodedMessage): Message {
  if (bytes.length <= LARGEST_RECORD_BYTES) return { key, value: bytes };
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
    const size = message.value?.length ?? 0;
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
    `${count} messages were not published on ${topic}: ${reasonOf(error)}. Publish them again when Kafka answers.`,
    [],
    {
      cause: error,
    },
  );
}
