import type { ErrorSource, FieldError } from './errors.ts';
import type { Frame } from './frames.ts';

/** Why a query has no answer. */
export interface QueryFailure {
  readonly status: number;
  readonly error: string;
  readonly errorSource: ErrorSource;
  readonly code: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which it is worth asking again. */
  readonly retryAfterSeconds?: number;
}

/** The answer to one query. */
export type QueryResult = { readonly status: 200; readonly frames: readonly Frame[] } | QueryFailure;

export interface QueryResponse {
  readonly results: Readonly<Record<string, QueryResult>>;
}

/** RFC 9457 problem details; `errors` names the path of each wrong field. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
}

/** A choice of the catalog: what to send, what to show. */
export interface CatalogItem {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
  readonly needsObserver?: boolean;
  readonly source?: string;
  readonly description?: string;
  /** Of a query type: the group it is offered in. */
  readonly group?: string;
}

/** What is forecast, and by what. */
export interface CatalogForecastTarget extends CatalogItem {
  /** How far ahead, hours: what `leadHours` may be. */
  readonly leadHours: readonly number[];
  /** Length of a forecast step, ms. */
  readonly stepMs: number;
  /** Version of the model in use; null where none is. */
  readonly champion: string | null;
  /** Versions of every registered model of the target, newest first. */
  readonly models: readonly string[];
}

export interface CatalogSite {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
}

export interface CatalogSatellite {
  readonly noradId: number;
  readonly name: string;
}

export interface CatalogGroup {
  readonly id: string;
  readonly title: string;
  /** Satellites of the group as last loaded; well-known ones, or none, until its elements are here. */
  readonly satellites: readonly CatalogSatellite[];
}

/** `GET /api/v1/catalog`: what can be asked. Fills the editors and the variables. */
export interface Catalog {
  readonly queryTypes: readonly CatalogItem[];
  readonly bodies: readonly CatalogItem[];
  readonly quantities: readonly CatalogItem[];
  readonly eventKinds: readonly CatalogItem[];
  readonly sites: readonly CatalogSite[];
  readonly satelliteGroups: readonly CatalogGroup[];
  readonly series: readonly CatalogItem[];
  readonly spaceWeatherKinds: readonly CatalogItem[];
  /** Sources of the pipeline; empty until it has run. */
  readonly sources: readonly CatalogItem[];
  readonly forecastTargets: readonly CatalogForecastTarget[];
  /** Ids are versions. */
  readonly forecastModels: readonly CatalogItem[];
}
