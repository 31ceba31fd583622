import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import type { EditorProps } from './editor.ts';

const VIEWS = [
  { label: 'Sources', value: 'sources', description: 'State, freshness and last run of each source' },
  { label: 'Runs', value: 'runs', description: 'What each run of a source brought' },
  { label: 'Queues', value: 'queues', description: 'Jobs by type, lag by consumer group, failed jobs' },
  { label: 'Quarantine', value: 'quarantine', description: 'Records set aside, with the reason' },
  { label: 'Models', value: 'models', description: 'Forecast models in use' },
  { label: 'Drift', value: 'drift', description: 'How far the models have drifted' },
];

const FORMATS = [
  { label: 'Table', value: 'table' },
  { label: 'Series', value: 'series', description: 'Records, rejects and failures over time, a series per source' },
];

/** The editor's word for "every source"; never sent, the field is left out instead. */
const ALL = 'all';

export function PipelineEditor({ query, choices, onChange }: EditorProps) {
  const { variables } = choices;
  const view = query.view ?? 'sources';
  return (
    <>
      <ChoiceField
        label="View"
        help="Which part of the pipeline."
        options={VIEWS}
        variables={variables}
        value={view}
        onChange={(chosen) => onChange({ view: chosen })}
        width={20}
      />
      <ChoiceField
        label="Source"
        help="Only this source, in the views of sources, runs and quarantine."
        options={[{ label: 'All', value: ALL }, ...choices.sources]}
        variables={variables}
        value={query.source ?? ALL}
        onChange={(source) => onChange({ source: source === ALL ? undefined : source })}
      />
      {view === 'runs' && (
        <ChoiceField
          label="Format"
          help="A row per run, or series over time."
          options={FORMATS}
          variables={variables}
          value={query.format ?? 'table'}
          onChange={(format) => onChange({ format })}
          width={20}
        />
      )}
    </>
  );
}
