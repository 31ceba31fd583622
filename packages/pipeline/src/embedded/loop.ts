import { OrreryError } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { createBell, type Bell } from './bell.ts';

export interface Loop {
  readonly bell: Bell;
  /** Waits for the running step; no further one begins. */
  stop(): Promise<void>;
}

/** Pause after an unexpected error of the database, such as a full disk that may be cleared. */
const ERROR_PAUSE_MS = 1000;

/**
 * Runs `step` again and again; it returns how long to wait unless the bell rings earlier. Ends by itself when the
 * database is closed.
 */
export function startLoop(step: (bell: Bell) => Promise<number>, what: string, logger: Logger | undefined): Loop {
  const bell = createBell();
  let stopping = false;
  const run = async (): Promise<void> => {
    while (!stopping) {
      let waitMs = ERROR_PAUSE_MS;
      try {
        waitMs = await step(bell);
      } catch (error) {
        if (error instanceof OrreryError && error.code === 'notReady') return;
        logger?.error({ err: error }, `${what} failed in the embedded database, trying again`);
      }
      if (!stopping) await bell.wait(waitMs);
    }
  };
  const ended = run();
  return {
    bell,
    stop: async () => {
      stopping = true;
      bell.ring();
      await ended;
    },
  };
}
