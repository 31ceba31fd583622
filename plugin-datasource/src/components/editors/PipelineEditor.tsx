import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ListField } from '../fields/ListField.tsx';
import type { EditorProps } from './editor.ts';

const VIEWS = [
  { label: 'Sources', value: 'sources', description: 'State, freshness and last run of each source' },
  { label: 'Runs', value: 'runs', description: 'What each run of a source brought' },
  { label: 'Queues', value: 'queues', description: 'Jobs by type, lag by consumer group, failed jobs' },
  { label: 'Quarantine', value: 'quarantine', description: 'Records set aside, with the reason' },
  { label: 'Models', value: 'models', description: 'Forecast models, those in use first' },
  { label: 'Drift', value: 'drift', description: 'Drift of forecast models and their retrainings' },
];

const FORMATS = [
  { label: 'Table', value: 'table' },
  { label: 'Series', value: 'series', description: 'Numbers over time, a series per source or target' },
];

const NUMBERS: Readonly<Record<string, Array<{ label: string; value: string; description?: string }>>> = {
  models: [
    { label: 'Overdue', value: 'overdue', description: 'Age of the newest forecast; from 1 on it is stale' },
    { label: 'Age', value: 'age' },
  ],
  drift: [
    { label: 'Drifted', value: 'drifted', description: '1 where the look found drift' },
    { label: 'PSI', value: 'psi' },
    { label: 'KS', value: 'ks' },
    { label: 'CUSUM', value: 'cusum', description: 'Share of its limit' },
  ],
};
const FORECAST_VIEWS = new Set(['models', 'drift']);
const SERIES_VIEWS = new Set(['runs', 'models', 'drift']);

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
      {FORECAST_VIEWS.has(view) && (
        <ChoiceField
          label="Target"
          help="Only this target of forecasts."
          options={[{ label: 'All', value: ALL }, ...choices.targets]}
          variables={variables}
          value={query.target ?? ALL}
          onChange={(target) => onChange({ target: target === ALL ? undefined : target })}
        />
      )}
      {SERIES_VIEWS.has(view) && (
        <ChoiceField
          label="Format"
          help="A row per run, model or look for drift; or numbers over time, which alert rules can watch."
          options={FORMATS}
          variables={variables}
          value={query.format ?? 'table'}
          onChange={(format) => onChange({ format })}
          width={20}
        />
      )}
      {FORECAST_VIEWS.has(view) && query.format === 'series' && (
        <ListField
          label="Numbers"
          help="Only these; an alert rule wants one. Empty means all."
          options={NUMBERS[view] ?? []}
          variables={variables}
          values={query.fields}
          onChange={(fields) => onChange({ fields: fields.length > 0 ? fields : undefined })}
          placeholder="All"
        />
      )}
    </>
  );
}
