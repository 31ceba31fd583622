import { OrreryError } from './errors.ts';

/**
 * Whether work is still wanted. An AbortSignal is one; so is a flag in memory that threads share, which can be seen
 * without giving way to other work.
 */
export interface StopSignal {
  readonly aborted: boolean;
}

/** The error of work that is not wanted any more. */
export const cancelled = (): OrreryError =>
  new OrreryError('cancelled', 'The client went away before the answer was ready.');

/** Throws `cancelled` where the work is not wanted any more. */
export function throwIfAborted(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
