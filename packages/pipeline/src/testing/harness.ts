import type { Stoppable } from '@orrery/telemetry';

/** A queue or stream, initially empty, and how to open it. */
export interface FlowHarness<T extends Stoppable> {
  /**
   * Opens it; every call opens the same data, as another process would. The suite stops what it opened, or crashes it.
   */
  open(): Promise<T>;
  /**
   * Ends it as SIGKILL would: running handlers are not waited for, and what they do afterwards has no effect. Other
   * handles continue if the engine allows many processes; if it allows one (embedded), all handles end.
   */
  crash(opened: T): Promise<void>;
  /** Removes the data. */
  dispose(): Promise<void>;
}

/** Called before each test for a new, empty place. */
export type FlowFactory<T extends Stoppable> = () => Promise<FlowHarness<T>>;

/** Servers that detect a dead worker by a timeout may need this long; set a short timeout in tests. */
export const PATIENCE_MS = 120_000;
const POLL_MS = 10;

/** Resolves when the condition holds; rejects with `what` after `PATIENCE_MS`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
    await pause(POLL_MS);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A promise and its resolver. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
