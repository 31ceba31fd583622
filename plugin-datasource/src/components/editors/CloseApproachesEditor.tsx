import React from 'react';
import type { ApproachBody } from '@orrery/contract';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import type { EditorProps } from './editor.ts';
import { isPositive, numberOrText } from './number.ts';

const BODIES: Array<{ label: string; value: ApproachBody }> = [
  { label: 'Earth', value: 'earth' },
  { label: 'Moon', value: 'moon' },
  { label: 'Mercury', value: 'mercury' },
  { label: 'Venus', value: 'venus' },
  { label: 'Mars', value: 'mars' },
  { label: 'Jupiter', value: 'jupiter' },
  { label: 'Saturn', value: 'saturn' },
  { label: 'Uranus', value: 'uranus' },
  { label: 'Neptune', value: 'neptune' },
  { label: 'Pluto', value: 'pluto' },
];

/** The editor's word for "no limit"; never sent, the field is left out instead. */
const ANY = 'any';

const options = (unit: string, values: readonly number[]) => [
  { label: 'Any', value: ANY },
  ...values.map((value) => ({ label: `${value} ${unit}`, value: String(value) })),
];
const DISTANCES = options('LD', [1, 5, 10, 20]);
const DIAMETERS = options('m', [10, 50, 140, 1000]);

export function CloseApproachesEditor({ query, choices, onChange }: EditorProps) {
  const { variables } = choices;
  const limit = (value: number | string | undefined) => (value === undefined ? ANY : String(value));
  const limitOf = (chosen: string) => (chosen === ANY ? undefined : numberOrText(chosen));
  const distance = limit(query.maxDistanceLd);
  const diameter = limit(query.minDiameterM);
  const errorOf = (value: string) => (value === ANY || isPositive(value) ? undefined : 'Give a number above 0.');
  return (
    <>
      <ChoiceField
        label="Body"
        help="Whom they pass."
        options={BODIES}
        variables={variables}
        value={query.body ?? 'earth'}
        onChange={(body) => onChange({ body })}
        width={20}
      />
      <ChoiceField
        label="Max. distance"
        help="Only those nearer than so many lunar distances (1 LD = 384,400 km)."
        options={DISTANCES}
        variables={variables}
        value={distance}
        onChange={(chosen) => onChange({ maxDistanceLd: limitOf(chosen) })}
        error={errorOf(distance)}
        width={20}
      />
      <ChoiceField
        label="Min. diameter"
        help="Only those whose largest likely diameter reaches so many metres."
        options={DIAMETERS}
        variables={variables}
        value={diameter}
        onChange={(chosen) => onChange({ minDiameterM: limitOf(chosen) })}
        error={errorOf(diameter)}
        width={20}
      />
    </>
  );
}
