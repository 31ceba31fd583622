import * as z from 'zod/mini';
import { observerParameterSchema } from '../sky.ts';
import { instantSchema } from './instant.ts';

/** Longest name of anything: a body, a site, a satellite, a series, a version of a model. */
export const MAX_NAME_LENGTH = 200;
/** Most entries of a list of names. */
export const MAX_NAMES = 100;
/** Most satellites that one query names one by one. */
export const MAX_SATELLITES = 5000;
/** Most moments that one query names one by one. */
export const MAX_TIMES = 100_000;
/** NORAD catalogue numbers have up to nine digits. */
export const MAX_NORAD_ID = 999_999_999;

export const nameSchema = z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH));

/** Lists of the catalog (`GET /api/v1/catalog`) that a field offers; `leads` are those of the target of the query. */
export type CatalogList =
  | 'bodies'
  | 'quantities'
  | 'eventKinds'
  | 'satelliteGroups'
  | 'satellites'
  | 'series'
  | 'spaceWeatherKinds'
  | 'sources'
  | 'forecastTargets'
  | 'forecastModels'
  | 'leads';

/** Values of other fields of the query (or their defaults) under which a field or an option makes sense. */
export type Condition = Readonly<Record<string, readonly string[]>>;

export interface Option<T extends string = string> {
  readonly value: T;
  readonly title: string;
  readonly help?: string;
  readonly when?: Condition;
}

/** What a form calls "left out". */
export interface Nothing {
  readonly title: string;
  readonly help?: string;
}

/** How a field is edited and what its values are; the same name has the same kind in every query type. */
export type FieldKind =
  | 'choice'
  | 'choices'
  | 'text'
  | 'number'
  | 'switch'
  | 'instant'
  | 'instants'
  | 'observer'
  | 'satellites';

/** What people read of a field, and when it is shown. */
interface About {
  readonly title: string;
  readonly help: string;
  readonly when?: Condition;
}

/** One field of a query type: its schema with all bounds, and all that forms and documentation need of it. */
export interface Field<K extends FieldKind = FieldKind, S extends z.ZodMiniType = z.ZodMiniType> extends About {
  readonly kind: K;
  readonly schema: S;
  /** Symbol of the unit of a number. */
  readonly unit?: string;
  /** Bounds of a number; `above` excludes itself. */
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  /** Numbers that are offered; others can be typed. */
  readonly suggestions?: readonly number[] | 'leads';
  /** What is offered; a list of the catalog, or the values themselves. */
  readonly options?: CatalogList | readonly Option[];
  /** Whether other values than those offered are refused. */
  readonly closed?: boolean;
  /** Most entries of a list. */
  readonly maxItems?: number;
  /** The value where none is given. */
  readonly default?: string | number | boolean;
  /** The word for leaving the field out; absent where it cannot be left out. */
  readonly none?: Nothing;
  /** An observer: the list of the query whose names may need one. */
  readonly neededBy?: string;
  /** For programs alone: forms do not show it. */
  readonly hidden?: boolean;
}

interface Chosen<T extends string> extends About {
  readonly options: readonly Option<T>[];
}
interface Listed<T extends string> extends About {
  readonly values: readonly T[];
  readonly options: CatalogList;
}
interface Named extends About {
  readonly options: CatalogList | readonly Option[];
}

const enumOf = <T extends string>(about: Chosen<T> | Listed<T>) => {
  const values = 'values' in about ? about.values : about.options.map(({ value }) => value);
  return z.enum(values as readonly [T, ...T[]]);
};
const listOf = <S extends z.ZodMiniType>(item: S, maxItems: number) =>
  z.array(item).check(z.minLength(1), z.maxLength(maxItems));

/** One of the values given, no other. */
export function choice<const T extends string>(about: Chosen<T> | Listed<T>) {
  return { ...about, kind: 'choice', closed: true, schema: enumOf(about) } as const;
}

/** Several of the values given, no others. */
export function choices<const T extends string>(about: Chosen<T> | Listed<T>) {
  const schema = listOf(enumOf(about), MAX_NAMES);
  return { ...about, kind: 'choices', closed: true, maxItems: MAX_NAMES, schema } as const;
}

/** One name out of a list that depends on the service. */
export function name(about: Named) {
  return { ...about, kind: 'choice', schema: nameSchema } as const;
}

/** Several names out of a list that depends on the service. */
export function names(about: Named) {
  return { ...about, kind: 'choices', maxItems: MAX_NAMES, schema: listOf(nameSchema, MAX_NAMES) } as const;
}

/** A name that no list offers. */
export function text(about: About) {
  return { ...about, kind: 'text', schema: nameSchema } as const;
}

interface Numeric extends About, Pick<Field, 'unit' | 'min' | 'above' | 'suggestions'> {
  readonly max: number;
}

/** A finite number between its bounds. */
export function number(about: Numeric) {
  const lowest = about.above === undefined ? z.gte(about.min ?? 0) : z.gt(about.above);
  return { ...about, kind: 'number', schema: z.number().check(lowest, z.lte(about.max)) } as const;
}

/** Yes or no. */
export function toggle(about: About) {
  return { ...about, kind: 'switch', schema: z.boolean() } as const;
}

/** A moment: ISO 8601 or epoch ms. */
export function instant(about: About) {
  return { ...about, kind: 'instant', schema: instantSchema } as const;
}

/** A list of moments. */
export function instants(about: About) {
  return { ...about, kind: 'instants', maxItems: MAX_TIMES, schema: listOf(instantSchema, MAX_TIMES) } as const;
}

/** A place on the Earth: a site id, `"latitude,longitude[,elevation]"` or an object. */
export function observer(about: About & Pick<Field, 'neededBy'>) {
  return { ...about, kind: 'observer', schema: observerParameterSchema } as const;
}

/** Satellites one by one: NORAD ids or names. */
export function satellites(about: About) {
  const one = z.union([z.int().check(z.gte(1), z.lte(MAX_NORAD_ID)), nameSchema], {
    error: 'Expected a NORAD id or a name',
  });
  const schema = listOf(one, MAX_SATELLITES);
  return { ...about, kind: 'satellites', options: 'satellites', maxItems: MAX_SATELLITES, schema } as const;
}

type Replaced<F extends Field, S extends z.ZodMiniType> = Omit<F, 'schema'> & { readonly schema: S };

/** The field, which may be left out; `none` is the word for that. */
export function optional<const F extends Field>(
  field: F,
  none: string | Nothing,
): Replaced<F, z.ZodMiniOptional<F['schema']>> {
  const schema: z.ZodMiniOptional<F['schema']> = z.optional(field.schema);
  return { ...field, schema, none: typeof none === 'string' ? { title: none } : none };
}

/** The field with the value that it has where none is given. */
export function defaulting<const F extends Field>(
  field: F,
  value: z.output<F['schema']> & (string | number | boolean),
): Replaced<F, z.ZodMiniDefault<F['schema']>> {
  const schema = z._default<F['schema']>(field.schema, value as z.core.util.NoUndefined<z.output<F['schema']>>);
  return { ...field, schema, default: value };
}
