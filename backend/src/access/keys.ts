import { createHash, randomBytes } from 'node:crypto';
import { keyNameSchema, OrreryError, STATE, type AccessKey, type KeyTerms } from '@orrery/contract';
import type { StateStore } from '@orrery/stores';
import { listState, readState, writeState } from '@orrery/stores/typed';

const KEY_BYTES = 32;
/** So that a search for leaked secrets finds them. */
const PREFIX = 'orrery_';
/** More keys than any installation has. */
const ALL = 10_000;

/** 256 random bits need no salt and no slow hash: nobody can guess them. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Keys that have been made, the newest first. */
export const listKeys = async (state: Pick<StateStore, 'list'>): Promise<readonly AccessKey[]> =>
  (await listState(state, STATE.keys, [], ALL)).map(({ value }) => value);

/**
 * Makes a key and resolves with it; it is told this once, for only its hash is stored. Rejects with `invalidRequest`
 * for a name that cannot be one or is taken.
 */
export async function createKey(
  state: Pick<StateStore, 'list' | 'put'>,
  name: string,
  terms: KeyTerms,
  nowMs: number,
): Promise<string> {
  const { error } = keyNameSchema.safeParse(name);
  if (error) throw new OrreryError('invalidRequest', `Key "${name}": ${error.issues[0]?.message ?? ''}`);
  if ((await listKeys(state)).some((key) => key.name === name))
    throw new OrreryError('invalidRequest', `There is a key "${name}" already: revoke it, or choose another name.`);
  const key = `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
  await writeState(state, STATE.keys, [digestOf(key)], { ...terms, name, createdMs: nowMs }, nowMs);
  return key;
}

/** Removes a key, which opens nothing from now on; false where there is none of that name. */
export async function revokeKey(state: Pick<StateStore, 'list' | 'delete'>, name: string): Promise<boolean> {
  const found = (await listState(state, STATE.keys, [], ALL)).filter(({ value }) => value.name === name);
  if (found.length > 0)
    await state.delete(
      found.map(({ key }) => key),
      Math.max(...found.map(({ atMs }) => atMs)),
    );
  return found.length > 0;
}

/** What is known of a key that a caller has sent; null where it was never made, is revoked or has expired. */
export async function findKey(state: Pick<StateStore, 'get'>, key: string, nowMs: number): Promise<AccessKey | null> {
  const found = await readState(state, STATE.keys, digestOf(key));
  return found === null || (found.expiresMs !== null && found.expiresMs <= nowMs) ? null : found;
}

/** Whether any key has been made. */
export const haveKeys = async (state: Pick<StateStore, 'list'>): Promise<boolean> =>
  (await state.list(STATE.keys.under(), 1)).length > 0;
