import React from 'react';
import type { Choices } from '../../choices.ts';
import { DEFAULT_OBSERVER, GEOCENTRIC, isCoordinates, observerFromText, observerText } from '../../observer.ts';
import type { ObserverValue } from '../../types.ts';
import { ChoiceField } from './ChoiceField.tsx';

interface Props {
  readonly choices: Choices;
  readonly observer: ObserverValue | undefined;
  readonly onChange: (observer: ObserverValue | undefined) => void;
  /** What "no observer" means for this query type; absent where a place is required. */
  readonly none?: { readonly label: string; readonly description: string };
  /** Names in use that exist only at a place. */
  readonly uses?: readonly string[] | undefined;
}

/** Where the observer stands: the default site, a site of the catalog, typed coordinates, a variable, or nowhere. */
export function ObserverField({ choices, observer, onChange, none, uses = [] }: Props) {
  const text = observerText(observer);
  const options = [
    { label: 'Default site', value: DEFAULT_OBSERVER, description: 'As set in the data source' },
    ...(none ? [{ ...none, value: GEOCENTRIC }] : []),
    ...choices.sites,
  ];
  return (
    <ChoiceField
      label="Observer"
      help="Where the observer stands: a site, or latitude, longitude and elevation (degrees north, degrees east, metres), such as 52.52, 13.40, 34."
      options={options}
      variables={choices.variables}
      value={!none && text === GEOCENTRIC ? undefined : text}
      onChange={(chosen) => onChange(observerFromText(chosen))}
      placeholder="Site or lat, lon, elevation"
      error={observerError(text, options, choices, none !== undefined, uses)}
      width={40}
    />
  );
}

function observerError(
  text: string,
  options: ReadonlyArray<{ value: string }>,
  choices: Choices,
  optional: boolean,
  uses: readonly string[]
): string | undefined {
  if (text === GEOCENTRIC) {
    const placed = uses.filter((name) => choices.needPlace.has(name));
    if (placed.length > 0) {
      return `Choose an observer: without one there is no ${placed.join(', ')}.`;
    }
    return optional ? undefined : 'Choose where the observer stands.';
  }
  const known = choices.sites.length === 0 || options.some(({ value }) => value === text);
  return known || isCoordinates(text) || text.includes('$') || text.includes('[[')
    ? undefined
    : `"${text}" is neither a site of the catalog nor coordinates such as 52.52, 13.40, 34.`;
}
