import { z } from 'zod';
import { defineState } from './family.ts';

/**
 * Circuit of a host as a value: `closed` lets everything pass and counts failures in a row; `open` lets nothing pass
 * until `untilMs`; then one probe passes (`halfOpen`), which closes the circuit or opens it for twice as long (at most
 * half an hour). `opened` counts openings in a row.
 */
const breakerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('closed'), failures: z.number() }),
  z.object({ state: z.literal('open'), untilMs: z.number(), opened: z.number() }),
  z.object({ state: z.literal('halfOpen'), opened: z.number() }),
]);
export type Breaker = Readonly<z.infer<typeof breakerSchema>>;

const hostStateSchema = z.object({ breaker: breakerSchema, notBeforeMs: z.number().nullable() });
export type HostState = Readonly<z.infer<typeof hostStateSchema>>;

const validatorsSchema = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() });
export type Validators = Readonly<z.infer<typeof validatorsSchema>>;

/** All pulls of a provider are stopped, or were until `resumedAtMs`. */
const stopSchema = z.object({
  provider: z.string(),
  /** What was answered with `status`. */
  url: z.string(),
  status: z.number(),
  atMs: z.number(),
  /** True until a person has resumed. */
  alert: z.boolean(),
  resumedAtMs: z.number().nullable(),
});
export type Stop = Readonly<z.infer<typeof stopSchema>>;

const quotaStateSchema = z.object({
  /** Fingerprint of the key that is used up. */
  key: z.string(),
  sentMs: z.array(z.number()),
  remaining: z.number().nullable(),
  remainingAtMs: z.number(),
});
export type QuotaState = Readonly<z.infer<typeof quotaStateSchema>>;

const attemptSchema = z.object({
  /** Null: the attempt noted last never reached the provider, and there was none before. */
  atMs: z.number().nullable(),
  /** Whether its answer is `kept`, there was `none`, or it was still `awaited`; releases without it noted no more. */
  answer: z.enum(['awaited', 'none', 'kept']).default('kept'),
});
export type Attempt = Readonly<z.infer<typeof attemptSchema>>;

export const HTTP_STATE = {
  stops: defineState('http:stop:<provider>', 'Why all pulls from a provider are stopped.', stopSchema),
  hosts: defineState('http:host:<lane>', 'Circuit of a host; a lane is `<provider>@<host>`.', hostStateSchema),
  validators: defineState('http:validators:<address>', 'ETag and date of the answer that is known.', validatorsSchema),
  quotas: defineState('http:quota:<provider>', 'Requests that count against a quota.', quotaStateSchema),
  attempts: defineState('http:attempt:<address>', 'The last pull of what is pulled once an interval.', attemptSchema),
} as const;
