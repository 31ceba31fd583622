import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, isTrusted, type QuotaState } from '@orrery/contract';

interface Limit {
  readonly spanMs: number;
  readonly requests: number;
}

/**
 * api.nasa.gov, "Web Service Rate Limits": a key of one's own 1,000 requests an hour; DEMO_KEY 30 an hour and 50 a day
 * per address. Rolling.
 */
const OWN_KEY: readonly Limit[] = [{ spanMs: HOUR_MS, requests: 1_000 }];
const DEMO_KEY: readonly Limit[] = [
  { spanMs: HOUR_MS, requests: 30 },
  { spanMs: DAY_MS, requests: 50 },
];
const limitsOf = (apiKey: string): readonly Limit[] => (apiKey === 'DEMO_KEY' ? DEMO_KEY : OWN_KEY);

/** A key as the ledger names it: quotas belong to keys, and a key must not be read from the ledger. */
const fingerprint = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex').slice(0, 12);

/** The ledger of this key; that of another key does not count, and neither do stamps of the future. */
export function quotaOf(state: QuotaState | null, apiKey: string, nowMs: number): QuotaState {
  const key = fingerprint(apiKey);
  if (state?.key !== key) return { key, sentMs: [], remaining: null, remainingAtMs: 0 };
  const remaining = isTrusted(state.remainingAtMs, nowMs) ? state.remaining : null;
  return { ...state, sentMs: state.sentMs.filter((ms) => isTrusted(ms, nowMs)), remaining };
}

/** When the next request is allowed, epoch ms UTC; <= `nowMs` means now. */
export function quotaOpensMs(quota: QuotaState, apiKey: string, nowMs: number): number {
  const byCount = limitsOf(apiKey).map(({ spanMs, requests }) => {
    const oldest = quota.sentMs[quota.sentMs.length - requests];
    return oldest === undefined ? nowMs : oldest + spanMs;
  });
  const byHeader = quota.remaining !== null && quota.remaining <= 0 ? quota.remainingAtMs + HOUR_MS : nowMs;
  return Math.max(nowMs, byHeader, ...byCount);
}

/** The ledger with one request more, sent at `nowMs`. */
export function quotaSpent(quota: QuotaState, apiKey: string, nowMs: number): QuotaState {
  const limits = limitsOf(apiKey);
  const kept = Math.max(...limits.map((limit) => limit.requests));
  return { ...quota, sentMs: [...quota.sentMs, nowMs].slice(-kept) };
}

/** The ledger without the request that was noted last: it never reached the provider. */
export const quotaReturned = (quota: QuotaState): QuotaState => ({ ...quota, sentMs: quota.sentMs.slice(0, -1) });

/** The ledger after an answer: `X-RateLimit-Remaining` knows of other users of the key. */
export function quotaAnswered(quota: QuotaState, headers: Readonly<Record<string, string>>, nowMs: number): QuotaState {
  const text = headers['x-ratelimit-remaining'] ?? '';
  return { ...quota, remaining: /^\d+$/.test(text) ? Number(text) : null, remainingAtMs: nowMs };
}
