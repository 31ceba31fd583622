import type { ServerResponse } from 'node:http';
import { createLogger } from '@orrery/telemetry';
import { createMemoryStateStore } from '@orrery/stores/memory';
import { createOpenSession, type HttpClientOptions } from '../http/client.ts';
import { SourceError } from '../http/errors.ts';
import type { StateStore } from '../http/state.ts';
import type { RequestSession } from '../stages/context.ts';
import type { Provider } from '../providers/provider.ts';
import { PROVIDERS, type ProviderId } from '../providers/registry.ts';
import type { RawResponse, Source } from '../providers/source.ts';
import { startProviderServer, type Asked, type ProviderServer } from './provider-server.ts';

export const START_MS = Date.UTC(2026, 7, 1, 12);
export type Answer = (response: ServerResponse, asked: Asked, n: number) => void;

export const ok =
  (body = '[]', headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('no');

/** First these answers, then the last for ever. */
export const inTurn =
  (...answers: readonly Answer[]): Answer =>
  (response, asked, n) =>
    answers[Math.min(n, answers.length) - 1]?.(response, asked, n);

const providerOf = (wanted: ProviderId | null): Provider | null => PROVIDERS.find(({ id }) => id === wanted) ?? null;

/** The client against a real server that plays the provider, on a clock that only moves by hand and by pauses. */
export interface ClientBench {
  readonly state: StateStore;
  readonly server: ProviderServer;
  readonly logger: ReturnType<typeof createLogger>;
  /** Pauses the client made, ms. */
  readonly sleptMs: readonly number[];
  nowMs: number;
  /** A session of a client made anew, as after a restart. */
  session(provider: ProviderId | null, options?: Partial<HttpClientOptions>): RequestSession;
  /** One request of a fresh session. */
  ask(provider: ProviderId, path?: string, options?: Partial<HttpClientOptions>): Promise<RawResponse | null>;
}

export async function startClientBench(answer: Answer): Promise<ClientBench> {
  const server = await startProviderServer(answer);
  const state = createMemoryStateStore();
  const logger = createLogger('test', 'silent');
  const sleptMs: number[] = [];
  const bench: ClientBench = {
    state,
    server,
    logger,
    sleptMs,
    nowMs: START_MS,
    session: (provider, options = {}) =>
      createOpenSession({
        state,
        logger,
        clock: { now: () => bench.nowMs, realMs: (ms) => ms },
        version: '0.1.0',
        contactUrl: 'https://orrery.example/contact',
        nasaApiKey: 'my-secret',
        random: () => 0.5,
        sleep: async (ms) => {
          sleptMs.push(ms);
          bench.nowMs += ms;
        },
        ...options,
      })({ provider: providerOf(provider), info: { id: 'test' } } as Source),
    ask: (provider, path = '/x', options = {}) => bench.session(provider, options).request(new URL(path, server.url)),
  };
  return bench;
}

/** The SourceError that the work rejects with; any other outcome fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`a SourceError was expected, got ${String(error)}`);
  return error;
}
