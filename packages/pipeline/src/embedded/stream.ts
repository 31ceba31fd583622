import { keyOf, type Topic } from '@orrery/contract';
import type { WorkDatabase } from '@orrery/stores/embedded';
import type { Logger, Stoppable } from '@orrery/telemetry';
import type { Batch, Stream } from '../ports.ts';
import { startLoop } from './loop.ts';
import { commitOffset, lagOf, prune, publish, readBatch, registerGroup, waitingPartitions } from './segments.ts';

export interface EmbeddedStreamOptions {
  readonly logger?: Logger;
  /** Retention of records that every group has committed, for future groups, ms. */
  readonly retentionMs?: number;
}

const DEFAULT_RETENTION_MS = 3_600_000;
const PRUNE_EVERY_MS = 600_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** A partition whose handler rejected pauses until then; the pause doubles. */
interface Rest {
  readonly untilMs: number;
  readonly pauseMs: number;
}

/**
 * Stream in tables of the work database. Consumers of a group take turns: each takes a partition that has records and
 * that no other is processing, so order is preserved per key and a consumer that leaves has nothing to hand over.
 * Stopping the stream stops its consumers and leaves the database open.
 */
export async function createEmbeddedStream(
  database: WorkDatabase,
  { logger, retentionMs = DEFAULT_RETENTION_MS }: EmbeddedStreamOptions = {},
): Promise<Stream> {
  const consumers = new Set<Stoppable>();
  const housekeeping = startLoop(
    async () => {
      await prune(database, retentionMs);
      return PRUNE_EVERY_MS;
    },
    'pruning the stream',
    logger,
  );
  return {
    name: 'embedded stream',
    publish: async (topic, records) => {
      if (records.length === 0) return;
      await publish(database, topic, records, (record) => keyOf(record));
      database.notify(bellOf(topic));
    },
    consume: async (topic, group, handler) => {
      await registerGroup(database, topic, group);
      const consumer = startConsumer(database, topic, group, handler, logger);
      const stoppable: Stoppable = {
        name: consumer.name,
        stop: async () => {
          await consumer.stop();
          consumers.delete(stoppable);
        },
      };
      consumers.add(stoppable);
      return stoppable;
    },
    lag: (topic, group) => lagOf(database, topic, group),
    stop: async () => {
      await Promise.all([housekeeping.stop(), ...[...consumers].map((consumer) => consumer.stop())]);
    },
  };
}

const bellOf = (topic: Topic): string => `stream:${topic}`;

function startConsumer<T extends Topic>(
  database: WorkDatabase,
  topic: T,
  group: string,
  handler: (batch: Batch<T>) => Promise<void>,
  logger: Logger | undefined,
): Stoppable {
  const rests = new Map<number, Rest>();
  const holdOf = (partition: number): string => `stream:${topic}/${group}/${partition}`;

  const handle = async (partition: number): Promise<void> => {
    // Read after the partition is taken, so that records another consumer of the group has just committed are not
    // delivered again.
    const batch = await readBatch(database, topic, group, partition);
    if (!batch) return;
    try {
      await handler(batch);
    } catch (error) {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * (rests.get(partition)?.pauseMs ?? FIRST_PAUSE_MS / 2));
      rests.set(partition, { untilMs: Date.now() + pauseMs, pauseMs });
      logger?.warn(
        { err: error, topic, group, partition, pauseMs },
        'a batch was not handled and will be delivered again',
      );
      return;
    }
    await commitOffset(database, topic, group, partition, batch.lastOffset);
    rests.delete(partition);
  };

  const step = async (): Promise<number> => {
    const partitions = await waitingPartitions(database, topic, group);
    const free = partitions.filter((partition) => !database.held.has(holdOf(partition)));
    const now = Date.now();
    const ready = free.find((partition) => (rests.get(partition)?.untilMs ?? 0) <= now);
    if (ready === undefined) return Math.min(...free.map((partition) => rests.get(partition)!.untilMs - now));
    database.held.add(holdOf(ready));
    try {
      await handle(ready);
    } finally {
      database.held.delete(holdOf(ready));
      database.notify(bellOf(topic));
    }
    return 0;
  };

  const loop = startLoop(step, `consumer ${group} of ${topic}`, logger);
  const unlisten = database.listen(bellOf(topic), () => loop.bell.ring());
  return {
    name: `consumer ${group} of ${topic}`,
    stop: async () => {
      await loop.stop();
      unlisten();
    },
  };
}
