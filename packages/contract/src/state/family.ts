import type { z } from 'zod';
import { OrreryError } from '../errors.ts';

/** A value for each `<name>` of a form. */
export type StateParts<Form extends string> = Form extends `${string}<${string}>${infer Rest}`
  ? [string | number, ...StateParts<Rest>]
  : [];

/** Entries of the state of the system that are of one kind: how their keys are made and what each holds. */
export interface StateFamily<Form extends string, Value> {
  /** The key, with a name in angle brackets for what differs: `run:<source>:<dueMs>`. */
  readonly form: Form;
  /** What it is, one sentence. */
  readonly about: string;
  readonly value: z.ZodType<Value>;
  /** The key of an entry. */
  key(...parts: StateParts<Form>): string;
  /** What the keys of all entries with these first parts begin with. */
  under(...parts: readonly (string | number)[]): string;
  /** A stored value, or null where it is absent or not what this release writes. */
  fit(stored: unknown): Value | null;
  /** A value as it is stored. Throws `defect` with the key for one that does not fit. */
  check(key: string, value: unknown): Value;
}

/** Defines a family of entries. */
export function defineState<const Form extends string, Value>(
  form: Form,
  about: string,
  value: z.ZodType<Value>,
): StateFamily<Form, Value> {
  const [first = '', ...rest] = form.split(/<\w+>/);
  const keyOf = (...parts: readonly (string | number)[]): string =>
    parts.reduce<string>((key, part, i) => `${key}${part}${rest[i] ?? ''}`, first);
  return {
    form,
    about,
    value,
    key: keyOf,
    under: keyOf,
    fit: (stored) => value.safeParse(stored).data ?? null,
    check(key, candidate) {
      const { data, error } = value.safeParse(candidate);
      if (error === undefined) return data;
      const details = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      const said = details.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
      throw new OrreryError('defect', `State ${key} is not of the form ${form}: ${said}`, details, { cause: error });
    },
  };
}
