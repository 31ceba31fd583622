import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import type { EditorProps } from './editor.ts';
import { isPositive, numberOrText } from './number.ts';

const FORMATS = [
  { label: 'Table', value: 'table', description: 'A row per lead' },
  { label: 'Series', value: 'series', description: 'Errors by day or week, of one lead' },
  { label: 'Reliability', value: 'reliability', description: 'How often what was said to be likely came' },
];

const BASELINES = [
  { label: 'Persistence', value: 'persistence', description: 'It stays as it is' },
  { label: 'Mean of 24 h', value: 'mean24h', description: 'It will be as in the last day' },
  { label: '27-day recurrence', value: 'recurrence', description: 'It comes round with the Sun' },
  { label: 'Climatology', value: 'climatology', description: 'It is as it is on average' },
];

const BASES = [
  {
    label: 'Best',
    value: 'auto',
    description: 'Forecasts issued in the range where they are enough, else the held-out years',
  },
  { label: 'As issued', value: 'issued', description: 'Only forecasts issued here' },
  { label: 'Held out', value: 'heldOut', description: 'Years that the model in use never learned from' },
];

/** The editor's word for "every lead"; never sent, the field is left out instead. */
const ALL_LEADS = 'all';

export function ForecastSkillEditor({ query, choices, onChange }: EditorProps) {
  const { variables } = choices;
  const lead = query.leadHours === undefined ? ALL_LEADS : String(query.leadHours);
  const every = query.format === 'series' ? '24 h' : 'All';
  return (
    <>
      <ChoiceField
        label="Target"
        help="Whose forecasts are judged."
        options={choices.targets}
        variables={variables}
        value={query.target}
        onChange={(target) => onChange({ target })}
        error={query.target ? undefined : 'Choose whose forecasts are judged.'}
      />
      <ChoiceField
        label="Format"
        help="How the scores are shown."
        options={FORMATS}
        variables={variables}
        value={query.format ?? 'table'}
        onChange={(format) => onChange({ format })}
        width={20}
      />
      <ChoiceField
        label="Baseline"
        help="The simple forecast that the skill is measured against: 1 is perfect, 0 no better."
        options={BASELINES}
        variables={variables}
        value={query.baseline ?? 'persistence'}
        onChange={(baseline) => onChange({ baseline })}
        width={24}
      />
      <ChoiceField
        label="Scores of"
        help="Which forecasts are judged."
        options={BASES}
        variables={variables}
        value={query.basis ?? 'auto'}
        onChange={(basis) => onChange({ basis: basis === 'auto' ? undefined : basis })}
        width={20}
      />
      <ChoiceField
        label="Hours ahead"
        help="Just this lead."
        options={[{ label: every, value: ALL_LEADS }, ...choices.leadsOf(query.target)]}
        variables={variables}
        value={lead}
        onChange={(chosen) => onChange({ leadHours: chosen === ALL_LEADS ? undefined : numberOrText(chosen) })}
        error={lead === ALL_LEADS || isPositive(lead) ? undefined : 'Give hours above 0.'}
        width={20}
      />
    </>
  );
}
