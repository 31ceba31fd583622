import React from 'react';
import { DEFAULT_OBSERVER, type Field } from '@orrery/contract/queries';
import type { Choices } from '../../choices.ts';
import { GEOCENTRIC, observerFromText, observerText } from '../../observer.ts';
import type { ObserverValue } from '../../types.ts';
import { ChoiceField } from './ChoiceField.tsx';

interface Props {
  readonly field: Field;
  readonly choices: Choices;
  readonly observer: ObserverValue | undefined;
  readonly onChange: (observer: ObserverValue | undefined) => void;
  readonly error: string | undefined;
}

/** The observer: the default site, a site of the catalog, typed coordinates, a variable, or none. */
export function ObserverField({ field, choices, observer, onChange, error }: Props) {
  const { title, help, none } = field;
  const text = observerText(observer);
  const options = [
    { label: 'Default site', value: DEFAULT_OBSERVER, description: 'As set in the data source' },
    ...(none ? [{ label: none.title, value: GEOCENTRIC, description: none.help }] : []),
    ...choices.sites,
  ];
  return (
    <ChoiceField
      label={title}
      help={help}
      options={options}
      variables={choices.variables}
      value={!none && text === GEOCENTRIC ? undefined : text}
      onChange={(chosen) => onChange(observerFromText(chosen))}
      placeholder="Site or lat, lon, elevation"
      error={error}
      width={40}
    />
  );
}
