import React from 'react';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { ObserverField } from '../fields/ObserverField.tsx';
import { SatelliteFields } from '../fields/SatelliteFields.tsx';
import { SwitchField } from '../fields/SwitchField.tsx';
import type { EditorProps } from './editor.ts';

const ELEVATIONS = [0, 10, 20, 30, 40, 60].map((degrees) => ({ label: `${degrees}°`, value: String(degrees) }));

/** What the contract takes when a query names none. */
const DEFAULT_ELEVATION = 10;

export function SatellitePassesEditor({ query, choices, onChange }: EditorProps) {
  const elevation = String(query.minElevation ?? DEFAULT_ELEVATION);
  return (
    <>
      <SatelliteFields choices={choices} query={query} onChange={onChange} />
      <ObserverField choices={choices} observer={query.observer} onChange={(observer) => onChange({ observer })} />
      <ChoiceField
        label="Min. elevation"
        help="Passes that stay lower than this many degrees above the horizon are left out (0 to 89)."
        options={ELEVATIONS}
        variables={choices.variables}
        value={elevation}
        onChange={(chosen) => onChange({ minElevation: asDegrees(chosen) })}
        error={isElevation(elevation) ? undefined : 'Give degrees from 0 to 89.'}
        width={20}
      />
      <SwitchField
        label="Visible only"
        help="Only passes the eye can see: the satellite in sunlight, the place in the dark."
        variables={choices.variables}
        value={query.visibleOnly}
        onChange={(visibleOnly) => onChange({ visibleOnly })}
      />
    </>
  );
}

function asDegrees(text: string): number | string {
  const degrees = Number(text.replace('°', ''));
  return text.trim() !== '' && Number.isFinite(degrees) ? degrees : text;
}

function isElevation(text: string): boolean {
  const degrees = Number(text);
  return text.includes('$') || text.includes('[[') || (degrees >= 0 && degrees <= 89);
}
