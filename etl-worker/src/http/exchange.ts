import { ExchangeError } from './errors.ts';
import { neverConnected, networkReason } from './network.ts';
import { follow } from './redirects.ts';

/** One request and its whole answer; header names in lower case. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** `manual`: a redirect is the answer. */
  readonly redirect: 'follow' | 'manual';
}

/**
 * Asks once. Any status is an answer; rejects with an ExchangeError where there is none, or with the reason of
 * `signal`.
 */
export async function exchange(
  fetcher: typeof fetch,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<Exchange> {
  const late = AbortSignal.timeout(limits.timeoutMs);
  const ask = (address: URL): Promise<Response> =>
    fetcher(address, { headers: { ...headers }, redirect: 'manual', signal: AbortSignal.any([signal, late]) });
  let answered = false;
  try {
    const response = limits.redirect === 'manual' ? await ask(url) : await follow(url, ask);
    answered = true;
    const body = await readBody(response, limits.maxBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExchangeError) throw error;
    if (late.aborted) {
      throw new ExchangeError('timeout', `no whole answer within ${limits.timeoutMs / 1000} s`, { cause: error });
    }
    if (answered) throw new ExchangeError('truncated', 'the answer broke off', { cause: error });
    throw new ExchangeError(neverConnected(error) ? 'notReached' : 'network', networkReason(error), { cause: error });
  }
}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ExchangeError('tooLarge', `the body is over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const claimed = response.headers.get('content-length');
  // A coded body was decoded on the way: its length says nothing about ours. A 304 states the length of what it does
  // not send.
  const comparable = claimed !== null && !response.headers.has('content-encoding') && response.status !== 304;
  if (comparable && Number(claimed) !== bytes) {
    throw new ExchangeError('truncated', `the body has ${bytes} bytes of the ${claimed} it claims`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
