import React from 'react';
import { ObserverField } from '../fields/ObserverField.tsx';
import { SatelliteFields } from '../fields/SatelliteFields.tsx';
import type { EditorProps } from './editor.ts';

const NO_OBSERVER = { label: 'None', description: 'Only the track: latitude, longitude, altitude, speed' };

export function SatelliteTrackEditor({ query, choices, onChange }: EditorProps) {
  return (
    <>
      <SatelliteFields choices={choices} query={query} onChange={onChange} />
      <ObserverField
        choices={choices}
        observer={query.observer}
        onChange={(observer) => onChange({ observer })}
        none={NO_OBSERVER}
      />
    </>
  );
}
