import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { FIELD_KINDS } from '@orrery/contract/queries';
import { observerFromText, resolveDefault } from './observer.ts';
import type { ObserverValue, OrreryQuery } from './types.ts';

/** Replaces the template variables of a text, several values joined by commas. */
export type Replace = (text: string) => string;

/** Variables replaced in Grafana's `csv` format, which core and scenes both support. */
export function replaceWith(templates: TemplateSrv, scopedVars: ScopedVars | undefined): Replace {
  return (text) => templates.replace(text, scopedVars, 'csv');
}

/** Keys that belong to Grafana or name the query; variables mean nothing there. */
const UNTOUCHED = new Set(['refId', 'datasource', 'hide', 'key', 'queryType']);
/** The query with the variables of every field replaced and "default" resolved, as sent to the service. */
export function interpolateQuery(query: OrreryQuery, replace: Replace, defaultSite: string | undefined): OrreryQuery {
  const { observer, ...rest } = query;
  const fields = Object.entries(rest).map(([key, value]): [string, unknown] => {
    if (UNTOUCHED.has(key)) {
      return [key, value];
    }
    return [key, interpolateField(key, value, replace)];
  });
  const place = interpolateObserver(observer, replace, defaultSite);
  return {
    ...(Object.fromEntries(fields.filter(([, value]) => !isEmpty(value))) as unknown as OrreryQuery),
    ...(place === undefined ? {} : { observer: place }),
  };
}

/** What remains of a variable without a value: it must not be sent, as it would be an invalid value instead of none. */
const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);

function interpolateField(key: string, value: unknown, replace: Replace): unknown {
  const replaced = interpolateDeep(value, replace);
  switch (FIELD_KINDS.get(key)) {
    case 'satellites':
      return Array.isArray(replaced) ? [...new Set(replaced.map(asSatellite))] : replaced;
    case 'number':
    case 'instants':
      return Array.isArray(replaced) ? replaced.map(asNumber) : asNumber(replaced);
    case 'switch':
      return asSwitch(replaced);
    default:
      return replaced;
  }
}

function interpolateDeep(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') {
    return replace(value);
  }
  if (Array.isArray(value)) {
    return expandList(value, replace);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolateDeep(inner, replace)]));
  }
  return value;
}

/** A list in which a variable stands for all its values; each value once, in the order of first mention. */
function expandList(list: readonly unknown[], replace: Replace): unknown[] {
  const expanded = list.flatMap((item) => {
    if (typeof item !== 'string') {
      return [interpolateDeep(item, replace)];
    }
    const replaced = replace(item);
    return replaced === item ? [item] : splitValues(replaced);
  });
  return [...new Set(expanded)];
}

const splitValues = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A NORAD id if the text consists of digits only, else a name. */
export function asSatellite(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** Texts of variables for booleans; anything else is kept, so that the service can name the invalid field. */
function asSwitch(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === 'true' || text === 'yes' || text === 'on' || text === '1') {
    return true;
  }
  return text === 'false' || text === 'no' || text === 'off' || text === '0' ? false : value;
}

function interpolateObserver(
  observer: ObserverValue | undefined,
  replace: Replace,
  defaultSite: string | undefined
): ObserverValue | undefined {
  if (observer === undefined) {
    return undefined;
  }
  if (typeof observer === 'string') {
    const place = observerFromText(replace(observer));
    return place === undefined ? undefined : resolveDefault(place, defaultSite);
  }
  const numbers = Object.entries(observer).map(([key, value]) => [key, asNumber(interpolateDeep(value, replace))]);
  return Object.fromEntries(numbers) as ObserverValue;
}
