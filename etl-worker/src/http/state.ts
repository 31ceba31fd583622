import type { StateStore as State } from '@orrery/stores';
import { z } from 'zod';
import type { Provider } from '../providers/provider.ts';
import { breakerSchema, CLOSED } from './breaker.ts';

/** Where the client notes what must outlive it. */
export type StateStore = Pick<State, 'put' | 'get' | 'list'>;

const hostSchema = z.object({ breaker: breakerSchema, notBeforeMs: z.number().nullable() });
export type HostState = z.infer<typeof hostSchema>;

const validatorsSchema = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() });
export type Validators = z.infer<typeof validatorsSchema>;

const stopSchema = z.object({
  provider: z.string(),
  url: z.string(),
  status: z.number(),
  atMs: z.number(),
  /** True until a person has resumed. */
  alert: z.boolean(),
  resumedAtMs: z.number().nullable(),
});
/** All pulls of a provider are stopped, or were until `resumedAtMs`. */
export type Stop = z.infer<typeof stopSchema>;

const quotaSchema = z.object({
  key: z.string(),
  sentMs: z.array(z.number()),
  remaining: z.number().nullable(),
  remainingAtMs: z.number(),
});
export type QuotaState = z.infer<typeof quotaSchema>;

/** Null: the attempt noted last never reached the provider, and there was none before. */
const attemptSchema = z.object({ atMs: z.number().nullable() });

export const STOP_PREFIX = 'http:stop:';
export const HOST_PREFIX = 'http:host:';
const stopKey = ({ id }: Provider) => `${STOP_PREFIX}${id}`;
const hostKey = (lane: string) => `${HOST_PREFIX}${lane}`;
const validatorsKey = (address: string) => `http:validators:${address}`;
const quotaKey = ({ id }: Provider) => `http:quota:${id}`;
const attemptKey = (address: string) => `http:attempt:${address}`;

/** The client's entries, typed. Entries that do not parse count as absent and are written anew. */
export function createHttpState(store: StateStore) {
  return {
    async host(lane: string): Promise<HostState> {
      return hostSchema.safeParse(await store.get(hostKey(lane))).data ?? { breaker: CLOSED, notBeforeMs: null };
    },
    putHost: (lane: string, host: HostState, atMs: number) => store.put(hostKey(lane), host, atMs),
    async validators(address: string): Promise<Validators | null> {
      return validatorsSchema.safeParse(await store.get(validatorsKey(address))).data ?? null;
    },
    putValidators: (address: string, validators: Validators, atMs: number) =>
      store.put(validatorsKey(address), validators, atMs),
    async stop(provider: Provider): Promise<Stop | null> {
      return stopSchema.safeParse(await store.get(stopKey(provider))).data ?? null;
    },
    putStop: (provider: Provider, stop: Stop, atMs: number) => store.put(stopKey(provider), stop, atMs),
    async quota(provider: Provider): Promise<QuotaState | null> {
      return quotaSchema.safeParse(await store.get(quotaKey(provider))).data ?? null;
    },
    putQuota: (provider: Provider, quota: QuotaState, atMs: number) => store.put(quotaKey(provider), quota, atMs),
    async lastAttemptMs(address: string): Promise<number | null> {
      return attemptSchema.safeParse(await store.get(attemptKey(address))).data?.atMs ?? null;
    },
    putAttempt: (address: string, atMs: number | null) => store.put(attemptKey(address), { atMs }, atMs ?? 0),
  };
}
export type HttpState = ReturnType<typeof createHttpState>;

/** Stops in force, newest first: for alerts and the view of the pipeline. */
export async function stopsInForce(store: StateStore): Promise<readonly Stop[]> {
  const entries = await store.list(STOP_PREFIX, 100);
  return entries.flatMap(({ value }) => stopSchema.safeParse(value).data ?? []).filter((stop) => stop.alert);
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
