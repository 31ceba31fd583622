import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ListField } from '../fields/ListField.tsx';
import { ObserverField } from '../fields/ObserverField.tsx';
import { SwitchField } from '../fields/SwitchField.tsx';
import { FROM_THE_CENTRE, type EditorProps } from './editor.ts';

const EQUINOXES = [
  { label: 'Of date', value: 'date', description: 'The equator of the moment' },
  { label: 'J2000', value: 'J2000', description: 'The equator of star catalogues' },
];

const LIGHTS = [
  { label: 'Apparent', value: 'apparent', description: 'With aberration and light time' },
  { label: 'Astrometric', value: 'astrometric', description: 'With light time only' },
];

export function EphemerisEditor({ query, choices, onChange }: EditorProps) {
  const { variables } = choices;
  return (
    <>
      <ListField
        label="Bodies"
        help="One series per body."
        options={choices.bodies}
        variables={variables}
        values={query.bodies}
        onChange={(bodies) => onChange({ bodies })}
        error={query.bodies?.length ? undefined : 'Choose at least one body.'}
      />
      <ListField
        label="Quantities"
        help="One number per quantity in each series. Altitude, azimuth and hour angle need an observer."
        options={choices.quantities}
        variables={variables}
        values={query.quantities}
        onChange={(quantities) => onChange({ quantities })}
        error={query.quantities?.length ? undefined : 'Choose at least one quantity.'}
      />
      <ObserverField
        choices={choices}
        observer={query.observer}
        onChange={(observer) => onChange({ observer })}
        none={FROM_THE_CENTRE}
        uses={query.quantities}
      />
      <ChoiceField
        label="Equinox"
        help="The equator that right ascension and declination refer to."
        options={EQUINOXES}
        variables={variables}
        value={query.equinox ?? 'date'}
        onChange={(equinox) => onChange({ equinox })}
        width={20}
      />
      <SwitchField
        label="Refraction"
        help="Whether altitudes are lifted by the air, as the eye sees them: half a degree at the horizon."
        variables={variables}
        value={query.refraction}
        onChange={(refraction) => onChange({ refraction })}
      />
      <ChoiceField
        label="Light"
        help="Apparent places are where the body is seen; astrometric ones compare with star catalogues."
        options={LIGHTS}
        variables={variables}
        value={query.light ?? 'apparent'}
        onChange={(light) => onChange({ light })}
        width={20}
      />
    </>
  );
}
