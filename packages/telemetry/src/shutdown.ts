import type { Logger } from './logger.ts';

/** Something with a lifetime. `stop` may be called once, after `start`. */
export interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
}

/**
 * Stops the parts in reverse order of their start, each within `timeoutMs`, on the first SIGTERM or SIGINT, or when the
 * process that started this one with a channel to it has ended; then the process ends. A part that fails or hangs is
 * logged and does not keep the others from stopping.
 */
export function stopOnSignal(parts: readonly Stoppable[], logger: Logger, timeoutMs = 5000): void {
  let stopping = false;
  const onSignal = (reason: NodeJS.Signals | 'parent gone'): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    void stopAll(parts, logger, timeoutMs).then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  if (process.connected) process.on('disconnect', () => onSignal('parent gone'));
}

/** Stops the parts in reverse order; resolves when all have stopped, failed or timed out. */
export async function stopAll(parts: readonly Stoppable[], logger: Logger, timeoutMs: number): Promise<void> {
  for (const part of [...parts].reverse()) {
    const startedMs = Date.now();
    try {
      await withTimeout(part.stop(), timeoutMs, part.name);
      logger.debug({ part: part.name, durationMs: Date.now() - startedMs }, 'stopped');
    } catch (error) {
      logger.error({ part: part.name, err: error }, 'did not stop cleanly');
    }
  }
}

async function withTimeout(work: Promise<void>, timeoutMs: number, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not stop within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
