import type { DataSourceApi } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { CatalogLoader } from './catalog.ts';
import type { OrreryOptions, OrreryQuery } from './types.ts';

/** The interface of the data source for its editors and variables: the catalog, and the variables of the dashboard. */
export interface OrrerySource extends DataSourceApi<OrreryQuery, OrreryOptions> {
  /** The catalog of the service; loaded once and shared by all editors of this data source. */
  readonly getCatalog: CatalogLoader;
  readonly templates: TemplateSrv;
}
