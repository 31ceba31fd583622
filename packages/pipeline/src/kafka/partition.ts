import type { RecordOf, Topic } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { Consumer, IS_CONTROL, ListOffsetTimestamps } from '@platformatic/kafka';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnreadableRecordError, type AvroCodec } from '../avro/codec.ts';
import type { Batch } from '../ports.ts';
import { clientOptions, reasonOf, type KafkaSettings } from './client.ts';

/** A fetch waits this long for messages. */
const FETCH_WAIT_MS = 1000;
/** Largest fetch; Kafka returns a larger batch whole. */
const FETCH_BYTES = 1024 * 1024;

export interface Consumption<T extends Topic> {
  readonly topic: T;
  readonly group: string;
  readonly handler: (batch: Batch<T>) => Promise<void>;
}

/** The offset of the group in the partition. Both reject if Kafka does not accept this consumer as a member. */
export interface Place {
  /** Offset that is committed; undefined where nothing is. */
  committed(): Promise<bigint | undefined>;
  commit(offset: bigint): Promise<void>;
}

export interface PartitionReader {
  /** Ends after the running handler: 'stopped' commits its batch, 'lost' leaves it to the next owner. */
  end(how: 'stopped' | 'lost'): void;
  isEnding(): boolean;
  readonly ended: Promise<void>;
}

interface Message {
  readonly offset: bigint;
  readonly value: Buffer;
}

interface Fetched {
  readonly messages: readonly Message[];
  /** The next offset to fetch; behind the last message, for there are markers that are none. */
  readonly next: bigint;
}

/**
 * Reads one partition on a connection of its own, because a waiting fetch blocks its connection: fetches, calls the
 * handler, commits, one batch after the other. After a failure it retries from the committed offset, with a pause that
 * doubles. Begins when `before`, the previous reader of the partition, has ended.
 */
export function readPartition<T extends Topic>(
  partition: number,
  kafkaTopic: string,
  place: Place,
  codec: AvroCodec,
  { topic, group, handler }: Consumption<T>,
  settings: KafkaSettings,
  logger: Logger,
  before: Promise<void> | undefined,
): PartitionReader {
  const client = new Consumer({ ...clientOptions(settings, 0), groupId: group });
  const ending = new AbortController();
  let lost = false;

  const handle = async ({ messages, next }: Fetched): Promise<void> => {
    for (let done = 0; done < messages.length && !ending.signal.aborted; ) {
      const read = await readSome(codec, topic, partition, messages.slice(done), settings, logger);
      done += read.messages;
      const lastOffset = messages[done - 1]!.offset;
      if (read.records.length > 0) await handler({ records: read.records, partition, lastOffset });
      if (!lost) await place.commit(done < messages.length ? lastOffset + 1n : next);
    }
    if (messages.length === 0) await place.commit(next);
  };
  const run = async (): Promise<void> => {
    await before;
    let next: bigint | undefined;
    for (let failures = 0; !ending.signal.aborted; ) {
      try {
        next ??= await startOf(client, kafkaTopic, partition, await place.committed());
        const fetched = await fetchFrom(client, kafkaTopic, partition, next);
        if (fetched.next > next) await handle(fetched);
        next = fetched.next;
        failures = 0;
      } catch (error) {
        if (ending.signal.aborted) return;
        next = undefined;
        client.clearMetadata();
        const pauseMs = Math.min(settings.pauseMs * 2 ** failures, settings.longestPauseMs);
        failures += 1;
        logger.warn({ topic, partition, pauseMs, err: error }, 'batch was not handled and will be delivered again');
        await sleep(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  };
  return {
    end: (how) => {
      lost ||= how === 'lost';
      ending.abort();
      void client.close().catch(() => undefined);
    },
    isEnding: () => ending.signal.aborted,
    ended: run(),
  };
}

/** The committed offset, or the earliest one where nothing is committed or what is there begins later. */
async function startOf(
  client: Consumer,
  topic: string,
  partition: number,
  committed: bigint | undefined,
): Promise<bigint> {
  const at = async (timestamp: bigint): Promise<bigint> => {
    const offsets = await client.listOffsets({ topics: [topic], partitions: { [topic]: [partition] }, timestamp });
    return offsets.get(topic)![partition]!;
  };
  const earliest = await at(ListOffsetTimestamps.EARLIEST);
  if (committed === undefined || committed < earliest) return earliest;
  return committed <= (await at(ListOffsetTimestamps.LATEST)) ? committed : earliest;
}

async function fetchFrom(client: Consumer, topic: string, partition: number, offset: bigint): Promise<Fetched> {
  const metadata = await client.metadata({ topics: [topic] });
  const { id: topicId, partitions } = metadata.topics.get(topic)!;
  const asked = { partition, fetchOffset: offset, currentLeaderEpoch: -1, lastFetchedEpoch: -1 };
  const response = await client.fetch({
    node: partitions[partition]!.leader,
    maxWaitTime: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    topics: [{ topicId, partitions: [{ ...asked, partitionMaxBytes: FETCH_BYTES }] }],
  });
  const batches = response.responses.flatMap((one) => one.partitions).flatMap(({ records }) => records ?? []);
  const messages: Message[] = [];
  let next = offset;
  for (const { attributes, firstOffset, lastOffsetDelta, records } of batches) {
    next = firstOffset + BigInt(lastOffsetDelta) + 1n;
    if (attributes & IS_CONTROL) continue;
    for (const { offsetDelta, value } of records) {
      const at = firstOffset + BigInt(offsetDelta);
      // Kafka gives whole batches: the first may begin before the offset.
      if (at >= offset) messages.push({ offset: at, value: value ?? Buffer.alloc(0) });
    }
  }
  return { messages, next };
}

/** Records of the first messages, until there are enough for a handler. */
async function readSome<T extends Topic>(
  codec: AvroCodec,
  topic: T,
  partition: number,
  messages: readonly Message[],
  { batchRecords, batchBytes, setAside }: KafkaSettings,
  logger: Logger,
): Promise<{ readonly records: readonly RecordOf<T>[]; readonly messages: number }> {
  const read = await codec.decoder(
    topic,
    messages.map(({ value }) => value),
  );
  const parts: (readonly RecordOf<T>[])[] = [];
  let [count, records, bytes] = [0, 0, 0];
  while (count < messages.length && records < batchRecords && bytes < batchBytes) {
    const { offset, value } = messages[count]!;
    count += 1;
    bytes += value.length;
    try {
      const part = read(value);
      parts.push(part);
      records += part.length;
    } catch (error) {
      if (!(error instanceof UnreadableRecordError) || !setAside) throw error;
      const reason = reasonOf(error);
      await setAside({ topic, partition, offset, bytes: value, reason });
      logger.warn({ topic, partition, offset: String(offset), reason }, 'unreadable message set aside');
    }
  }
  // concat copies whole arrays, flat looks at each record.
  return { records: ([] as RecordOf<T>[]).concat(...parts), messages: count };
}
