import { OrreryError } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { createBell, type Bell } from './bell.ts';

export interface Loop {
  readonly bell: Bell;
  /** Lets the step that runs end, then no further one begins. */
  stop(): Promise<void>;
}

/** The database refuses something it should not: wait, it may be a full disk that somebody clears. */
const ERROR_PAUSE_MS = 1000;

/**
 * Runs `step` again and again; it answers how long to wait, unless the bell rings before. Ends by itself when the
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
