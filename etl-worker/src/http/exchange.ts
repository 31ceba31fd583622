/** One request and its whole answer; header names in lower case. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly redirect: 'follow' | 'manual';
}

/** There was no whole answer. `tooLarge` will be so again; the others may heal. */
export class ExchangeError extends Error {
  readonly reason: 'timeout' | 'network' | 'truncated' | 'tooLarge';
  constructor(reason: ExchangeError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
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
  let answered = false;
  try {
    const response = await fetcher(url, {
      headers: { ...headers },
      redirect: limits.redirect,
      signal: AbortSignal.any([signal, late]),
    });
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
    throw new ExchangeError('network', networkReason(error), { cause: error });
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

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
