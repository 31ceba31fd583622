import type { StateFamily, StateParts } from '@orrery/contract';
import type { StateStore } from '../ports/index.ts';

/** An entry of a family, its value as the contract describes it. */
export interface TypedStateEntry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly atMs: number;
}

/** The value of an entry; null where there is none, or one that does not fit: an older release may have left it. */
export async function readState<Form extends string, Value>(
  state: Pick<StateStore, 'get'>,
  family: StateFamily<Form, Value>,
  ...parts: StateParts<Form>
): Promise<Value | null> {
  return family.fit(await state.get(family.key(...parts)));
}

/** Writes an entry. Rejects with `defect` where the value is not what the family holds; nothing is written then. */
export async function writeState<Form extends string, Value>(
  state: Pick<StateStore, 'put'>,
  family: StateFamily<Form, Value>,
  parts: StateParts<Form>,
  value: NoInfer<Value>,
  atMs: number,
): Promise<void> {
  const key = family.key(...parts);
  await state.put(key, family.check(key, value), atMs);
}

/** Entries of a family whose keys have these first parts, newest first; those that do not fit are left out. */
export async function listState<Form extends string, Value>(
  state: Pick<StateStore, 'list'>,
  family: StateFamily<Form, Value>,
  under: readonly (string | number)[],
  limit: number,
): Promise<readonly TypedStateEntry<Value>[]> {
  const entries = await state.list(family.under(...under), limit);
  return entries.flatMap(({ key, value: stored, atMs }): TypedStateEntry<Value>[] => {
    const value = family.fit(stored);
    return value === null ? [] : [{ key, value, atMs }];
  });
}
