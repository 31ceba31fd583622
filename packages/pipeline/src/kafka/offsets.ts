import { OrreryError } from '@orrery/contract';
import { Admin, ListOffsetTimestamps, type ListOffsetTimestampValue } from '@platformatic/kafka';
import { clientOptions, reasonOf, type KafkaSettings } from './client.ts';

const RETRIES = 2;

export interface Offsets {
  /** Messages of the topic that the group has not committed. Rejects with `notReady` when Kafka does not answer. */
  lag(topic: string, groupId: string): Promise<number>;
  stop(): Promise<void>;
}

/** One admin client, opened when it is first needed and replaced when it failed. */
export function createOffsets(settings: KafkaSettings): Offsets {
  let admin: Admin | undefined;
  const drop = async (): Promise<void> => {
    const old = admin;
    admin = undefined;
    await old?.close().catch(() => undefined);
  };
  return {
    lag: async (topic, groupId) => {
      try {
        admin ??= new Admin(clientOptions(settings, RETRIES));
        return await lagOf(admin, topic, groupId);
      } catch (error) {
        await drop();
        throw new OrreryError(
          'notReady',
          `Kafka did not return the offsets of ${groupId}: ${reasonOf(error)} Try again when it answers.`,
          [],
          { cause: error },
        );
      }
    },
    stop: drop,
  };
}

/** A group that has committed nothing in a partition (offset -1) has all of it before it. */
async function lagOf(admin: Admin, topic: string, groupId: string): Promise<number> {
  const metadata = await admin.metadata({ topics: [topic] });
  const partitions = Array.from({ length: metadata.topics.get(topic)!.partitionsCount }, (_, i) => i);
  const [ends, starts, committed] = await Promise.all([
    offsetsAt(admin, topic, partitions, ListOffsetTimestamps.LATEST),
    offsetsAt(admin, topic, partitions, ListOffsetTimestamps.EARLIEST),
    committedOf(admin, topic, partitions, groupId),
  ]);
  return partitions.reduce((sum, partition) => {
    const low = starts.get(partition) ?? 0n;
    const done = committed.get(partition) ?? -1n;
    return sum + Number((ends.get(partition) ?? 0n) - (done < low ? low : done));
  }, 0);
}

async function offsetsAt(
  admin: Admin,
  topic: string,
  partitions: readonly number[],
  timestamp: ListOffsetTimestampValue,
): Promise<ReadonlyMap<number, bigint>> {
  const asked = partitions.map((partitionIndex) => ({ partitionIndex, timestamp }));
  const topics = await admin.listOffsets({ topics: [{ name: topic, partitions: asked }] });
  return new Map(topics.flatMap((one) => one.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset])));
}

async function committedOf(
  admin: Admin,
  topic: string,
  partitionIndexes: number[],
  groupId: string,
): Promise<ReadonlyMap<number, bigint>> {
  const groups = await admin.listConsumerGroupOffsets({
    groups: [{ groupId, topics: [{ name: topic, partitionIndexes }] }],
  });
  const all = groups.flatMap((group) => group.topics).flatMap(({ partitions }) => partitions);
  return new Map(all.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]));
}
