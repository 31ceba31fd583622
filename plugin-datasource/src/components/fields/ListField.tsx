import React, { useId } from 'react';
import { InlineField, MultiCombobox } from '@grafana/ui';
import type { Choice } from '../../choices.ts';
import { LABEL_WIDTH, withCurrent } from './field.ts';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly options: readonly Choice[];
  readonly variables: readonly Choice[];
  readonly values: ReadonlyArray<string | number> | undefined;
  readonly onChange: (values: string[]) => void;
  readonly placeholder?: string;
  readonly error?: string | undefined;
}

/** Several values out of a list, template variables or any typed text. */
export function ListField({ label, help, options, variables, values, onChange, placeholder, error }: Props) {
  const id = useId();
  const used = (values ?? []).map(String);
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={help} htmlFor={id} invalid={!!error} error={error}>
      <MultiCombobox
        id={id}
        options={withCurrent([...options, ...variables], used)}
        value={used}
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
        createCustomValue
        placeholder={placeholder ?? 'Choose'}
        width={64}
      />
    </InlineField>
  );
}
