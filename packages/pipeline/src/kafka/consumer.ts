import type { Topic } from '@orrery/contract';
import type { Logger, Stoppable } from '@orrery/telemetry';
import { Consumer, type GroupAssignment } from '@platformatic/kafka';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AvroCodec } from '../avro/codec.ts';
import { clientOptions, kafkaGroupOf, kafkaTopicOf, type KafkaSettings } from './client.ts';
import { readPartition, type Consumption, type PartitionReader, type Place } from './partition.ts';

export type { Consumption } from './partition.ts';

/** A new membership begins after this pause, which doubles with each consecutive failure. */
const RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** How long the others wait for a member to rejoin. Members rejoin while their handlers run. */
const REBALANCE_TIMEOUT_MS = 15_000;
/** The name used by earlier releases, as their workers and ours may share a group during an upgrade. */
const ASSIGNER = { name: 'RoundRobinAssigner', version: 1 };

/**
 * Joins the group and consumes until stopped. If the membership fails (Kafka is unavailable, its coordinator moved,
 * this process was suspended for longer than a session), a new one follows. If Kafka is unavailable at the start, the
 * sink begins when Kafka answers.
 */
export async function startConsumer<T extends Topic>(
  codec: AvroCodec,
  consumption: Consumption<T>,
  settings: KafkaSettings,
  logger: Logger,
): Promise<Stoppable> {
  const name = kafkaGroupOf(consumption.topic, consumption.group, settings);
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

  const run = async (tried: () => void): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      const joined = (): void => {
        failures = 0;
        tried();
      };
      try {
        await beMember(name, codec, consumption, settings, logger, stopped, joined);
      } catch (error) {
        const pauseMs = Math.min(RESTART_MS * 2 ** failures, LONGEST_RESTART_MS);
        failures += 1;
        logger.warn({ group: name, err: error, pauseMs }, 'membership of the group ended, a new one begins');
        tried();
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const running = await new Promise<{ readonly end: Promise<void> }>((resolve) => {
    const end = run(() => resolve({ end }));
  });
  return {
    name: `consumer ${name}`,
    // Waits for the running handlers and their commits.
    stop: async () => {
      stopping.abort();
      await running.end;
    },
  };
}

/** Resolves when stopped, rejects when the membership fails; in both cases no handler is running any more. */
async function beMember<T extends Topic>(
  groupId: string,
  codec: AvroCodec,
  consumption: Consumption<T>,
  settings: KafkaSettings,
  logger: Logger,
  stopped: Promise<void>,
  joined: () => void,
): Promise<void> {
  const { sessionTimeoutMs } = settings;
  const topic = kafkaTopicOf(consumption.topic, settings);
  // The client would rejoin within a failed commit and then move the group back to an offset that belongs to another
  // member by now. So it does not retry; a new membership does.
  const member = new Consumer({
    ...clientOptions(settings, 0),
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: Math.min(3000, Math.floor(sessionTimeoutMs / 4)),
    protocols: [ASSIGNER],
  });
  const readers = new Map<number, PartitionReader>();
  let fail = (_error: Error): void => undefined;
  const failure = new Promise<never>((_resolve, reject) => (fail = reject));
  const assign = (assignments: readonly GroupAssignment[] | null): void => {
    const mine = new Set(assignments?.find((one) => one.topic === topic)?.partitions);
    for (const [partition, reader] of readers) if (!mine.has(partition)) reader.end('lost');
    for (const partition of mine) {
      const before = readers.get(partition);
      if (before && !before.isEnding()) continue;
      const place = placeOf(member, topic, partition, fail);
      const reader = readPartition(partition, topic, place, codec, consumption, settings, logger, before?.ended);
      readers.set(partition, reader);
    }
  };
  const endAll = async (how: 'stopped' | 'lost'): Promise<void> => {
    for (const reader of readers.values()) reader.end(how);
    await Promise.all([...readers.values()].map((reader) => reader.ended));
  };
  member.on('error', fail);
  member.on('consumer:heartbeat:error', ({ error }) => {
    const silentMs = Date.now() - (member.lastHeartbeat?.getTime() ?? 0);
    if (silentMs > sessionTimeoutMs) fail(error);
  });
  member.on('consumer:group:join', () => assign(member.assignments));
  member.topics.track(topic);
  try {
    await Promise.race([member.joinGroup().then(joined), stopped, failure]);
    await Promise.race([stopped, failure]);
    await endAll('stopped');
  } finally {
    await endAll('lost');
    await member.close().catch(() => member.connections.close());
  }
}

/** The offset of the member's group in a partition; if Kafka refuses it, the membership has failed. */
function placeOf(member: Consumer, topic: string, partition: number, fail: (error: Error) => void): Place {
  const orFail = (error: Error): never => {
    fail(error);
    throw error;
  };
  return {
    committed: async () => {
      const offsets = await member.listCommittedOffsets({ topics: [{ topic, partitions: [partition] }] }).catch(orFail);
      const offset = offsets.get(topic)?.[partition] ?? -1n;
      return offset < 0n ? undefined : offset;
    },
    commit: (offset) => member.commit({ offsets: [{ topic, partition, offset, leaderEpoch: -1 }] }).catch(orFail),
  };
}
