import type { AnnotationQuery, DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import type { DataQuery, DataSourceRef } from '@grafana/schema';

/** The classic dashboard model (schema v1, `schemaVersion` about 41), as far as the preview shows it. */
export interface DashboardModel {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly time?: { readonly from: string; readonly to: string };
  readonly timezone?: string;
  readonly refresh?: string | false;
  /** 0 = none, 1 = shared crosshair, 2 = shared crosshair and tooltip. */
  readonly graphTooltip?: number;
  readonly timepicker?: { readonly refresh_intervals?: readonly string[]; readonly hidden?: boolean };
  readonly templating?: { readonly list?: readonly VariableModel[] };
  readonly annotations?: { readonly list?: readonly AnnotationModel[] };
  readonly panels?: readonly PanelModel[];
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PanelModel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly transparent?: boolean;
  readonly gridPos: GridPos;
  readonly datasource?: DataSourceRef;
  readonly targets?: readonly DataQuery[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly fieldConfig?: FieldConfigSource;
  readonly transformations?: readonly DataTransformerConfig[];
  readonly maxDataPoints?: number;
  readonly interval?: string;
  /** The panel's own time range, from so long ago until now: `7d`. */
  readonly timeFrom?: string;
  readonly hideTimeOverride?: boolean;
  readonly pluginVersion?: string;
  /** Rows only. */
  readonly collapsed?: boolean;
  readonly panels?: readonly PanelModel[];
}

export interface VariableOptionModel {
  readonly text: string | readonly string[];
  readonly value: string | readonly string[];
  readonly selected?: boolean;
}

export interface VariableModel {
  readonly type: 'query' | 'custom' | 'constant' | 'textbox' | 'datasource' | 'interval';
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  /** 0 = shown, 1 = without label, 2 = hidden. */
  readonly hide?: 0 | 1 | 2;
  readonly query?: string | Readonly<Record<string, unknown>>;
  readonly datasource?: DataSourceRef;
  readonly current?: Partial<VariableOptionModel>;
  readonly options?: readonly VariableOptionModel[];
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly allowCustomValue?: boolean;
  readonly regex?: string;
  readonly refresh?: number;
  readonly sort?: number;
  readonly skipUrlSync?: boolean;
}

export type AnnotationModel = AnnotationQuery & { readonly builtIn?: number; readonly hide?: boolean };
