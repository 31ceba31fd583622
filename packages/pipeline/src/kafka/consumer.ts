import type { RecordOf, Topic } from '@orrery/contract';
import type { Logger, Stoppable } from '@orrery/telemetry';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { UnreadableRecordError, type AvroCodec } from '../avro/codec.ts';
import type { Batch } from '../ports.ts';
import { kafkaGroupOf, kafkaTopicOf, reasonOf, type KafkaSettings } from './client.ts';

/** A new consumer begins after this pause, which doubles with each failure in a row. */
const RESTART_MS = 1000;
const LONGEST_RESTART_MS = 30_000;
/** A fetch waits so long for records; also the longest that a partition waits after its pause. */
const FETCH_WAIT_MS = 250;

export interface Consumption<T extends Topic> {
  readonly topic: T;
  readonly group: string;
  readonly handler: (batch: Batch<T>) => Promise<void>;
}

/**
 * Joins the group and consumes until stopped. When kafkajs gives up (it does after some errors, for good), a new
 * consumer takes over; so it does where Kafka is away at the start: the sink is there and begins when Kafka answers.
 */
export async function startConsumer<T extends Topic>(
  kafka: Kafka,
  codec: AvroCodec,
  consumption: Consumption<T>,
  settings: KafkaSettings,
  logger: Logger,
): Promise<Stoppable> {
  const name = kafkaGroupOf(consumption.topic, consumption.group, settings);
  const pauses = createPauses(settings);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let consumer: Consumer;

  const start = async (): Promise<void> => {
    consumer = openConsumer(kafka, name, settings);
    consumer.on(consumer.events.CRASH, ({ payload }) => restart(payload.error));
    await consumer.connect();
    await consumer.subscribe({ topics: [kafkaTopicOf(consumption.topic, settings)], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: settings.partitions,
      eachBatch: (payload) => handleBatch(payload, codec, consumption, pauses, settings, logger),
    });
    failures = 0;
  };
  const restart = (error: Error): void => {
    if (stopped || timer !== undefined) return;
    const pauseMs = Math.min(RESTART_MS * 2 ** failures, LONGEST_RESTART_MS);
    failures += 1;
    logger.error({ group: name, err: error, pauseMs }, 'consumer ended, a new one begins');
    const old = consumer;
    timer = setTimeout(() => {
      timer = undefined;
      void old.disconnect().catch(() => undefined);
      if (!stopped) start().catch(restart);
    }, pauseMs);
  };

  await start().catch(restart);
  return {
    name: `consumer ${name}`,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      pauses.end();
      // Waits for the handlers at work and their commits.
      await consumer.disconnect();
    },
  };
}

function openConsumer(kafka: Kafka, groupId: string, settings: KafkaSettings): Consumer {
  return kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: settings.sessionTimeoutMs,
    heartbeatInterval: Math.min(3000, Math.floor(settings.sessionTimeoutMs / 4)),
    maxWaitTimeInMs: FETCH_WAIT_MS,
    retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 5, restartOnFailure: async () => false },
  });
}

async function handleBatch<T extends Topic>(
  payload: EachBatchPayload,
  codec: AvroCodec,
  { topic, handler }: Consumption<T>,
  pauses: Pauses,
  settings: KafkaSettings,
  logger: Logger,
): Promise<void> {
  const { batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning, isStale } = payload;
  const { partition, messages } = batch;
  for (let done = 0; done < messages.length; ) {
    if (!isRunning() || isStale()) return;
    let last = messages[done]!;
    try {
      await whileBeating(heartbeat, async () => {
        const read = await readSome(codec, topic, partition, messages.slice(done), settings, logger);
        done += read.messages;
        last = messages[done - 1]!;
        const lastOffset = BigInt(last.offset);
        if (read.records.length > 0) await handler({ records: read.records, partition, lastOffset });
      });
    } catch (error) {
      const pauseMs = pauses.pause(partition, payload.pause());
      logger.warn(
        { topic, partition, offset: last.offset, pauseMs, err: error },
        'batch was not handled, it comes again',
      );
      return;
    }
    pauses.forget(partition);
    resolveOffset(last.offset);
    const next = String(BigInt(last.offset) + 1n);
    await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: [{ partition, offset: next }] }] });
    await heartbeat();
  }
}

/** Records of the first messages, until there are enough for a handler. */
async function readSome<T extends Topic>(
  codec: AvroCodec,
  topic: T,
  partition: number,
  messages: readonly KafkaMessage[],
  { batchRecords, batchBytes, setAside }: KafkaSettings,
  logger: Logger,
): Promise<{ readonly records: readonly RecordOf<T>[]; readonly messages: number }> {
  const bytesOf = (message: KafkaMessage): Buffer => message.value ?? Buffer.alloc(0);
  const read = await codec.decoder(topic, messages.map(bytesOf));
  const parts: (readonly RecordOf<T>[])[] = [];
  let [count, records, bytes] = [0, 0, 0];
  while (count < messages.length && records < batchRecords && bytes < batchBytes) {
    const message = messages[count]!;
    const content = bytesOf(message);
    count += 1;
    bytes += content.length;
    try {
      const part = read(content);
      parts.push(part);
      records += part.length;
    } catch (error) {
      if (!(error instanceof UnreadableRecordError) || !setAside) throw error;
      const reason = reasonOf(error);
      await setAside({ topic, partition, offset: BigInt(message.offset), bytes: content, reason });
      logger.warn({ topic, partition, offset: message.offset, reason }, 'unreadable message set aside');
    }
  }
  // concat copies whole arrays, flat looks at each record.
  return { records: ([] as RecordOf<T>[]).concat(...parts), messages: count };
}

/**
 * Heartbeats while a handler works, which may take longer than a session: otherwise its partitions would go to others.
 */
async function whileBeating(heartbeat: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  const beat = setInterval(() => {
    // A rebalance is met after the handler: what it wrote is still to be committed.
    heartbeat().catch(() => undefined);
  }, 1000);
  try {
    await work();
  } finally {
    clearInterval(beat);
  }
}

interface Pauses {
  /** Resumes the partition after a pause that doubles with every failure in a row. Returns the pause in ms. */
  pause(partition: number, resume: () => void): number;
  forget(partition: number): void;
  end(): void;
}

function createPauses({ pauseMs, longestPauseMs }: KafkaSettings): Pauses {
  const failures = new Map<number, number>();
  const timers = new Set<NodeJS.Timeout>();
  return {
    pause: (partition, resume) => {
      const before = failures.get(partition) ?? 0;
      failures.set(partition, before + 1);
      const ms = Math.min(pauseMs * 2 ** before, longestPauseMs);
      const timer = setTimeout(() => {
        timers.delete(timer);
        resume();
      }, ms);
      timers.add(timer);
      return ms;
    },
    forget: (partition) => void failures.delete(partition),
    end: () => timers.forEach(clearTimeout),
  };
}
