import { readFileSync } from 'node:fs';

/** What a provider answered; header names in lower case. */
export interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks a provider once. Rejects when there was no answer at all (no network, time-out); any status is an answer. */
export type Fetcher = (url: URL, headers?: Readonly<Record<string, string>>) => Promise<Fetched>;

export const USER_AGENT = 'Orrery/0.1 (space observability for Grafana)';
const TIMEOUT_MS = 30_000;

/** Real requests: one User-Agent that says who we are, a time-out, no retries (those are each source's own policy). */
export const liveFetcher: Fetcher = async (url, headers = {}) => {
  const response = await fetch(url, {
    headers: { 'user-agent': USER_AGENT, accept: 'application/json, text/plain', ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'follow',
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};

/** Why a request got no answer, in words for a notice. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  return code ?? error.message;
}

/** JSON of a small state file, or null where it is absent or damaged (it is then written anew). */
export function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
