import { aurora } from './aurora.ts';
import { closeApproaches } from './closeApproaches.ts';
import type { QueryModel, QueryOf } from './define.ts';
import { ephemeris } from './ephemeris.ts';
import type { Field, FieldKind } from './field.ts';
import { fireballs } from './fireballs.ts';
import { forecast } from './forecast.ts';
import { forecastSkill } from './forecastSkill.ts';
import { impactRisks } from './impactRisks.ts';
import { observations } from './observations.ts';
import { pipeline } from './pipeline.ts';
import { satelliteElements } from './satelliteElements.ts';
import { satellitePasses } from './satellitePasses.ts';
import { satelliteTrack } from './satelliteTrack.ts';
import { skyEvents } from './skyEvents.ts';
import { smallBodies } from './smallBodies.ts';
import { spaceWeatherAlerts } from './spaceWeatherAlerts.ts';
import { spaceWeatherEvents } from './spaceWeatherEvents.ts';

export type { CloseApproachesQuery } from './closeApproaches.ts';
export { QUERY_GROUPS, type DraftQuery, type QueryModel } from './define.ts';
export type { EphemerisQuery } from './ephemeris.ts';
export {
  MAX_NAME_LENGTH,
  MAX_NORAD_ID,
  type CatalogList,
  type Condition,
  type Field,
  type FieldKind,
  type Option,
} from './field.ts';
export type { ForecastQuery } from './forecast.ts';
export type { ForecastSkillQuery } from './forecastSkill.ts';
export { instantSchema, MAX_INSTANT_MS, MIN_INSTANT_MS } from './instant.ts';
export type { ObservationsQuery } from './observations.ts';
export { DEFAULT_OBSERVER } from './observer.ts';
export type { PipelineQuery } from './pipeline.ts';
export { GRAFANA_QUERY_KEYS, queryRequestSchema, type QueryRequest } from './request.ts';

/** Every query type with all that is known of it, in the order in which they are offered. */
export const QUERIES = {
  ephemeris,
  skyEvents,
  satelliteTrack,
  satellitePasses,
  satelliteElements,
  observations,
  spaceWeatherEvents,
  spaceWeatherAlerts,
  aurora,
  closeApproaches,
  smallBodies,
  fireballs,
  impactRisks,
  forecast,
  forecastSkill,
  pipeline,
} as const;
export type QueryType = keyof typeof QUERIES;
export const QUERY_TYPES = Object.keys(QUERIES) as readonly QueryType[];
/** A query of one type, checked and with its defaults. */
export type QueryOfType<T extends QueryType> = QueryOf<(typeof QUERIES)[T]>;

type AnyFields = (typeof QUERIES)[QueryType]['fields'];
/** Names of the fields of all query types. */
export type FieldName = AnyFields extends infer F ? (F extends F ? keyof F & string : never) : never;
/** Kind of the field of that name. */
export type KindOfField<N extends FieldName> = AnyFields extends infer F
  ? F extends Readonly<Record<N, { readonly kind: infer K }>>
    ? K
    : never
  : never;

export const isQueryType = (name: string): name is QueryType => Object.hasOwn(QUERIES, name);

/** The model of a query type; undefined where there is none of that name. */
export const queryModel = (name: string): QueryModel | undefined =>
  isQueryType(name) ? (QUERIES[name] as unknown as QueryModel) : undefined;

/** Kind of each field by its name, which is the same in every query type that has it. */
export const FIELD_KINDS: ReadonlyMap<string, FieldKind> = new Map(
  QUERY_TYPES.flatMap((type) =>
    Object.entries<Field>(QUERIES[type].fields).map(([name, { kind }]) => [name, kind] as const),
  ),
);
