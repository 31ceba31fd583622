import React from 'react';
import type { Choices } from '../../choices.ts';
import { asSatellite } from '../../interpolate.ts';
import type { QueryFields } from '../../types.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { ListField } from './ListField.tsx';

interface Props {
  readonly choices: Choices;
  readonly query: QueryFields;
  readonly onChange: (patch: QueryFields) => void;
}

/** Which satellites: single ones or a whole group; choosing the one clears the other. */
export function SatelliteFields({ choices, query, onChange }: Props) {
  const missing = !query.group && !query.satellites?.length;
  return (
    <>
      <ListField
        label="Satellites"
        help="Names or NORAD catalogue numbers. Choosing satellites clears the group."
        options={choices.satellites}
        variables={choices.variables}
        values={query.satellites}
        onChange={(values) => onChange({ satellites: values.map(asSatellite).filter(isSatellite), group: undefined })}
        placeholder="Name or NORAD number"
        error={missing ? 'Choose satellites or a group.' : undefined}
      />
      <ChoiceField
        label="Group"
        help="All satellites of a group of the catalog. Choosing a group clears the single satellites."
        options={choices.groups}
        variables={choices.variables}
        value={query.group}
        onChange={(group) => onChange({ group, satellites: undefined })}
        placeholder="Instead: a group"
      />
    </>
  );
}

const isSatellite = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
