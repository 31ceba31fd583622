import { type MemoryQueue, createMemoryQueue, createMemoryStream } from '@orrery/pipeline/memory';
import { createForecastMetrics, createLogger, createMetrics } from '@orrery/telemetry';
import { createMemoryStores } from '@orrery/stores/memory';
import type { Clock } from '../../clock.ts';
import type { ForecastContext } from '../context.ts';
import { createRegistry } from '../registry/registry.ts';

export interface TestContext extends ForecastContext {
  readonly queue: MemoryQueue;
  readonly stream: ReturnType<typeof createMemoryStream>;
  readonly stores: ReturnType<typeof createMemoryStores>;
  setNow(nowMs: number): void;
}

/** A context in memory with a stopped clock. */
export function createTestContext(startMs: number): TestContext {
  let nowMs = startMs;
  const clock: Clock = { now: () => nowMs, realMs: (spanMs) => spanMs };
  const stores = createMemoryStores();
  return {
    stores,
    clock,
    queue: createMemoryQueue(),
    stream: createMemoryStream(),
    registry: createRegistry(stores, () => nowMs),
    logger: createLogger('test', 'silent'),
    metrics: createForecastMetrics(createMetrics().registry),
    setNow: (ms) => {
      nowMs = ms;
    },
  };
}
