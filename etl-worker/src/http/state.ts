import { STATE, type Attempt, type HostState, type QuotaState, type Stop, type Validators } from '@orrery/contract';
import type { StateStore as State } from '@orrery/stores';
import { listState, readState, writeState } from '@orrery/stores/typed';
import type { Provider } from '../providers/provider.ts';
import { CLOSED } from './breaker.ts';

/** Where the client notes what must outlive it. */
export type StateStore = Pick<State, 'put' | 'get' | 'list'>;

const MAX_STOPS = 100;
const NO_ATTEMPT: Attempt = { atMs: null, answer: 'none' };

/** The client's entries. Entries that do not fit count as absent and are written anew. */
export function createHttpState(store: StateStore) {
  return {
    host: async (lane: string): Promise<HostState> =>
      (await readState(store, STATE.hosts, lane)) ?? { breaker: CLOSED, notBeforeMs: null },
    putHost: (lane: string, host: HostState, atMs: number) => writeState(store, STATE.hosts, [lane], host, atMs),
    validators: (address: string) => readState(store, STATE.validators, address),
    putValidators: (address: string, validators: Validators, atMs: number) =>
      writeState(store, STATE.validators, [address], validators, atMs),
    stop: ({ id }: Provider) => readState(store, STATE.stops, id),
    putStop: ({ id }: Provider, stop: Stop, atMs: number) => writeState(store, STATE.stops, [id], stop, atMs),
    quota: ({ id }: Provider) => readState(store, STATE.quotas, id),
    putQuota: ({ id }: Provider, quota: QuotaState, atMs: number) => writeState(store, STATE.quotas, [id], quota, atMs),
    attempt: async (address: string): Promise<Attempt> =>
      (await readState(store, STATE.attempts, address)) ?? NO_ATTEMPT,
    putAttempt: (address: string, attempt: Attempt) =>
      writeState(store, STATE.attempts, [address], attempt, attempt.atMs ?? 0),
  };
}
export type HttpState = ReturnType<typeof createHttpState>;

/** Stops in force, newest first: for alerts and the view of the pipeline. */
export async function stopsInForce(store: StateStore): Promise<readonly Stop[]> {
  const entries = await listState(store, STATE.stops, [], MAX_STOPS);
  return entries.map(({ value }) => value).filter(({ alert }) => alert);
}

/**
 * A person has looked and lets the provider be asked again; false where nothing was stopped. Attempts noted earlier
 * still count.
 */
export async function resumeProvider(store: StateStore, provider: Provider, nowMs: number): Promise<boolean> {
  const state = createHttpState(store);
  const stop = await state.stop(provider);
  if (!stop?.alert) return false;
  await state.putStop(provider, { ...stop, alert: false, resumedAtMs: nowMs }, nowMs);
  return true;
}
