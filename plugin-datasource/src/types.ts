import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { FieldKind, FieldName, KindOfField, QueryType } from '@orrery/contract/queries';

/**
 * A place as stored in dashboards: "default", a site id, "latitude,longitude[,elevation]", a variable, or coordinates.
 */
export type ObserverValue =
  | string
  | { latitude: number | string; longitude: number | string; elevation?: number | string };

/** Values of a field as stored in dashboards: any may be a template variable until it is interpolated. */
interface StoredValues extends Record<FieldKind, unknown> {
  choice: string;
  choices: string[];
  text: string;
  number: number | string;
  switch: boolean | string;
  instant: string;
  instants: Array<number | string>;
  observer: ObserverValue;
  satellites: Array<number | string>;
}

/** A query as stored in dashboards: the fields of every query type. */
export type QueryFields = { [N in FieldName]?: StoredValues[KindOfField<N> & FieldKind] };

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
  /** Timeout of the backend for an answer of the service in seconds (the SDK's default is 30). */
  timeout?: number;
}

export interface OrrerySecrets {
  apiKey?: string;
}
