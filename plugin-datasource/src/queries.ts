import {
  QUERIES,
  QUERY_GROUPS,
  QUERY_TYPES,
  queryModel,
  type Condition,
  type Field,
  type QueryModel,
  type QueryType,
} from '@orrery/contract/queries';
import type { OrreryQuery, QueryFields } from './types.ts';

/** Models of all query types, those of a group together, in the order in which they are offered. */
export const MODELS: readonly QueryModel[] = QUERY_GROUPS.flatMap((group) =>
  QUERY_TYPES.map((type) => QUERIES[type] as unknown as QueryModel).filter((model) => model.group === group)
);

export const DEFAULT_QUERY = startOf('ephemeris');
/** Default of annotations: events that change the brightness of the night sky. */
export const DEFAULT_ANNOTATION_QUERY = startOf('skyEvents');

function startOf(queryType: QueryType): Pick<OrreryQuery, 'queryType'> & QueryFields {
  return { queryType, ...(QUERIES[queryType].start as QueryFields) };
}

/** A field of a query by its name; its value in a dashboard may be of the wrong kind. */
export const valueOf = (query: OrreryQuery, name: string): unknown => Reflect.get(query, name);

export const isFilled = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';

/** Whether a value is a template variable, or a text with one in it. */
export function hasVariable(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('$') || value.includes('[['));
}

/** Whether other fields have the values that a field depends on; variables may get them later. */
export function applies(when: Condition | undefined, query: OrreryQuery, model: QueryModel): boolean {
  return Object.entries(when ?? {}).every(([name, values]) => {
    const value = valueOf(query, name) ?? model.fields[name]?.default;
    return hasVariable(value) || values.includes(String(value));
  });
}

/** The query with a type: one that was never edited gets the default query. */
export function withDefaults(query: OrreryQuery, defaults = DEFAULT_QUERY): OrreryQuery {
  return query.queryType ? query : { ...defaults, ...query, queryType: defaults.queryType };
}

/** Groups of alternatives; of each at least one must be filled before the query can run. */
function requiredOf({ fields, oneOf }: QueryModel): ReadonlyArray<readonly string[]> {
  const needed = Object.entries(fields).filter(([, field]) => field.none === undefined && field.default === undefined);
  return [...(oneOf ? [oneOf] : []), ...needed.map(([name]) => [name])];
}

/**
 * The query as another type: values that the new type accepts are kept, others are removed, missing ones get their
 * defaults.
 */
export function changeType(query: OrreryQuery, queryType: QueryType): OrreryQuery {
  const model = QUERIES[queryType] as unknown as QueryModel;
  const known = new Set(MODELS.flatMap(({ fields }) => Object.keys(fields)));
  const kept = Object.entries(query).filter(([name, value]) => !known.has(name) || takes(model.fields[name], value));
  const changed = { ...Object.fromEntries(kept), refId: query.refId, queryType } as OrreryQuery;
  const missing = requiredOf(model).filter((names) => !names.some((name) => isFilled(valueOf(changed, name))));
  // The default of a type may need an observer: altitudes are meaningless at the centre of the Earth.
  const wanted = missing.length > 0 ? [...missing.flat(), 'observer'] : [];
  const fresh = Object.entries(model.start).filter(
    ([name]) => wanted.includes(name) && !isFilled(valueOf(changed, name))
  );
  return { ...changed, ...Object.fromEntries(fresh) };
}

function takes(field: Field | undefined, value: unknown): boolean {
  const variable = Array.isArray(value) ? value.some(hasVariable) : hasVariable(value);
  return field !== undefined && (variable || field.schema.safeParse(value).success);
}

/** The query with the patch; fields that are undefined or no longer meaningful are removed and not saved. */
export function patched(query: OrreryQuery, patch: QueryFields): OrreryQuery {
  const model = queryModel(query.queryType);
  const merged = { ...query, ...patch } as OrreryQuery;
  const kept = Object.entries(merged).filter(
    ([name, value]) => value !== undefined && (model === undefined || applies(model.fields[name]?.when, merged, model))
  );
  return Object.fromEntries(kept) as unknown as OrreryQuery;
}

/** Whether the query is complete enough to be sent; unknown types are left to the service to refuse. */
export function isComplete(query: OrreryQuery): boolean {
  const model = queryModel(query.queryType);
  return (
    model === undefined || requiredOf(model).every((names) => names.some((name) => isFilled(valueOf(query, name))))
  );
}

/** Kinds of fields whose values summarise a query. */
const TELLING: ReadonlySet<Field['kind']> = new Set(['choice', 'choices', 'satellites']);

/** One line for the collapsed editor: "Ephemeris: sun, moon · altitude". */
export function displayText(query: OrreryQuery): string {
  const model = queryModel(query.queryType);
  if (model === undefined) {
    return query.queryType;
  }
  const parts = Object.entries(model.fields).flatMap(([name, field]) => {
    const value = valueOf(query, name);
    const told = TELLING.has(field.kind) && isFilled(value) && value !== field.default;
    return told ? [[value].flat().join(', ')] : [];
  });
  return parts.length > 0 ? `${model.title}: ${parts.join(' · ')}` : model.title;
}
