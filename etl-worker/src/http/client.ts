import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { OpenSession, RequestSession } from '../stages/context.ts';
import { withoutSecrets } from '../ledger/raw.ts';
import type { Provider, RawResponse } from '../providers/source.ts';
import { SourceError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Ask, Asking } from './asking.ts';
import { createLanes } from './lanes.ts';
import { requestOnce } from './once.ts';
import { POLICIES, type Policy } from './policies.ts';
import { requestRetrying } from './retrying.ts';
import { createHttpState, type StateStore, type Validators } from './state.ts';

export interface HttpClientOptions {
  readonly state: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Version of the program, part of the User-Agent. */
  readonly version: string;
  /** Where a provider finds out who we are and how to reach us, part of the User-Agent. */
  readonly contactUrl: string;
  readonly nasaApiKey: string;
  /** Ends requests and pauses under way when the process stops. */
  readonly signal?: AbortSignal;
  readonly fetcher?: typeof fetch;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Resolves after so many real milliseconds. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For tests: other limits than those of the policies. */
  readonly policies?: Readonly<Record<Provider, Policy>>;
}

/** The one User-Agent by which providers know us. */
export const userAgent = (version: string, contactUrl: string): string =>
  `Orrery/${version} (space observability for Grafana; +${contactUrl})`;

/**
 * Polite requests by the policy of each provider (`policies.ts`): one at a time per host, whoever asks. What must
 * outlive the process (attempts, stops, quotas, circuits, validators) is kept in `state`. Several processes should not
 * pull from one provider at the same time: the job ids of the queue see to that.
 */
export function createOpenSession(options: HttpClientOptions): OpenSession {
  const lanes = createLanes();
  const state = createHttpState(options.state);
  const shared = {
    state,
    clock: options.clock,
    logger: options.logger,
    nasaApiKey: options.nasaApiKey,
    fetcher: options.fetcher ?? fetch,
    signal: options.signal ?? new AbortController().signal,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? ((ms: number, signal: AbortSignal) => pause(ms, undefined, { signal })),
  };
  const always = {
    'user-agent': userAgent(options.version, options.contactUrl),
    accept: 'application/json, text/plain;q=0.9, */*;q=0.1',
  };

  const ask = async (provider: Provider, url: URL, headers: Readonly<Record<string, string>>) => {
    const policy = (options.policies ?? POLICIES)[provider];
    // The provider is part of the lane: in a replay all of them live on one address.
    const lane = `${provider}@${url.host}`;
    const address = withoutSecrets(url.href);
    const asking: Asking = { ...shared, provider };
    const key = provider === 'nasa' ? { 'x-api-key': options.nasaApiKey } : {};
    const sent: Ask = { url: withoutKey(provider, url), address, lane, headers: { ...always, ...key, ...headers } };
    const answer = await lanes(lane, () =>
      policy.kind === 'once' ? requestOnce(asking, policy, sent) : requestRetrying(asking, policy, sent),
    );
    return answer === null ? null : rawOf(answer, address, options.clock.now());
  };

  return (source): RequestSession => {
    const learned = new Map<string, Validators>();
    return {
      async request(url, headers = {}) {
        const { provider } = source;
        if (provider === 'computed') throw new SourceError('refused', `${source.info.id} is computed: it asks nobody.`);
        const raw = await ask(provider, url, headers);
        const validators = raw === null ? null : validatorsOf(raw);
        if (raw !== null && validators !== null) learned.set(raw.url, validators);
        return raw;
      },
      async commit() {
        const nowMs = options.clock.now();
        for (const [address, validators] of learned) await state.putValidators(address, validators, nowMs);
        learned.clear();
      },
    };
  };
}

/**
 * The key of NASA goes in a header (api.data.gov, "API key usage"), so that no address that is logged or kept holds it.
 */
function withoutKey(provider: Provider, url: URL): URL {
  if (provider !== 'nasa') return url;
  const bare = new URL(url);
  bare.searchParams.delete('api_key');
  return bare;
}

const rawOf = ({ status, headers, body }: Exchange, address: string, nowMs: number): RawResponse => ({
  url: address,
  status,
  headers,
  body,
  retrievedAtMs: nowMs,
});

/** None for JSON that cannot be read: the next request must bring it anew and not a 304. */
function validatorsOf({ headers, body }: RawResponse): Validators | null {
  if (headers['content-type']?.includes('json') && !isJson(body)) return null;
  const etag = headers['etag'] ?? null;
  const lastModified = headers['last-modified'] ?? null;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
