import React from 'react';
import { SatelliteFields } from '../fields/SatelliteFields.tsx';
import type { EditorProps } from './editor.ts';

export function SatelliteElementsEditor({ query, choices, onChange }: EditorProps) {
  return <SatelliteFields choices={choices} query={query} onChange={onChange} />;
}
