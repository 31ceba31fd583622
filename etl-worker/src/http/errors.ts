import { OrreryError } from '@orrery/contract';

/**
 * Why a provider gave no usable answer.
 * - `notReached`: the request never reached it (no network, no name, no connection): it costs nothing and is made again
 *   every `REACH_AGAIN_MS`;
 * - `interrupted`: the process ended during the pull, and the policy does not allow the next one yet;
 * - `unreachable`: no whole answer (network, time-out, cut short, 5xx) after all attempts, or the circuit of its host
 *   is open;
 * - `refused`: it does not want us (401, 403);
 * - `rateLimited`: it asked us to wait (429, Retry-After), or its quota is used up;
 * - `stopped`: all pulls are stopped until a person resumes them;
 * - `tooLarge`: the body is over the limit;
 * - `badStatus`: any other status but 200 and 304.
 */
export type SourceErrorKind =
  | 'notReached'
  | 'interrupted'
  | 'unreachable'
  | 'refused'
  | 'rateLimited'
  | 'stopped'
  | 'tooLarge'
  | 'badStatus';

/** Real time after which a provider that could not be reached is asked again. */
export const REACH_AGAIN_MS = 30_000;

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

/**
 * Why there was no whole answer:
 * - `notReached`: the request never reached the provider (no network, no name, no connection);
 * - `timeout`, `network`, `truncated`: it may have reached the provider; asking again may help;
 * - `tooLarge`, `redirects`: it will be so again.
 */
export type ExchangeFailure = 'notReached' | 'timeout' | 'network' | 'truncated' | 'tooLarge' | 'redirects';

export class ExchangeError extends Error {
  readonly reason: ExchangeFailure;
  constructor(reason: ExchangeFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The provider was not reached. */
export const notReached = (name: string, cause: ExchangeError): SourceError =>
  new SourceError(
    'notReached',
    `${name} cannot be reached (no network? ${cause.message}); trying again every ${REACH_AGAIN_MS / 1000} s.`,
    null,
    { cause },
  );
