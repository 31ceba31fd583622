import React from 'react';
import { ListField } from '../fields/ListField.tsx';
import type { EditorProps } from './editor.ts';

export function SpaceWeatherEventsEditor({ query, choices, onChange }: EditorProps) {
  return (
    <ListField
      label="Kinds"
      help="Which events; empty means all."
      options={choices.spaceWeatherKinds}
      variables={choices.variables}
      values={query.kinds}
      onChange={(kinds) => onChange({ kinds: kinds.length > 0 ? kinds : undefined })}
      placeholder="All"
    />
  );
}
