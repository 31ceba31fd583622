import type {
  DataSourceApi,
  DataSourceInstanceSettings,
  DataSourcePlugin,
  DataSourceRef,
  ScopedVars,
} from '@grafana/data';
import type { DataSourceSrv, GetDataSourceListFilters, TemplateSrv } from '@grafana/runtime';
import { importPlugin } from './plugin-loader.ts';
import type { FrontendSettings } from './settings.ts';

type Ref = DataSourceRef | string | null | undefined;

const nameOf = (ref: Ref): string | undefined => (typeof ref === 'string' ? ref : ref?.uid);

/** Loads a data source's module.js and gives its DataSourcePlugin. */
export async function importDataSourcePlugin({
  meta,
}: DataSourceInstanceSettings): Promise<DataSourcePlugin<DataSourceApi>> {
  return importPlugin<DataSourcePlugin<DataSourceApi>>(meta);
}

/** Data sources of the settings, by uid, name or a template variable that holds one. */
export function createDataSourceSrv(settings: FrontendSettings, templateSrv: TemplateSrv): DataSourceSrv {
  const all = Object.values(settings.datasources);
  const instances = new Map<string, Promise<DataSourceApi>>();

  const getInstanceSettings = (ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined => {
    const asked = nameOf(ref);
    const wanted = asked?.includes('$') ? templateSrv.replace(asked, scopedVars) : asked;
    if (wanted === undefined || wanted === '' || wanted === 'default')
      return settings.datasources[settings.defaultDatasource];
    const found = all.find(({ uid, name }) => uid === wanted || name === wanted);
    if (!found || !asked?.includes('$')) return found;
    return { ...found, uid: asked, name: asked, isDefault: false, rawRef: { type: found.type, uid: found.uid } };
  };

  const create = async (found: DataSourceInstanceSettings): Promise<DataSourceApi> => {
    const plugin = await importDataSourcePlugin(found);
    const instance = new plugin.DataSourceClass(found);
    instance.components = plugin.components;
    return instance;
  };

  const getList = (filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] =>
    all.filter(
      (one) =>
        (filters.pluginId === undefined || one.meta.id === filters.pluginId) &&
        (filters.type === undefined || ([] as string[]).concat(filters.type).includes(one.type)) &&
        (!filters.annotations || one.meta.annotations === true) &&
        (filters.filter?.(one) ?? true),
    );

  return {
    get: (ref, scopedVars) => {
      const named = getInstanceSettings(ref, scopedVars);
      const found = named?.rawRef ? getInstanceSettings(named.rawRef) : named;
      if (!found) return Promise.reject(new Error(`There is no data source "${nameOf(ref) ?? ''}"`));
      const instance = instances.get(found.uid) ?? create(found);
      instances.set(found.uid, instance);
      return instance;
    },
    getList,
    getInstanceSettings,
    reload: () => Promise.resolve(),
    registerRuntimeDataSource: () => {
      throw new Error('The preview takes runtime data sources from scenes only');
    },
  };
}
