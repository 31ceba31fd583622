import type { MetricFindValue } from '@grafana/data';
import type { Catalog, CatalogItem, CatalogSatellite } from '@orrery/contract';
import type { Replace } from './interpolate.ts';
import type { OrreryVariableQuery, VariableList } from './types.ts';

/** The lists of a variable, with their labels in the editor. */
export const VARIABLE_LISTS: Readonly<Record<VariableList, string>> = {
  bodies: 'Bodies',
  quantities: 'Quantities',
  kinds: 'Event kinds',
  sites: 'Sites',
  groups: 'Satellite groups',
  satellites: 'Satellites',
  series: 'Observed series',
  forecastTargets: 'Forecast targets',
  forecastModels: 'Forecast models',
};

export const DEFAULT_VARIABLE_LIST: VariableList = 'bodies';

const isList = (value: unknown): value is VariableList =>
  typeof value === 'string' && Object.hasOwn(VARIABLE_LISTS, value);

/** A variable's query as stored in a dashboard: the object, only the list's name, or nothing yet. */
export function asVariableQuery(stored: unknown): OrreryVariableQuery {
  if (typeof stored === 'object' && stored !== null) {
    const { list, query, group, refId } = stored as Record<string, unknown>;
    const named = [list, query].find(isList) ?? DEFAULT_VARIABLE_LIST;
    return {
      refId: typeof refId === 'string' ? refId : 'variable',
      list: named,
      ...(typeof group === 'string' && group !== '' ? { group } : {}),
    };
  }
  return { refId: 'variable', list: isList(stored) ? stored : DEFAULT_VARIABLE_LIST };
}

/** The values of a variable's query as labels and ids; the group may contain variables. */
export function variableValues(catalog: Catalog, query: OrreryVariableQuery, replace: Replace): MetricFindValue[] {
  switch (query.list) {
    case 'sites':
      return catalog.sites.map(({ id, name }) => ({ text: name, value: id }));
    case 'satellites':
      return satelliteValues(satellitesOf(catalog, replace(query.group ?? '').split(',')));
    case 'kinds':
      return itemValues(catalog.eventKinds);
    case 'groups':
      return itemValues(catalog.satelliteGroups);
    default:
      return itemValues(catalog[query.list]);
  }
}

const itemValues = (items: ReadonlyArray<Pick<CatalogItem, 'id' | 'title'>>): MetricFindValue[] =>
  items.map(({ id, title }) => ({ text: title, value: id }));

const satelliteValues = (satellites: readonly CatalogSatellite[]): MetricFindValue[] =>
  satellites.map(({ noradId, name }) => ({ text: name, value: String(noradId) }));

/** The satellites of the named groups, of all groups when none is named; each once. */
export function satellitesOf(catalog: Catalog, groups: readonly string[] = []): CatalogSatellite[] {
  const wanted = new Set(groups.filter((group) => group !== ''));
  const chosen = catalog.satelliteGroups.filter(({ id }) => wanted.size === 0 || wanted.has(id));
  return [...new Map(chosen.flatMap(({ satellites }) => satellites.map((one) => [one.noradId, one]))).values()];
}
