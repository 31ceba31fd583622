import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { QueryType } from '@orrery/contract';

/**
 * A place as dashboards hold it: "default", a site id, "latitude,longitude[,elevation]", a variable, or coordinates.
 */
export type ObserverValue =
  | string
  | { latitude: number | string; longitude: number | string; elevation?: number | string };

/**
 * What can be asked, as dashboards hold it. The contract's fields, except that each may be a template variable: lists
 * hold names or `$variables`, switches and numbers may be strings until they are interpolated.
 */
export interface QueryFields {
  bodies?: string[];
  quantities?: string[];
  kinds?: string[];
  observer?: ObserverValue;
  equinox?: string;
  refraction?: boolean | string;
  light?: string;
  satellites?: Array<number | string>;
  group?: string;
  minElevation?: number | string;
  visibleOnly?: boolean | string;
  series?: string[];
  aggregate?: string;
  revision?: string;
  envelope?: boolean | string;
  body?: string;
  maxDistanceLd?: number | string;
  minDiameterM?: number | string;
  target?: string;
  issuedAt?: string;
  leadHours?: number | string;
  model?: string;
  version?: string;
  fields?: string[];
  baseline?: string;
  basis?: string;
  view?: string;
  source?: string;
  format?: string;
  times?: Array<number | string>;
}

export interface OrreryQuery extends DataQuery, QueryFields {
  queryType: QueryType;
}

/** The lists of the catalog that a variable can hold. */
export type VariableList =
  | 'bodies'
  | 'quantities'
  | 'kinds'
  | 'sites'
  | 'groups'
  | 'satellites'
  | 'series'
  | 'forecastTargets'
  | 'forecastModels';

export interface OrreryVariableQuery extends DataQuery {
  list: VariableList;
  /** Only with `satellites`: those of this group; all groups when absent. */
  group?: string;
}

export interface OrreryOptions extends DataSourceJsonData {
  /** Site id or coordinates that "default" stands for. */
  defaultSite?: string;
  /** Seconds until the backend gives up on an answer of the service (the SDK's default is 30). */
  timeout?: number;
}

export interface OrrerySecrets {
  apiKey?: string;
}
