import type { DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { Catalog } from '@orrery/contract';
import { OrreryDataSource } from './datasource.ts';
import type { OrreryOptions } from './types.ts';

/** A small catalog for tests, in the format of the service. */
export const CATALOG: Catalog = {
  queryTypes: [{ id: 'ephemeris', title: 'Ephemeris' }],
  bodies: [
    { id: 'sun', title: 'Sun' },
    { id: 'moon', title: 'Moon' },
    { id: 'mars', title: 'Mars' },
  ],
  quantities: [
    { id: 'altitude', title: 'Altitude', unit: 'degree', needsObserver: true },
    { id: 'distance', title: 'Distance', unit: 'suffix: AU', needsObserver: false },
  ],
  eventKinds: [
    { id: 'rise', title: 'Rise', needsObserver: true },
    { id: 'moonPhase', title: 'Moon phase', needsObserver: false },
  ],
  sites: [
    { id: 'greenwich', name: 'Greenwich', latitude: 51.4769, longitude: -0.0005, elevation: 47 },
    { id: 'paranal', name: 'Paranal, Chile', latitude: -24.6272, longitude: -70.4042, elevation: 2635 },
  ],
  satelliteGroups: [
    { id: 'stations', title: 'Space stations', satellites: [{ noradId: 25544, name: 'ISS (ZARYA)' }] },
    {
      id: 'visual',
      title: 'Brightest',
      satellites: [
        { noradId: 25544, name: 'ISS (ZARYA)' },
        { noradId: 20580, name: 'HST' },
      ],
    },
  ],
  series: [{ id: 'kp', title: 'Kp index', description: 'Planetary index of geomagnetic activity' }],
  spaceWeatherKinds: [
    { id: 'flare', title: 'Solar flare' },
    { id: 'cme', title: 'Coronal mass ejection' },
  ],
  sources: [{ id: 'swpc-kp', title: 'Planetary K index', source: 'NOAA SWPC' }],
  forecastTargets: [
    { id: 'kp', title: 'Kp index', leadHours: [3, 6, 24], stepMs: 10_800_000, champion: 'kp-1', models: ['kp-1'] },
    { id: 'dst', title: 'Dst index', leadHours: [1, 2, 24], stepMs: 3_600_000, champion: null, models: [] },
  ],
  forecastModels: [{ id: 'kp-1', title: 'Kp index: blend kp-1' }],
};

/** Template variables of a dashboard: `$name`, `${name}` and `${name:format}`, several values joined as csv does. */
function templatesOf(values: Record<string, string | string[]>): TemplateSrv {
  const valueOf = (name: string, scopedVars: ScopedVars | undefined): string | string[] | undefined =>
    scopedVars?.[name]?.value ?? values[name];
  return {
    getVariables: () => Object.keys(values).map((name) => ({ name })) as ReturnType<TemplateSrv['getVariables']>,
    replace: (target = '', scopedVars, format) =>
      target.replace(/\$(\w+)|\$\{(\w+)(?::\w+)?\}/g, (match, plain?: string, braced?: string) => {
        const value = valueOf(plain ?? braced ?? '', scopedVars);
        if (!Array.isArray(value)) {
          return value ?? match;
        }
        return format === 'csv' ? value.join(',') : `{${value.join(',')}}`;
      }),
    containsTemplate: (target = '') => target.includes('$'),
    updateTimeRange: () => undefined,
  };
}

/** A data source with these options and variables, whose backend returns the catalog, or fails with an error. */
export function testDataSource(
  options: OrreryOptions = {},
  variables: Record<string, string | string[]> = {},
  resource: () => Promise<unknown> = () => Promise.resolve(CATALOG)
): OrreryDataSource {
  const settings: Partial<DataSourceInstanceSettings<OrreryOptions>> = {
    uid: 'orrery',
    type: 'orrery-space-datasource',
    name: 'Orrery',
    jsonData: options,
  };
  const datasource = new OrreryDataSource(
    settings as DataSourceInstanceSettings<OrreryOptions>,
    templatesOf(variables)
  );
  jest.spyOn(datasource, 'getResource').mockImplementation(resource);
  return datasource;
}
