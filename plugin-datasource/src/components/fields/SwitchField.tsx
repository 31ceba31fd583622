import React from 'react';
import type { Choice } from '../../choices.ts';
import { ChoiceField } from './ChoiceField.tsx';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly variables: readonly Choice[];
  readonly value: boolean | string | undefined;
  readonly onChange: (value: boolean | string) => void;
}

const ANSWERS: readonly Choice[] = [
  { label: 'No', value: 'false' },
  { label: 'Yes', value: 'true' },
];

/** Yes or no, or a variable that says so; a plain switch could not hold a variable. */
export function SwitchField({ label, help, variables, value, onChange }: Props) {
  return (
    <ChoiceField
      label={label}
      help={help}
      options={ANSWERS}
      variables={variables}
      value={String(value ?? false)}
      onChange={(chosen) => onChange(chosen === 'true' || chosen === 'false' ? chosen === 'true' : chosen)}
      width={20}
    />
  );
}
