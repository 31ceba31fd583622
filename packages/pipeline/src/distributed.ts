import type { Logger, Stoppable } from '@orrery/telemetry';
import { createBullQueue, type BullQueueConfig } from './bullmq/queue.ts';
import type { KafkaStreamConfig } from './kafka/client.ts';
import { createKafkaStream } from './kafka/stream.ts';
import type { Queue, Stream } from './ports.ts';

export type { BullQueueConfig } from './bullmq/queue.ts';
export type { KafkaStreamConfig } from './kafka/client.ts';

export interface DistributedPipelineConfig {
  readonly queue: BullQueueConfig;
  readonly stream: KafkaStreamConfig;
}

export interface DistributedPipeline extends Stoppable {
  readonly queue: Queue;
  readonly stream: Stream;
}

/**
 * Queue on Redis with BullMQ and stream on Kafka with Avro, connected and ready. Rejects with `notReady` if one of them
 * does not answer, and leaves nothing open then. `stop()` lets running handlers finish: jobs first, as they may still
 * publish.
 */
export async function createDistributedPipeline(
  config: DistributedPipelineConfig,
  logger: Logger,
): Promise<DistributedPipeline> {
  const [queue, stream] = await Promise.allSettled([
    createBullQueue(config.queue, logger),
    createKafkaStream(config.stream, logger),
  ]);
  if (queue.status === 'fulfilled' && stream.status === 'fulfilled') return compose(queue.value, stream.value);
  const failures: unknown[] = [];
  for (const result of [queue, stream]) {
    if (result.status === 'fulfilled') await result.value.stop();
    else failures.push(result.reason);
  }
  throw failures[0];
}

function compose(queue: Queue, stream: Stream): DistributedPipeline {
  return {
    name: 'pipeline',
    queue,
    stream,
    stop: async () => {
      await queue.stop();
      await stream.stop();
    },
  };
}
