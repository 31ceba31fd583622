import type { CoreApp, DataSourceInstanceSettings, MetricFindValue, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import type { Catalog } from '@orrery/contract';
import { annotationSupport } from './annotations.ts';
import { cachedCatalog, type CatalogLoader } from './catalog.ts';
import { interpolateQuery, replaceWith } from './interpolate.ts';
import { DEFAULT_QUERY, displayText, isComplete, withDefaults } from './queries.ts';
import type { OrrerySource } from './source.ts';
import type { OrreryOptions, OrreryQuery, OrreryVariableQuery } from './types.ts';
import { asVariableQuery, variableValues } from './variableValues.ts';
import { OrreryVariableSupport } from './variables.ts';

/** The Orrery data source in the browser: it replaces variables; the backend runs the queries. */
export class OrreryDataSource extends DataSourceWithBackend<OrreryQuery, OrreryOptions> implements OrrerySource {
  readonly getCatalog: CatalogLoader;
  readonly defaultSite: string | undefined;

  constructor(
    settings: DataSourceInstanceSettings<OrreryOptions>,
    readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.defaultSite = settings.jsonData?.defaultSite;
    this.getCatalog = cachedCatalog(() => this.getResource<Catalog>('catalog', undefined, { showErrorAlert: false }));
    this.annotations = annotationSupport();
    this.variables = new OrreryVariableSupport((query, options) => this.metricFindQuery(query, options));
  }

  override getDefaultQuery(_app: CoreApp): Partial<OrreryQuery> {
    return DEFAULT_QUERY;
  }

  override getQueryDisplayText(query: OrreryQuery): string {
    return displayText(withDefaults(query));
  }

  override filterQuery(query: OrreryQuery): boolean {
    return !query.hide && isComplete(withDefaults(query));
  }

  override applyTemplateVariables(query: OrreryQuery, scopedVars: ScopedVars): OrreryQuery {
    return interpolateQuery(withDefaults(query), replaceWith(this.templates, scopedVars), this.defaultSite);
  }

  /** The values of a variable: `{ list: 'bodies' }`, or only the list's name. */
  override async metricFindQuery(
    query: OrreryVariableQuery | string,
    options?: { scopedVars?: ScopedVars }
  ): Promise<MetricFindValue[]> {
    const replace = replaceWith(this.templates, options?.scopedVars);
    return variableValues(await this.getCatalog(), asVariableQuery(query), replace);
  }
}
