import { makeFrame, numberColumn, timeColumn } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { frameKind, observerOfFrames, parsePlace, sceneFrame } from './frames.ts';
import { elementsFrame, ephemerisFrame, ISS } from './testing/frames.ts';

const PRAGUE = { latitude: 50.1, longitude: 14.4, elevation: 200, name: 'Prague' };

describe('frames', () => {
  it('name their query type, which takes precedence over their fields', () => {
    const field = (name: string, type: string) => ({ name, type, values: [] });
    const said = (queryType: string) => ({
      meta: { custom: { queryType } },
      fields: [field('time', 'time'), field('kind', 'string'), field('title', 'string')],
    });
    const kinds = ['skyEvents', 'satelliteTrack', 'aurora', 'fireballs'].map((type) => frameKind(said(type)));
    expect(kinds).toEqual(['skyEvents', 'satelliteTrack', 'aurora', 'other']);
  });

  it('of other data sources are recognised by their content', () => {
    const field = (name: string, type: string) => ({ name, type, values: [] });
    const time = field('time', 'time');
    expect(frameKind(ephemerisFrame('mars', [0], { altitude: [1] }))).toBe('ephemeris');
    expect(frameKind(elementsFrame([ISS]))).toBe('satelliteElements');
    expect(frameKind({ fields: [time, field('latitude', 'number'), field('longitude', 'number')] })).toBe(
      'satelliteTrack',
    );
    expect(frameKind({ fields: [time, field('kind', 'string'), field('title', 'string')] })).toBe('skyEvents');
    expect(frameKind({ fields: [time, field('kp', 'number')] })).toBe('other');
    expect(frameKind({ fields: [field('noradId', 'number'), field('omm', 'string')] })).toBe('satelliteElements');
  });

  it('of the service are read with labels, units and values', () => {
    const altitude = numberColumn('altitude', [10, null], { labels: { body: 'sun' }, config: { unit: 'degree' } });
    const frame = sceneFrame(
      makeFrame('A', 'Sun', [timeColumn('time', [1, 2]), altitude], { custom: { source: 'x' } }),
    );
    expect(frame.fields[1]).toMatchObject({
      name: 'altitude',
      labels: { body: 'sun' },
      values: [10, null],
      config: { unit: 'degree' },
    });
    expect(frame.meta?.custom).toEqual({ source: 'x' });
  });

  it('give their observer in meta, else in a label with coordinates', () => {
    const byMeta = ephemerisFrame('sun', [0], { altitude: [1] }, PRAGUE);
    const byLabel = { fields: [{ name: 'altitude', type: 'number', labels: { observer: '-33.9,151.2' }, values: [] }] };
    expect(observerOfFrames([byLabel, byMeta])).toEqual(PRAGUE);
    expect(observerOfFrames([byLabel])).toEqual({ latitude: -33.9, longitude: 151.2, elevation: 0 });
    expect(observerOfFrames([elementsFrame([ISS])])).toBeNull();
  });

  it.each(['prague', '', '91,0', '1', '1,2,3,4', '1,', 'a,b'])('do not read "%s" as a place', (text) => {
    expect(parsePlace(text)).toBeNull();
  });
});
