import { DAY_MS, isTrusted, type HostState, type QuotaState } from '@orrery/contract';
import { backoffMs } from './backoff.ts';
import { breakerAfter, breakerAt } from './breaker.ts';
import type { Ask, Asking } from './asking.ts';
import { ExchangeError, notReached, SourceError } from './errors.ts';
import { exchange, type Exchange } from './exchange.ts';
import type { RetryingPolicy } from './policy.ts';
import { quotaAnswered, quotaOf, quotaOpensMs, quotaReturned, quotaSpent } from './quota.ts';
import { retryAfterMs } from './retry-after.ts';

/** Longest pause within a request; a longer one ends it with `rateLimited` and the time to come back. */
export const MAX_PAUSE_MS = 60_000;
/** A longer wait, asked for by a host, counts as noted by a clock that was ahead. */
const LONGEST_WAIT_MS = DAY_MS;
/** A 429 that does not say how long. */
const UNSAID_PAUSE_MS = 60_000;

/**
 * Asks with validators, up to `attempts` times. Null: not modified. Rejects with a SourceError. A pause the host asked
 * for (Retry-After) holds for all requests to it, over restarts.
 */
export async function requestRetrying(asking: Asking, policy: RetryingPolicy, ask: Ask): Promise<Exchange | null> {
  const conditional = await conditionalHeaders(asking, ask.address);
  for (let failed = 0; ; ) {
    await passGates(asking, policy, ask);
    const outcome = await attempt(asking, policy, { ...ask, headers: { ...conditional, ...ask.headers } });
    if (outcome.kind === 'answer') return outcome.answer.status === 304 ? null : outcome.answer;
    failed += 1;
    if (!outcome.again || failed >= policy.attempts) throw outcome.error;
    const { retryAtMs } = outcome.error;
    const waitMs = retryAtMs === null ? backoffMs(failed, asking.random()) : retryAtMs - asking.clock.now();
    if (waitMs > MAX_PAUSE_MS) throw outcome.error;
    const { provider } = asking;
    asking.logger.info(
      { provider: provider.id, url: ask.address, failed, waitMs, reason: outcome.error.message },
      'asking again',
    );
    await asking.sleep(asking.clock.realMs(Math.max(0, waitMs)), asking.signal);
  }
}

async function conditionalHeaders({ state }: Asking, address: string): Promise<Record<string, string>> {
  const validators = await state.validators(address);
  return {
    ...(validators?.etag ? { 'if-none-match': validators.etag } : {}),
    ...(validators?.lastModified ? { 'if-modified-since': validators.lastModified } : {}),
  };
}

/**
 * Rejects where the host wants peace, its circuit is open or the quota is used up; notes the request in the ledger of
 * the quota.
 */
async function passGates(asking: Asking, policy: RetryingPolicy, { lane }: Ask): Promise<void> {
  const { state, clock, provider, nasaApiKey } = asking;
  const nowMs = clock.now();
  const { breaker, notBeforeMs } = await state.host(lane);
  if (notBeforeMs !== null && nowMs < notBeforeMs && isTrusted(notBeforeMs - LONGEST_WAIT_MS, nowMs)) {
    throw new SourceError('rateLimited', `${provider.name} asked us to wait until ${iso(notBeforeMs)}.`, notBeforeMs);
  }
  const circuit = breakerAt(breaker, nowMs);
  if (circuit.state === 'open') {
    const message = `${provider.name} failed several times in a row and is left alone until ${iso(circuit.untilMs)}.`;
    throw new SourceError('unreachable', message, circuit.untilMs);
  }
  if (!policy.quota) return;
  const quota = quotaOf(await state.quota(provider), nasaApiKey, nowMs);
  const opensMs = quotaOpensMs(quota, nasaApiKey, nowMs);
  if (opensMs > nowMs) {
    const message = `The quota of the API key of ${provider.name} is used up until ${iso(opensMs)}; a key of your own allows more than DEMO_KEY.`;
    throw new SourceError('rateLimited', message, opensMs);
  }
  await state.putQuota(provider, quotaSpent(quota, nasaApiKey, nowMs), nowMs);
}

const iso = (ms: number): string => new Date(ms).toISOString();

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Exchange }
  | { readonly kind: 'failure'; readonly again: boolean; readonly error: SourceError };

const failure = (again: boolean, error: SourceError): Outcome => ({ kind: 'failure', again, error });

async function attempt(asking: Asking, policy: RetryingPolicy, ask: Ask): Promise<Outcome> {
  const { fetcher, signal } = asking;
  let answer: Exchange;
  try {
    answer = await exchange(fetcher, ask.url, ask.headers, policy.limits, signal);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return failed(asking, policy, ask, error);
  }
  if (policy.quota) await noteQuota(asking, (quota, nowMs) => quotaAnswered(quota, answer.headers, nowMs));
  return judge(asking, ask, answer);
}

/** What it means that there is no answer, and what it changes for the host. */
async function failed(asking: Asking, policy: RetryingPolicy, ask: Ask, error: ExchangeError): Promise<Outcome> {
  const { name } = asking.provider;
  const cause = { cause: error };
  switch (error.reason) {
    case 'notReached':
      if (policy.quota) await noteQuota(asking, quotaReturned);
      return failure(false, notReached(name, error));
    case 'tooLarge':
      return failure(false, new SourceError('tooLarge', `${name}: ${error.message} (${ask.address}).`, null, cause));
    case 'redirects':
      await noteHost(asking, ask.lane, false, null);
      return failure(false, new SourceError('badStatus', `${name}: ${error.message}.`, null, cause));
    default:
      await noteHost(asking, ask.lane, false, null);
      return failure(true, new SourceError('unreachable', `${name} could not be read: ${error.message}.`, null, cause));
  }
}

/** What an answer means, and what it changes for the host. */
async function judge(asking: Asking, { lane, address }: Ask, answer: Exchange): Promise<Outcome> {
  const { provider, clock } = asking;
  const { status, headers } = answer;
  const retryAtMs = retryAfterMs(headers['retry-after'], clock.now());
  const said = `${provider.name} answered ${status} for ${address}`;
  if (status === 429 || (status === 503 && retryAtMs !== null)) {
    const untilMs = retryAtMs ?? clock.now() + UNSAID_PAUSE_MS;
    await noteHost(asking, lane, true, untilMs);
    return failure(
      true,
      new SourceError('rateLimited', `${said}: it wants us to wait until ${iso(untilMs)}.`, untilMs),
    );
  }
  const broken = status >= 500 || status === 408;
  await noteHost(asking, lane, !broken, null);
  if (broken) return failure(true, new SourceError('unreachable', `${said}.`));
  if (status === 200 || status === 304) return { kind: 'answer', answer };
  if (status === 401 || status === 403) {
    return failure(
      false,
      new SourceError('refused', `${said}: look at the API key and the terms of ${provider.name}.`),
    );
  }
  return failure(false, new SourceError('badStatus', `${said}; 200 or 304 was expected.`));
}

async function noteHost(
  { state, clock, logger, provider }: Asking,
  lane: string,
  succeeded: boolean,
  notBeforeMs: number | null,
): Promise<void> {
  const nowMs = clock.now();
  const before = await state.host(lane);
  const breaker = breakerAfter(breakerAt(before.breaker, nowMs), succeeded, nowMs);
  const after: HostState = { breaker, notBeforeMs };
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await state.putHost(lane, after, nowMs);
  if (breaker.state === 'open')
    logger.debug({ provider: provider.id, lane, untilMs: breaker.untilMs }, 'circuit opened');
  else if (before.breaker.state === 'open') logger.debug({ provider: provider.id, lane }, 'circuit closed');
}

async function noteQuota(
  { state, clock, provider, nasaApiKey }: Asking,
  change: (quota: QuotaState, nowMs: number) => QuotaState,
): Promise<void> {
  const nowMs = clock.now();
  await state.putQuota(provider, change(quotaOf(await state.quota(provider), nasaApiKey, nowMs), nowMs), nowMs);
}
