import React from 'react';
import { ListField } from '../fields/ListField.tsx';
import { ObserverField } from '../fields/ObserverField.tsx';
import { FROM_THE_CENTRE, type EditorProps } from './editor.ts';

export function SkyEventsEditor({ query, choices, onChange }: EditorProps) {
  return (
    <>
      <ListField
        label="Kinds"
        help="Which events. Rise, set, transit and twilight need an observer."
        options={choices.kinds}
        variables={choices.variables}
        values={query.kinds}
        onChange={(kinds) => onChange({ kinds })}
        error={query.kinds?.length ? undefined : 'Choose at least one kind of event.'}
      />
      <ListField
        label="Bodies"
        help="Only events of these bodies; empty means all that the kind knows."
        options={choices.bodies}
        variables={choices.variables}
        values={query.bodies}
        onChange={(bodies) => onChange({ bodies: bodies.length > 0 ? bodies : undefined })}
        placeholder="All"
      />
      <ObserverField
        choices={choices}
        observer={query.observer}
        onChange={(observer) => onChange({ observer })}
        none={FROM_THE_CENTRE}
        uses={query.kinds}
      />
    </>
  );
}
