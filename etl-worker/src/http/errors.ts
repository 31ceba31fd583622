import { OrreryError } from '@orrery/contract';

/**
 * Why a provider gave no usable answer.
 * - `unreachable`: no whole answer (network, time-out, cut short, 5xx) after all attempts, or the circuit of its host
 *   is open;
 * - `refused`: it does not want us (401, 403);
 * - `rateLimited`: it asked us to wait (429, Retry-After), or its quota is used up;
 * - `stopped`: all pulls are stopped until a person resumes them;
 * - `tooLarge`: the body is over the limit;
 * - `badStatus`: any other status but 200 and 304.
 */
export type SourceErrorKind = 'unreachable' | 'refused' | 'rateLimited' | 'stopped' | 'tooLarge' | 'badStatus';

/**
 * A request to a provider failed. `retryAtMs`: before that (epoch ms UTC) asking again is pointless or forbidden; null
 * where time heals nothing.
 */
export class SourceError extends OrreryError {
  readonly kind: SourceErrorKind;
  readonly retryAtMs: number | null;

  constructor(kind: SourceErrorKind, message: string, retryAtMs: number | null = null, options?: ErrorOptions) {
    super('sourceUnreachable', message, [], options);
    this.name = 'SourceError';
    this.kind = kind;
    this.retryAtMs = retryAtMs;
  }
}
