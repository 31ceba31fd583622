import { setTimeout as sleep } from 'node:timers/promises';
import { OrreryError } from '@orrery/contract';
import { openDistributedEngines as openOnce, type Engines } from '@orrery/pipeline/engines';
import type { EngineSettings } from '@orrery/pipeline/settings';
import type { Logger } from '@orrery/telemetry';

export { openDistributedStores } from '@orrery/pipeline/engines';

const PAUSE_MS = 1000;
/** Servers that start together with the worker, or again after a crash, are waited for so long. */
const PATIENCE_MS = 300_000;

/** Stores, queue and stream on their servers; waits for those that do not answer yet. Rejects with `notReady` in the end. */
export async function openDistributedEngines(
  settings: EngineSettings,
  logger: Logger,
  patienceMs = PATIENCE_MS,
): Promise<Engines> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await openOnce(settings, logger);
    } catch (error) {
      if (!(error instanceof OrreryError && error.code === 'notReady') || Date.now() > endMs) throw error;
      logger.warn({ reason: error.message }, 'waiting for the servers');
      await sleep(PAUSE_MS);
    }
  }
}
