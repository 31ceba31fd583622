import { OrreryError } from '@orrery/contract';

/** Codes of Node's errors for a failed or broken connection. */
const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether the network or the server failed, by the code of the error, of one of several, or of its cause. */
export function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isNetworkFailure)) return true;
  return ('code' in error && NETWORK_CODES.has(String(error.code))) || isNetworkFailure(error.cause);
}

/**
 * The same store, whose calls reject with `notReady` and the name of the server while that is unavailable. The message
 * goes to the client of the API, so it contains no address; the error of the database client is the `cause`, for the
 * log.
 */
export function notReadyWhileAway<T extends object>(server: string, isAway: (error: unknown) => boolean, store: T): T {
  const rethrow = (error: unknown): never => {
    if (error instanceof OrreryError || !isAway(error)) throw error;
    throw new OrreryError('notReady', `${server} does not answer; nothing can be read or written until it does.`, [], {
      cause: error,
    });
  };
  async function* guardedPages(pages: AsyncIterable<unknown>): AsyncGenerator {
    try {
      yield* pages;
    } catch (error) {
      rethrow(error);
    }
  }
  const guarded =
    (call: (...given: readonly unknown[]) => unknown) =>
    (...given: readonly unknown[]): unknown => {
      const answer = call(...given);
      if (answer instanceof Promise) return answer.catch(rethrow);
      return isAsyncIterable(answer) ? guardedPages(answer) : answer;
    };
  return Object.fromEntries(
    Object.entries(store).map(([name, member]) => [name, typeof member === 'function' ? guarded(member) : member]),
  ) as T;
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
