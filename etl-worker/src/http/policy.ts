import type { ExchangeLimits } from './exchange.ts';

/**
 * How we behave towards a provider. This is code and not configuration: nobody can ask us to be rude.
 * - `once`: one pull per address and interval, one attempt, noted before it is made; any status but 200 stops the
 *   provider until a person resumes;
 * - `retrying`: validators, retries with backoff, Retry-After, circuit breaker; with `quota` an API key and its hourly
 *   (daily) quota.
 */
export type Policy = OncePolicy | RetryingPolicy;

export interface OncePolicy {
  readonly kind: 'once';
  readonly intervalMs: number;
  readonly limits: ExchangeLimits;
}

export interface RetryingPolicy {
  readonly kind: 'retrying';
  readonly attempts: number;
  readonly quota: boolean;
  readonly limits: ExchangeLimits;
}

const MEBIBYTE = 2 ** 20;
const LIMITS: ExchangeLimits = { timeoutMs: 30_000, maxBytes: 64 * MEBIBYTE, redirect: 'follow' };

/** A policy of kind `retrying` with four attempts and no API key; `limits` where they differ from 30 s and 64 MiB. */
export const retrying = (limits: Partial<ExchangeLimits> = {}): RetryingPolicy => ({
  kind: 'retrying',
  attempts: 4,
  quota: false,
  limits: { ...LIMITS, ...limits },
});

/** A policy of kind `retrying` with an API key and its quota. A redirect is not followed: the key would go with it. */
export const withQuota = (limits: Partial<ExchangeLimits> = {}): RetryingPolicy => ({
  kind: 'retrying',
  attempts: 4,
  quota: true,
  limits: { ...LIMITS, ...limits, redirect: 'manual' },
});

/** A policy of kind `once`. A redirect is a status other than 200: it must not be followed unseen. */
export const once = (intervalMs: number, limits: Partial<ExchangeLimits> = {}): OncePolicy => ({
  kind: 'once',
  intervalMs,
  limits: { ...LIMITS, ...limits, redirect: 'manual' },
});
