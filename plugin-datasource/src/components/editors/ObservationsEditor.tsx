import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ListField } from '../fields/ListField.tsx';
import { SwitchField } from '../fields/SwitchField.tsx';
import type { EditorProps } from './editor.ts';

const AGGREGATES = [
  { label: 'Mean', value: 'mean' },
  { label: 'Minimum', value: 'min' },
  { label: 'Maximum', value: 'max' },
  { label: 'Last', value: 'last' },
];

/** The editor's word for "whichever is best"; never sent, the field is left out instead. */
const BEST = 'best';

const REVISIONS = [
  { label: 'Best', value: BEST, description: 'The most final value of each moment' },
  { label: 'Definitive', value: 'definitive' },
  { label: 'Provisional', value: 'provisional' },
  { label: 'Nowcast', value: 'nowcast', description: 'As first measured or estimated' },
  { label: 'Predicted', value: 'predicted', description: "The publisher's own forecast" },
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
      <ChoiceField
        label="Revision"
        help="How final the values are. Best takes for each moment the most final one."
        options={REVISIONS}
        variables={choices.variables}
        value={query.revision ?? BEST}
        onChange={(revision) => onChange({ revision: revision === BEST ? undefined : revision })}
        width={20}
      />
      <SwitchField
        label="Envelope"
        help="Smallest and largest value beside the aggregate, where a point stands for several values."
        variables={choices.variables}
        value={query.envelope ?? true}
        onChange={(envelope) => onChange({ envelope })}
      />
    </>
  );
}
