import { setTimeout as pause } from 'node:timers/promises';
import type { Validators } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { OpenSession, RequestSession } from '../stages/context.ts';
import { withoutSecrets } from '../ledger/raw.ts';
import type { Provider } from '../providers/provider.ts';
import type { RawResponse } from '../providers/source.ts';
import { SourceError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Ask, Asking } from './asking.ts';
import { createLanes } from './lanes.ts';
import { createOutages } from './outages.ts';
import { requestOnce } from './once.ts';
import { createReach } from './reach.ts';
import type { Policy } from './policy.ts';
import { requestRetrying } from './retrying.ts';
import { createHttpState, type HttpState, type StateStore } from './state.ts';

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
  /** For tests: other policies than those of the providers, by id. */
  readonly policies?: Readonly<Record<string, Policy>>;
}

/** The one User-Agent by which providers know us. */
export const userAgent = (version: string, contactUrl: string): string =>
  `Orrery/${version} (space observability for Grafana; +${contactUrl})`;

/**
 * Polite requests by the policy of each provider: one at a time per host, whoever asks. What must outlive the process
 * (attempts, stops, quotas, circuits, validators) is kept in `state`. Several processes should not pull from one
 * provider at the same time: the job ids of the queue see to that. Failures are said in the log once (`outages.ts`).
 */
export function createOpenSession(options: HttpClientOptions): OpenSession {
  const state = createHttpState(options.state);
  const ask = createAsk(options, state);
  return ({ info, provider }): RequestSession => {
    const learned = new Map<string, Validators>();
    const pulled = new Set<RawResponse>();
    return {
      async request(url, headers = {}) {
        if (provider === null) throw new SourceError('refused', `${info.id} is computed: it asks nobody.`);
        const raw = await ask(provider, info.id, url, headers);
        if (raw !== null && policyOf(options, provider).kind === 'once') pulled.add(raw);
        const validators = raw === null ? null : validatorsOf(raw);
        if (raw !== null && validators !== null) learned.set(raw.url, validators);
        return raw;
      },
      async kept(raw) {
        if (!pulled.delete(raw)) return;
        await state.putAttempt(raw.url, { ...(await state.attempt(raw.url)), answer: 'kept' });
      },
      async commit() {
        const nowMs = options.clock.now();
        for (const [address, validators] of learned) await state.putValidators(address, validators, nowMs);
        learned.clear();
      },
    };
  };
}

const policyOf = ({ policies }: HttpClientOptions, provider: Provider): Policy =>
  policies?.[provider.id] ?? provider.policy;

type AskProvider = (
  provider: Provider,
  source: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
) => Promise<RawResponse | null>;

function createAsk(options: HttpClientOptions, state: HttpState): AskProvider {
  const lanes = createLanes();
  const reach = createReach(options.clock);
  const outages = createOutages(options.logger, options.clock);
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

  return async (provider, source, url, headers) => {
    const policy = policyOf(options, provider);
    // The provider is part of the lane: in a replay all of them live on one address.
    const lane = `${provider.id}@${url.host}`;
    const address = withoutSecrets(url.href);
    const asking: Asking = { ...shared, provider };
    const hasKey = policy.kind === 'retrying' && policy.quota;
    const key = hasKey ? { 'x-api-key': options.nasaApiKey } : {};
    const sent: Ask = {
      url: hasKey ? withoutKey(url) : url,
      address,
      lane,
      headers: { ...always, ...key, ...headers },
    };
    const request = (): Promise<Exchange | null> =>
      policy.kind === 'once' ? requestOnce(asking, policy, sent) : requestRetrying(asking, policy, sent);
    try {
      const answer = await lanes(lane, () => reach(lane, request));
      // Null of the policy `once` is no answer: it was not asked.
      if (answer !== null || policy.kind === 'retrying') outages.answered(provider, source);
      return answer === null ? null : rawOf(answer, address, options.clock.now());
    } catch (error) {
      if (error instanceof SourceError) outages.failed(provider, source, error);
      throw error;
    }
  };
}

/**
 * The key of NASA goes in a header (api.data.gov, "API key usage"), so that no address that is logged or kept holds it.
 */
function withoutKey(url: URL): URL {
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

/** None for JSON that is cut short: the next request must bring it anew and not a 304. */
function validatorsOf({ headers, body }: RawResponse): Validators | null {
  if (headers['content-type']?.includes('json') && !endsAsItBegins(body)) return null;
  const etag = headers['etag'] ?? null;
  const lastModified = headers['last-modified'] ?? null;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}

/** Whether the brackets of a JSON list or object stand at both ends; a body is read once, by its transform. */
function endsAsItBegins(json: string): boolean {
  const text = json.trim();
  return (text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'));
}
