import React from 'react';
import type { Field, Option, QueryModel } from '@orrery/contract/queries';
import type { Choice, Choices } from '../../choices.ts';
import { asSatellite } from '../../interpolate.ts';
import { applies, isFilled, valueOf } from '../../queries.ts';
import type { ObserverValue, OrreryQuery, QueryFields } from '../../types.ts';
import { fieldError, withUnit } from '../../validation.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { ListField } from './ListField.tsx';
import { ObserverField } from './ObserverField.tsx';

interface Props {
  readonly name: string;
  readonly field: Field;
  readonly model: QueryModel;
  readonly query: OrreryQuery;
  readonly choices: Choices;
  readonly onChange: (patch: QueryFields) => void;
}

/** The form's value for "omitted"; never sent, the field is removed instead. */
const LEFT_OUT = '(left out)';
/** Grid units of 8 px, enough for the longest option of a fixed list. */
const NARROW = 24;
const YES_OR_NO: readonly Choice[] = [
  { label: 'No', value: 'false' },
  { label: 'Yes', value: 'true' },
];

/** The control of a field by its kind: a list, or one value that can be picked or typed. */
export function FieldControl({ name, field, model, query, choices, onChange }: Props) {
  const { title: label, help, kind, none, maxItems } = field;
  const value = valueOf(query, name);
  const error = fieldError(name, query, model, choices);
  // Choosing one of several alternatives removes the others.
  const others = (model.oneOf ?? []).includes(name) ? (model.oneOf ?? []).filter((other) => other !== name) : [];
  const cleared = Object.fromEntries(others.map((other) => [other, undefined]));
  const save = (next: unknown) => onChange({ ...cleared, [name]: next });
  const { variables } = choices;
  if (kind === 'observer') {
    const observer = value as ObserverValue | undefined;
    return <ObserverField field={field} choices={choices} observer={observer} onChange={save} error={error} />;
  }
  const options = optionsOf(field, model, query, choices);
  if (maxItems !== undefined) {
    const saveList = (values: string[]) => {
      const list = kind === 'satellites' ? values.map(asSatellite) : values;
      save(list.length > 0 || none === undefined ? list : undefined);
    };
    return (
      <ListField
        {...{ label, help, options, variables, error }}
        values={Array.isArray(value) ? value : undefined}
        onChange={saveList}
        placeholder={others.length > 0 ? 'Name or number' : none?.title}
      />
    );
  }
  const canBeLeftOut = none !== undefined && others.length === 0;
  const shown = isFilled(value) ? String(value) : canBeLeftOut ? LEFT_OUT : field.default?.toString();
  const leftOut = canBeLeftOut ? [{ label: none.title, value: LEFT_OUT, description: none.help }] : [];
  return (
    <ChoiceField
      {...{ label, help, variables, error }}
      options={[...leftOut, ...options]}
      value={shown}
      onChange={(text) => save(text === LEFT_OUT ? undefined : fromText(field, text))}
      placeholder={kind === 'instant' ? '2024-05-10T12:00:00Z' : undefined}
      width={isWide(field) ? undefined : NARROW}
    />
  );
}

/** Names of the catalog are longer than the options of fixed lists. */
const isWide = ({ kind, options }: Field) => kind === 'instant' || typeof options === 'string';

function optionsOf(field: Field, model: QueryModel, query: OrreryQuery, choices: Choices): readonly Choice[] {
  const { kind, options, suggestions, unit } = field;
  if (kind === 'switch') {
    return YES_OR_NO;
  }
  if (suggestions !== undefined) {
    const numbers = suggestions === 'leads' ? choices.leadsOf(query.target) : suggestions;
    return numbers.map((number) => ({ label: `${number}${withUnit(unit)}`, value: String(number) }));
  }
  if (typeof options === 'string') {
    return options === 'leads' ? [] : choices[options];
  }
  return (options ?? []).filter(({ when }) => applies(when, query, model)).map(choiceOf);
}

const choiceOf = ({ value, title, help }: Option): Choice => ({
  value,
  label: title,
  ...(help === undefined ? {} : { description: help }),
});

/** The value of a text in the query: a number or boolean if it is one, else the text, which may be a variable. */
function fromText({ kind, unit = '' }: Field, text: string): string | number | boolean {
  if (kind === 'switch') {
    return text === 'true' || text === 'false' ? text === 'true' : text;
  }
  if (kind === 'number') {
    const bare = text.endsWith(unit) ? text.slice(0, text.length - unit.length).trim() : text;
    return bare !== '' && Number.isFinite(Number(bare)) ? Number(bare) : text;
  }
  return text;
}
