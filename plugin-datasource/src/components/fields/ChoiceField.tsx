import React, { useId } from 'react';
import { Combobox, InlineField } from '@grafana/ui';
import type { Choice } from '../../choices.ts';
import { LABEL_WIDTH, withCurrent } from './field.ts';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly options: readonly Choice[];
  readonly variables: readonly Choice[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly error?: string | undefined;
  readonly width?: number;
}

/** One value out of a list, a template variable or any typed text. */
export function ChoiceField({ label, help, options, variables, value, onChange, placeholder, error, width }: Props) {
  const id = useId();
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={help} htmlFor={id} invalid={!!error} error={error}>
      <Combobox
        id={id}
        options={withCurrent([...options, ...variables], value === undefined ? [] : [value])}
        value={value ?? null}
        onChange={(chosen) => onChange(chosen.value)}
        createCustomValue
        placeholder={placeholder ?? 'Choose'}
        width={width ?? 32}
      />
    </InlineField>
  );
}
