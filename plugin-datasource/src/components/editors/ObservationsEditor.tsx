import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ListField } from '../fields/ListField.tsx';
import type { EditorProps } from './editor.ts';

const AGGREGATES = [
  { label: 'Mean', value: 'mean' },
  { label: 'Minimum', value: 'min' },
  { label: 'Maximum', value: 'max' },
  { label: 'Last', value: 'last' },
];

export function ObservationsEditor({ query, choices, onChange }: EditorProps) {
  return (
    <>
      <ListField
        label="Series"
        help="Measured series; one frame each."
        options={choices.series}
        variables={choices.variables}
        values={query.series}
        onChange={(series) => onChange({ series })}
        error={query.series?.length ? undefined : 'Choose at least one series.'}
      />
      <ChoiceField
        label="Aggregate"
        help="What stands for the values of an interval when there are more than the panel has points."
        options={AGGREGATES}
        variables={choices.variables}
        value={query.aggregate ?? 'mean'}
        onChange={(aggregate) => onChange({ aggregate })}
        width={20}
      />
    </>
  );
}
