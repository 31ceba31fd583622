import { z } from 'zod';
import { defineState } from './family.ts';

/** What a caller may do; each scope includes those before it. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether who has one scope may do what needs another. */
export const includesScope = (had: Scope, needed: Scope): boolean => SCOPES.indexOf(had) >= SCOPES.indexOf(needed);

export const keyNameSchema = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'A name has 1 to 64 letters, digits, dots, dashes or underscores.');

/** What is asked for where a key is made. */
export const keyTermsSchema = z.strictObject({
  scope: z.enum(SCOPES),
  /** Epoch ms from which it opens nothing; null: it stays until it is revoked. */
  expiresMs: z.number().int().positive().nullable().default(null),
});
export type KeyTerms = Readonly<z.infer<typeof keyTermsSchema>>;

const accessKeySchema = z.object({ ...keyTermsSchema.shape, name: keyNameSchema, createdMs: z.number() });
export type AccessKey = Readonly<z.infer<typeof accessKeySchema>>;

export const ACCESS_STATE = {
  keys: defineState('access:key:<sha256>', 'An API key, by its SHA-256: the key itself is not kept.', accessKeySchema),
} as const;
