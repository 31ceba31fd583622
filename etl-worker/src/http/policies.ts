import type { Provider } from '../providers/source.ts';
import type { ExchangeLimits } from './exchange.ts';

/**
 * How we behave towards a provider. This is code and not configuration: nobody can ask us to be rude.
 * - `once`: one pull per address and interval, one attempt, noted before it is made; any status but 200 stops the
 *   provider until a person resumes;
 * - `retrying`: validators, retries with backoff, Retry-After, circuit breaker; with `quota` an API key and its hourly
 *   (daily) quota.
 */
export type Policy = { readonly limits: ExchangeLimits } & (
  | { readonly kind: 'once'; readonly intervalMs: number }
  | { readonly kind: 'retrying'; readonly attempts: number; readonly quota: boolean }
);

const MEBIBYTE = 2 ** 20;

const retrying = (limits: Partial<ExchangeLimits> = {}): Policy => ({
  kind: 'retrying',
  attempts: 4,
  quota: false,
  limits: { timeoutMs: 30_000, maxBytes: 64 * MEBIBYTE, redirect: 'follow', ...limits },
});

/**
 * CelesTrak publishes every 2 h and asks for one download an update
 * (celestrak.org/NORAD/documentation/gp-data-formats.php, "usage policy").
 */
export const CELESTRAK_INTERVAL_MS = 2 * 3_600_000;

export const POLICIES: Readonly<Record<Provider, Policy>> = {
  // A redirect is "any status but 200" to CelesTrak: it must not be followed unseen.
  celestrak: {
    kind: 'once',
    intervalMs: CELESTRAK_INTERVAL_MS,
    limits: { timeoutMs: 60_000, maxBytes: 64 * MEBIBYTE, redirect: 'manual' },
  },
  // Redirects are not followed: the key would go with them to whatever host they name.
  nasa: {
    kind: 'retrying',
    attempts: 4,
    quota: true,
    limits: { timeoutMs: 60_000, maxBytes: 64 * MEBIBYTE, redirect: 'manual' },
  },
  // ssd-api.jpl.nasa.gov/doc: "one request at a time"; large answers of cad.api take their time.
  jpl: retrying({ timeoutMs: 90_000 }),
  swpc: retrying(),
  gfz: retrying(),
  iers: retrying({ timeoutMs: 60_000 }),
};
