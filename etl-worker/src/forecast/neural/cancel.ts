import { OrreryError } from '@orrery/contract';

/** Throws `cancelled` once the signal has been given. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled(signal);
}

export const cancelled = ({ reason }: AbortSignal): OrreryError =>
  new OrreryError('cancelled', 'Training was stopped before its end; what it had learned is lost.', [], {
    cause: reason,
  });
