import type { DataSourceApi } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { CatalogLoader } from './catalog.ts';
import type { OrreryOptions, OrreryQuery } from './types.ts';

/** The data source as its editors and variables see it: what can be asked, and the variables of the dashboard. */
export interface OrrerySource extends DataSourceApi<OrreryQuery, OrreryOptions> {
  /** What can be asked of the service; loaded once and shared by all editors of this data source. */
  readonly getCatalog: CatalogLoader;
  readonly templates: TemplateSrv;
}
