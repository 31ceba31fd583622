import { DEFAULT_OBSERVER, type Field, type QueryModel } from '@orrery/contract/queries';
import type { Choices } from './choices.ts';
import { GEOCENTRIC, isCoordinates, observerText } from './observer.ts';
import { hasVariable, isFilled, valueOf } from './queries.ts';
import type { ObserverValue, OrreryQuery } from './types.ts';

/** Message on an invalid value of a field; undefined if it is valid. */
export function fieldError(name: string, query: OrreryQuery, model: QueryModel, choices: Choices): string | undefined {
  const field = model.fields[name];
  const value = valueOf(query, name);
  if (field === undefined) {
    return undefined;
  }
  if (field.kind === 'observer') {
    return observerError(field, value as ObserverValue | undefined, query, choices);
  }
  return isFilled(value) ? valueError(field, value) : missingError(name, field, query, model);
}

function missingError(name: string, field: Field, query: OrreryQuery, { oneOf = [], fields }: QueryModel) {
  if (oneOf.includes(name)) {
    const isFirst = oneOf[0] === name;
    const missing = !oneOf.some((other) => isFilled(valueOf(query, other)));
    const titles = oneOf.map((other) => fields[other]?.title.toLowerCase() ?? other);
    return isFirst && missing ? `Choose ${titles.join(' or ')}.` : undefined;
  }
  if (field.none !== undefined || field.default !== undefined) {
    return undefined;
  }
  return field.kind === 'choices' ? 'Choose at least one.' : 'Choose one.';
}

function valueError(field: Field, value: unknown): string | undefined {
  const entries = Array.isArray(value) ? value : [value];
  if (entries.some(hasVariable) || field.schema.safeParse(value).success) {
    return undefined;
  }
  if (field.maxItems !== undefined && entries.length > field.maxItems) {
    return `Choose ${field.maxItems} at most.`;
  }
  switch (field.kind) {
    case 'number':
      return `Give a number ${rangeOf(field)}.`;
    case 'instant':
      return 'Give ISO 8601 with zone, such as 2024-05-10T12:00:00Z, or epoch milliseconds.';
    case 'switch':
      return 'Choose yes or no.';
    default:
      return field.closed ? 'Choose from the list.' : 'Give a name of at most 200 characters.';
  }
}

function rangeOf({ above, min = 0, max = Infinity, unit = '' }: Field): string {
  const most = `${max.toLocaleString('en')}${withUnit(unit)}`;
  return above === undefined ? `from ${min} to ${most}` : `above ${above}, at most ${most}`;
}

/** The unit after a number: a degree sign without a space, others with one. */
export const withUnit = (unit = '') => (unit === '' || unit === '°' ? unit : ` ${unit}`);

function observerError(field: Field, observer: ObserverValue | undefined, query: OrreryQuery, choices: Choices) {
  const text = observerText(observer);
  if (text === GEOCENTRIC) {
    const names = field.neededBy === undefined ? [] : [valueOf(query, field.neededBy)].flat();
    const placed = names.filter((name) => typeof name === 'string' && choices.needPlace.has(name));
    if (placed.length > 0) {
      return `Choose an observer: without one there is no ${placed.join(', ')}.`;
    }
    return field.none ? undefined : 'Choose an observer.';
  }
  const known = choices.sites.length === 0 || choices.sites.some(({ value }) => value === text);
  return known || text === DEFAULT_OBSERVER || isCoordinates(text) || hasVariable(text)
    ? undefined
    : `"${text}" is neither a site of the catalog nor coordinates such as 52.52, 13.40, 34.`;
}
