import { CoreApp } from '@grafana/data';
import { FALLBACK_SITE } from './observer.ts';
import { CATALOG, testDataSource } from './testing.ts';
import type { OrreryOptions, OrreryQuery, QueryFields } from './types.ts';

const VARIABLES = {
  bodies: ['mars', 'venus'],
  one: 'jupiter',
  typed: 'mars, venus',
  site: 'paranal',
  place: '-24.6, -70.4, 2635',
  nowhere: 'geocentric',
  asDefault: 'default',
  lat: '52.5',
  iss: '25544',
  sats: ['25544', 'HST'],
  group: 'stations',
  deg: '25',
  yes: 'true',
  no: '0',
  kinds: ['rise', 'set'],
  quantity: ['altitude', 'azimuth'],
  series: ['kp', 'ap'],
  aggregate: 'max',
  equinox: 'J2000',
  light: 'astrometric',
  moment: '1715364000000',
  goal: 'kp',
  likely: ['p5', 'p6'],
};

function sent(fields: QueryFields, options: OrreryOptions = {}): OrreryQuery {
  const query: OrreryQuery = { refId: 'A', queryType: 'ephemeris', ...fields };
  return testDataSource(options, VARIABLES).applyTemplateVariables(query, {});
}

describe('template variables', () => {
  test.each<[keyof QueryFields, QueryFields, unknown]>([
    ['bodies', { bodies: ['$bodies'] }, ['mars', 'venus']],
    ['bodies', { bodies: ['sun', '${bodies}', 'mars', '$one'] }, ['sun', 'mars', 'venus', 'jupiter']],
    ['bodies', { bodies: ['$typed'] }, ['mars', 'venus']],
    ['quantities', { quantities: ['$quantity'] }, ['altitude', 'azimuth']],
    ['kinds', { kinds: ['$kinds', 'twilight'] }, ['rise', 'set', 'twilight']],
    ['satellites', { satellites: ['$sats'] }, [25544, 'HST']],
    ['satellites', { satellites: [25544, '$iss', 'ISS (ZARYA)'] }, [25544, 'ISS (ZARYA)']],
    ['satellites', { satellites: ['A, B'] }, ['A, B']],
    ['group', { group: '$group' }, 'stations'],
    ['minElevation', { minElevation: '$deg' }, 25],
    ['minElevation', { minElevation: 10 }, 10],
    ['visibleOnly', { visibleOnly: '$yes' }, true],
    ['visibleOnly', { visibleOnly: '$no' }, false],
    ['refraction', { refraction: '$yes' }, true],
    ['refraction', { refraction: '$one' }, 'jupiter'],
    ['equinox', { equinox: '$equinox' }, 'J2000'],
    ['light', { light: '$light' }, 'astrometric'],
    ['series', { series: ['$series'] }, ['kp', 'ap']],
    ['aggregate', { aggregate: '$aggregate' }, 'max'],
    ['target', { target: '$goal' }, 'kp'],
    ['leadHours', { leadHours: '$deg' }, 25],
    ['issuedAt', { issuedAt: '$moment' }, '1715364000000'],
    ['fields', { fields: ['$likely'] }, ['p5', 'p6']],
    ['times', { times: ['$moment', 1] }, [1715364000000, 1]],
    ['observer', { observer: '$site' }, 'paranal'],
    ['observer', { observer: '$place' }, '-24.6,-70.4,2635'],
    ['observer', { observer: '$lat, 13.4' }, '52.5,13.4'],
    [
      'observer',
      { observer: { latitude: '$lat', longitude: 13.4, elevation: '$deg' } },
      { latitude: 52.5, longitude: 13.4, elevation: 25 },
    ],
    ['observer', { observer: '$nowhere' }, undefined],
  ])('are replaced in %s: %j becomes %j', (field, fields, expected) => {
    expect(sent(fields)[field]).toEqual(expected);
  });

  test('of the panel itself (repeats) take precedence over those of the dashboard', () => {
    const query: OrreryQuery = { refId: 'A', queryType: 'ephemeris', bodies: ['$bodies'], quantities: ['distance'] };
    const scoped = { bodies: { text: 'Moon', value: 'moon' } };
    expect(testDataSource({}, VARIABLES).applyTemplateVariables(query, scoped).bodies).toEqual(['moon']);
  });

  test('leave the fields of Grafana unchanged, and replace fields of later versions too', () => {
    const later = { refId: '$one', hide: false, filter: { body: ['$bodies'], note: '$one' } } as unknown as QueryFields;
    expect(sent(later)).toMatchObject({
      refId: '$one',
      hide: false,
      filter: { body: ['mars', 'venus'], note: 'jupiter' },
    });
  });

  test('without a value remove the field instead of sending an empty one', () => {
    const query: OrreryQuery = {
      refId: 'A',
      queryType: 'skyEvents',
      kinds: ['rise'],
      bodies: ['$empty'],
      group: '$empty',
    };
    const applied = testDataSource({}, { empty: '' }).applyTemplateVariables(query, {});
    expect(applied).toEqual({ refId: 'A', queryType: 'skyEvents', kinds: ['rise'] });
  });
});

describe('the default site', () => {
  test('replaces "default" in a query', () => {
    expect(sent({ observer: 'default' }, { defaultSite: 'paranal' }).observer).toBe('paranal');
    expect(sent({ observer: '$asDefault' }, { defaultSite: 'paranal' }).observer).toBe('paranal');
  });

  test('may be coordinates, written with blanks', () => {
    expect(sent({ observer: 'default' }, { defaultSite: '1.5, 2, 3' }).observer).toBe('1.5,2,3');
  });

  test('is Greenwich when none is configured', () => {
    expect(sent({ observer: 'default' }).observer).toBe(FALLBACK_SITE);
    expect(sent({ observer: 'default' }, { defaultSite: ' ' }).observer).toBe(FALLBACK_SITE);
  });

  test('is not forced on a geocentric query', () => {
    expect(sent({ bodies: ['mars'] }, { defaultSite: 'paranal' })).not.toHaveProperty('observer');
  });
});

describe('queries', () => {
  const datasource = testDataSource();

  test('start with the altitude of Sun and Moon at the default site', () => {
    expect(datasource.getDefaultQuery(CoreApp.Dashboard)).toEqual({
      queryType: 'ephemeris',
      bodies: ['sun', 'moon'],
      quantities: ['altitude'],
      observer: 'default',
    });
  });

  test('that were never edited run as the default query', () => {
    const bare = { refId: 'A' } as OrreryQuery;
    expect(datasource.filterQuery(bare)).toBe(true);
    expect(datasource.applyTemplateVariables(bare, {}).bodies).toEqual(['sun', 'moon']);
  });

  test.each<[boolean, string, Partial<OrreryQuery>]>([
    [true, 'an ephemeris with bodies and quantities', { bodies: ['sun'], quantities: ['distance'] }],
    [false, 'a hidden one', { bodies: ['sun'], quantities: ['distance'], hide: true }],
    [false, 'an ephemeris without bodies', { bodies: [], quantities: ['distance'] }],
    [false, 'an ephemeris without quantities', { bodies: ['sun'] }],
    [false, 'events without kinds', { queryType: 'skyEvents', bodies: ['sun'] }],
    [true, 'a track of a group', { queryType: 'satelliteTrack', group: 'stations' }],
    [true, 'a track of a satellite', { queryType: 'satelliteTrack', satellites: [25544] }],
    [false, 'a track of nothing', { queryType: 'satelliteTrack', satellites: [], group: '' }],
    [false, 'passes over no place', { queryType: 'satellitePasses', group: 'stations' }],
    [true, 'passes', { queryType: 'satellitePasses', group: 'stations', observer: 'default' }],
    [false, 'elements of nothing', { queryType: 'satelliteElements' }],
    [false, 'observations without series', { queryType: 'observations', series: [] }],
    [true, 'a forecast', { queryType: 'forecast', target: 'kp' }],
    [false, 'a forecast of nothing', { queryType: 'forecast' }],
    [false, 'the skill of nothing', { queryType: 'forecastSkill', target: '' }],
    [true, 'a type this version has no form for', { queryType: 'fireballs' as OrreryQuery['queryType'] }],
  ])('run (%s): %s', (runs, _name, fields) => {
    expect(datasource.filterQuery({ refId: 'A', queryType: 'ephemeris', ...fields })).toBe(runs);
  });

  test('are named in one line', () => {
    const query: OrreryQuery = {
      refId: 'A',
      queryType: 'ephemeris',
      bodies: ['sun', 'mars'],
      quantities: ['altitude'],
    };
    expect(datasource.getQueryDisplayText(query)).toBe('Ephemeris: sun, mars · altitude');
    expect(datasource.getQueryDisplayText({ refId: 'A', queryType: 'forecast', target: 'kp', fields: ['p5'] })).toBe(
      'Forecast: kp · p5'
    );
    expect(datasource.getQueryDisplayText({ refId: 'A', queryType: 'satelliteElements', group: 'stations' })).toBe(
      'Satellite elements: stations'
    );
  });
});

describe('the catalog', () => {
  test('is loaded once for simultaneous callers', async () => {
    const resource = jest.fn(() => Promise.resolve(CATALOG));
    const datasource = testDataSource({}, {}, resource);
    expect(await Promise.all([datasource.getCatalog(), datasource.getCatalog()])).toEqual([CATALOG, CATALOG]);
    expect(resource).toHaveBeenCalledTimes(1);
  });

  test('is requested again after a failure', async () => {
    const resource = jest.fn<Promise<unknown>, []>(() => Promise.reject(new Error('away')));
    const datasource = testDataSource({}, {}, resource);
    await expect(datasource.getCatalog()).rejects.toThrow('away');
    resource.mockImplementation(() => Promise.resolve(CATALOG));
    await expect(datasource.getCatalog()).resolves.toBe(CATALOG);
  });
});
