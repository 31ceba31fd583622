import { setTimeout as sleep } from 'node:timers/promises';
import { OrreryError } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';

/** Servers that start together with us, or again after a crash, are waited for so long. */
const PATIENCE_MS = 300_000;
const PAUSE_MS = 1000;

/**
 * Opens again and again while that rejects with `notReady`; any other error, and `notReady` after the patience, are
 * passed on.
 */
export async function whenReady<T>(
  open: () => Promise<T>,
  logger: Pick<Logger, 'warn'>,
  { patienceMs = PATIENCE_MS, pauseMs = PAUSE_MS } = {},
): Promise<T> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof OrreryError && error.code === 'notReady') || Date.now() > endMs) throw error;
      logger.warn({ reason: error.message }, 'waiting for the servers');
      await sleep(pauseMs);
    }
  }
}
