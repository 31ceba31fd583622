import { createEmbeddedQueue, createEmbeddedStream } from '@orrery/pipeline/embedded';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import type { Logger } from '@orrery/telemetry';
import type { Engines, OpenStores } from './engines.ts';

/** The stores alone. Rejects with `notReady` where another process has the file open. */
export async function openEmbeddedStores(file: string): Promise<OpenStores> {
  const stores = await createEmbeddedStores({ file });
  return { name: 'embedded stores', stores, stop: () => stores.stop() };
}

/**
 * Everything in two database files. Rejects with `notReady` where another process has them open. `onFatal`: the
 * database of series and documents works no more in this process.
 */
export async function openEmbeddedEngines(
  file: string,
  logger: Logger,
  onFatal?: (error: Error) => void,
): Promise<Engines> {
  const stores = await createEmbeddedStores({ file, ...(onFatal ? { onFatal } : {}) });
  try {
    const queue = await createEmbeddedQueue(stores.work, { logger });
    const stream = await createEmbeddedStream(stores.work, { logger });
    return {
      name: 'embedded engines',
      stores,
      queue,
      stream,
      async stop() {
        await queue.stop();
        await stream.stop();
        await stores.stop();
      },
    };
  } catch (error) {
    await stores.stop();
    throw error;
  }
}
