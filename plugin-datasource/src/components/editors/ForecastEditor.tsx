import React from 'react';
import type { ForecastField } from '@orrery/contract';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ListField } from '../fields/ListField.tsx';
import type { EditorProps } from './editor.ts';
import { isPositive, numberOrText } from './number.ts';

/** The editor's words for "left out"; never sent. */
const LATEST = 'latest';
const ALL_LEADS = 'all';
const IN_USE = 'inUse';

const FORMATS = [
  { label: 'Series', value: 'series' },
  { label: 'Marks', value: 'marks', description: 'Now and the moment of issue, for annotations' },
];

const MARKS = [
  { label: 'Now', value: 'now' },
  { label: 'Issued', value: 'issued' },
];

const FIELD_TITLES: Readonly<Record<ForecastField, string>> = {
  value: 'Expected value',
  median: 'Median',
  lower80: '80 % from',
  upper80: '80 % to',
  lower95: '95 % from',
  upper95: '95 % to',
  p5: 'Probability of Kp ≥ 5',
  p6: 'Probability of Kp ≥ 6',
  p7: 'Probability of Kp ≥ 7',
  storm: 'Storm call',
};
const FIELDS = Object.entries(FIELD_TITLES).map(([value, label]) => ({ label, value }));

export function ForecastEditor({ query, choices, onChange }: EditorProps) {
  const { variables } = choices;
  const lead = query.leadHours === undefined ? ALL_LEADS : String(query.leadHours);
  const series = (query.format ?? 'series') === 'series';
  return (
    <>
      <ChoiceField
        label="Target"
        help="What is forecast."
        options={choices.targets}
        variables={variables}
        value={query.target}
        onChange={(target) => onChange({ target })}
        error={query.target ? undefined : 'Choose what is forecast.'}
      />
      <ChoiceField
        label="Format"
        help="The forecast itself, or marks for annotations."
        options={FORMATS}
        variables={variables}
        value={query.format ?? 'series'}
        onChange={(format) => onChange({ format: format === 'series' ? undefined : format })}
        width={20}
      />
      <ChoiceField
        label="Issued at"
        help="The last forecast issued at or before a moment, ISO 8601 with zone or epoch milliseconds. The latest is by now, whatever the time range: an alert rule may watch the next day alone."
        options={[{ label: 'Latest', value: LATEST }]}
        variables={variables}
        value={query.issuedAt ?? LATEST}
        onChange={(issuedAt) => onChange({ issuedAt: issuedAt === LATEST ? undefined : issuedAt })}
        placeholder="2024-05-10T12:00:00Z"
      />
      {!series && (
        <ListField
          label="Kinds"
          help="Which marks; empty means all."
          options={MARKS}
          variables={variables}
          values={query.kinds}
          onChange={(kinds) => onChange({ kinds: kinds.length > 0 ? kinds : undefined })}
          placeholder="All"
        />
      )}
      {series && (
        <>
          <ChoiceField
            label="Hours ahead"
            help="All leads of one forecast; or what every forecast said so many hours ahead, to lay beside what came."
            options={[{ label: 'All', value: ALL_LEADS }, ...choices.leadsOf(query.target)]}
            variables={variables}
            value={lead}
            onChange={(chosen) => onChange({ leadHours: chosen === ALL_LEADS ? undefined : numberOrText(chosen) })}
            error={lead === ALL_LEADS || isPositive(lead) ? undefined : 'Give hours above 0.'}
            width={20}
          />
          <ListField
            label="Fields"
            help="Only these; an alert rule wants one. Empty means all."
            options={FIELDS}
            variables={variables}
            values={query.fields}
            onChange={(fields) => onChange({ fields: fields.length > 0 ? fields : undefined })}
            placeholder="All"
          />
        </>
      )}
      <ChoiceField
        label="Version"
        help="Only forecasts of this version of a model."
        options={[{ label: 'In use', value: IN_USE }, ...choices.models]}
        variables={variables}
        value={query.version ?? IN_USE}
        onChange={(version) => onChange({ version: version === IN_USE ? undefined : version })}
      />
    </>
  );
}
