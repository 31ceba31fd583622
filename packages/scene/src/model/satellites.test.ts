import fc from 'fast-check';
import { eciToGeodetic, gstime, propagate, twoline2satrec } from 'satellite.js';
import { describe, expect, it, vi } from 'vitest';
import type { SceneFrame } from '../frames.ts';
import { elementsFrame, ISS, moments, type ElementRow } from '../testing/frames.ts';
import { chooseSatellites, createEarthModel, earthAt, earthTable, positionOf } from './earth.ts';
import { createGroundTrack } from './groundTrack.ts';
import {
  earthFixed,
  elementsEpochMs,
  geodetic,
  periodMs,
  readSatellites,
  satellitePosition,
  type ElementsCache,
  type Satellite,
} from './satellites.ts';
import { createSkyModel, skyAt, skyTable } from './sky.ts';

const NOW = Date.UTC(2025, 3, 23, 19, 30);
const OMM: ElementRow = {
  noradId: 123_456_789,
  name: 'NEW ONE',
  omm: JSON.stringify({
    OBJECT_NAME: 'NEW ONE',
    OBJECT_ID: '2026-001A',
    EPOCH: '2025-04-23T12:00:00.000000',
    MEAN_MOTION: 15.05,
    ECCENTRICITY: 0.0002,
    INCLINATION: 53,
    RA_OF_ASC_NODE: 62,
    ARG_OF_PERICENTER: 144,
    MEAN_ANOMALY: 215,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: 'U',
    NORAD_CAT_ID: 123456789,
    ELEMENT_SET_NO: 999,
    REV_AT_EPOCH: 1,
    BSTAR: 0.0002,
    MEAN_MOTION_DOT: 0.0001,
    MEAN_MOTION_DDOT: 0,
  }),
};
/** Positions go to the graphics card in single precision: about 1e-7 of an Earth radius, half a metre. */
const SINGLE_PRECISION = 1e-6;

function trackFrame(times: readonly number[], name = 'ISS (ZARYA)'): SceneFrame {
  const station = readSatellites([elementsFrame([ISS])])[0];
  const rows = times.map((ms) => geodetic((station && satellitePosition(station, ms)) ?? [1, 0, 0]));
  const labels = { satellite: name, noradId: '25544' };
  const column = (key: 'latitude' | 'longitude' | 'altitude') => ({
    name: key,
    type: 'number',
    labels,
    values: rows.map((row) => row[key]),
  });
  return {
    name,
    fields: [
      { name: 'time', type: 'time', values: times },
      column('latitude'),
      column('longitude'),
      column('altitude'),
    ],
  };
}

describe('places on the ellipsoid', () => {
  it('come back from their vector to a second of arc and a metre, up to the geostationary ring', () => {
    const latitude = fc.double({ min: -89.9, max: 89.9, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -179, max: 179, noNaN: true }),
        latitude,
        fc.double({ min: 0, max: 36_000, noNaN: true }),
        (lon, lat, height) => {
          const found = geodetic(earthFixed(lon, lat, height));
          expect(Math.abs(found.latitude - lat)).toBeLessThan(1 / 3600);
          expect(Math.abs(found.longitude - lon)).toBeLessThan(1e-9);
          expect(Math.abs(found.altitude - height)).toBeLessThan(0.001);
        },
      ),
    );
  });
});

describe('satellites', () => {
  it('are read from TLE and from OMM, with ids of nine digits', () => {
    const found = readSatellites([elementsFrame([ISS, OMM])]);
    expect(found.map(({ id, name }) => [id, name])).toEqual([
      ['25544', 'ISS (ZARYA)'],
      ['123456789', 'NEW ONE'],
    ]);
    expect(found[1] && satellitePosition(found[1], NOW)).not.toBeNull();
  });

  it('have the positions that satellite.js computes', () => {
    const [station] = readSatellites([elementsFrame([ISS])]);
    const record = twoline2satrec(ISS.line1 ?? '', ISS.line2 ?? '');
    const date = new Date(NOW);
    const expected = eciToGeodetic(propagate(record, date)?.position ?? { x: 0, y: 0, z: 0 }, gstime(date));
    const found = geodetic((station && satellitePosition(station, NOW)) ?? [0, 0, 0]);
    expect(found.latitude).toBeCloseTo((expected.latitude * 180) / Math.PI, 3);
    expect(found.longitude).toBeCloseTo((expected.longitude * 180) / Math.PI, 3);
    expect(found.altitude).toBeCloseTo(expected.height, 0);
  });

  it('with unreadable elements are left out, decayed ones have no position', () => {
    const rows = [
      { noradId: 1, name: 'X', line1: '1 bad', line2: '2 bad' },
      { noradId: 2, name: 'Y', omm: '{' },
      { noradId: 3, name: 'Z' },
    ];
    expect(readSatellites([elementsFrame(rows)])).toEqual([]);
    const [station] = readSatellites([elementsFrame([ISS])]);
    expect(station && satellitePosition(station, NOW + 3650 * 86_400_000)).toBeNull();
  });

  it('keep their initialised elements over refreshes', () => {
    const cache = new Map();
    const [first] = readSatellites([elementsFrame([ISS])], cache);
    const [second] = readSatellites([elementsFrame([ISS])], cache);
    expect(second?.elements).toBe(first?.elements);
  });

  it('follow a track that the service computed, interpolated between its points', () => {
    const [byTrack] = readSatellites([trackFrame(moments(NOW - 3_600_000, NOW + 3_600_000, 61))]);
    const [byElements] = readSatellites([elementsFrame([ISS])]);
    const at = NOW + 47_000;
    const a = (byTrack && satellitePosition(byTrack, at)) ?? [0, 0, 0];
    const b = (byElements && satellitePosition(byElements, at)) ?? [9, 9, 9];
    // Cubics over two-minute steps: (n·h)⁴·3/128 with n·h = 0.136 rad is 8e-6 of the radius.
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeLessThan(2e-5);
  });

  it('have no position on a track too coarse to follow', () => {
    const [station] = readSatellites([trackFrame(moments(NOW - 43_200_000, NOW + 43_200_000, 25))]);
    expect(station && satellitePosition(station, NOW)).toBeNull();
  });

  it('with elements and a track are one satellite, propagated from the elements and labelled', () => {
    const frames = [elementsFrame([ISS, OMM]), trackFrame(moments(NOW, NOW + 3_600_000, 31))];
    for (const order of [frames, [...frames].reverse()]) {
      const found = readSatellites(order);
      const station = found.find((satellite) => satellite.id === '25544');
      expect(found).toHaveLength(2);
      expect(station?.elements).not.toBeNull();
      expect(station?.followed).toBe(true);
    }
  });

  it('complete a revolution in 93 minutes and then cross the same latitude again', () => {
    const [station] = readSatellites([elementsFrame([ISS])]);
    if (!station) throw new Error('no station');
    expect(periodMs(station) / 60_000).toBeCloseTo(92.9, 0);
    expect(elementsEpochMs(station)).toBeCloseTo(Date.UTC(2025, 3, 23) + 0.77221326 * 86_400_000, -2);
    const track = createGroundTrack(station)(NOW, satellitePosition(station, NOW));
    // Its points lie on a grid: at either end up to a step of a hundredth of a revolution is missing.
    const reach = (track.at(-1)?.ms ?? 0) - (track[0]?.ms ?? 0);
    expect(Math.abs(reach / periodMs(station) - 1.49)).toBeLessThan(0.011);
    expect(Math.max(...track.map((point) => geodetic(point.at).latitude))).toBeCloseTo(51.8, 0);
  });
});

describe('decayed satellites', () => {
  const STARLINK: ElementRow = {
    noradId: 49465,
    name: 'STARLINK',
    line1: '1 49465U 21105B   21320.80604723 +.00139676 +00000+0 +24680-1 0  9997',
    line2: '2 49465  75.0023 145.0443 0000700 273.0116 101.7429 14.66505288000059',
  };
  const EPOCH = Date.UTC(2021, 0, 320) + 0.80604723 * 86_400_000;

  it('have no position long after their epoch, for which plain SGP4 gives 144,581 km (from a public report)', () => {
    const [satellite] = readSatellites([elementsFrame([STARLINK])]);
    expect(satellite && satellitePosition(satellite, EPOCH)).not.toBeNull();
    expect(satellite && satellitePosition(satellite, EPOCH + 1018 * 86_400_000)).toBeNull();
    const model = createEarthModel([elementsFrame([STARLINK])], { selected: [] });
    const state = earthAt(model, EPOCH + 1018 * 86_400_000);
    expect(positionOf(state, 0)).toBeNull();
    expect(earthTable(model, state).rows.at(-1)?.cells.slice(2, 5)).toEqual(['–', '–', 'no position']);
  });
});

describe('one state for each moment', () => {
  const rows = Array.from({ length: 40 }, (_, i): ElementRow => ({ ...ISS, noradId: 200 + i, name: `S-${i}` }));
  /** Number of propagations of satellites of the model during `work`. */
  const propagations = (satellites: readonly Satellite[], work: () => void): number => {
    const spies = satellites.map(({ elements }) => vi.spyOn(elements!, 'into'));
    work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  };
  const ownCache = { get: () => undefined, set: () => undefined } as unknown as ElementsCache;

  it('propagates each satellite once for picture, table and description of the Earth', () => {
    const model = createEarthModel([elementsFrame(rows)], { selected: ['none'], cache: ownCache });
    const count = propagations(model.satellites, () => {
      expect(earthAt(model, NOW)).toBe(earthAt(model, NOW));
      earthTable(model, earthAt(model, NOW));
    });
    expect(count).toBe(40);
  });

  it('keeps the points of tracks as time advances', () => {
    const model = createEarthModel([elementsFrame(rows)], { selected: ['S-7'], cache: ownCache });
    earthAt(model, NOW);
    const count = propagations(model.satellites, () => earthAt(model, NOW + 1000));
    // Of the six satellites named S-7… only S-7 is chosen; at most one point of its track is new.
    expect(model.selected.map(({ name }) => name)).toEqual(['S-7']);
    expect(count).toBeLessThanOrEqual(41);
  });

  it('propagates each satellite once for picture, table and description of the sky', () => {
    const observer = { latitude: 50, longitude: 14, elevation: 0 };
    const model = createSkyModel([elementsFrame(rows)], { selected: [], observer, cache: ownCache })!;
    const count = propagations(model.satellites, () => {
      expect(skyAt(model, NOW)).toBe(skyAt(model, NOW));
      skyTable(model, skyAt(model, NOW));
    });
    expect(count).toBe(40);
  });
});

describe('the Earth', () => {
  const many = Array.from(
    { length: 9 },
    (_, i): ElementRow => ({ ...ISS, noradId: 100 + i, name: `STARLINK-${i}`, line1: `${ISS.line1} ` }),
  );

  it('labels all satellites if there are few, else those selected or followed', () => {
    const few = readSatellites([elementsFrame([ISS, OMM])]);
    const crowd = readSatellites([elementsFrame([...many, OMM]), trackFrame(moments(NOW, NOW + 3_600_000, 31))]);
    const names = (words: readonly string[], list = crowd) =>
      chooseSatellites(list, words).map((satellite) => satellite.name);
    expect(names([''], few)).toEqual(['ISS (ZARYA)', 'NEW ONE']);
    expect(names([])).toEqual(['ISS (ZARYA)']);
    expect(names(['104', ' new '])).toEqual(['STARLINK-4', 'ISS (ZARYA)', 'NEW ONE']);
    expect(names(['nothing'], few)).toEqual([]);
  });

  it('has positions in Earth radii and the same places in its table', () => {
    const model = createEarthModel([elementsFrame([ISS])], {
      selected: [],
      observer: { latitude: 50, longitude: 14, elevation: 0 },
    });
    const state = earthAt(model, NOW);
    const at = positionOf(state, 0) ?? [0, 0, 0];
    expect(Math.hypot(...at)).toBeGreaterThan(1.06);
    const table = earthTable(model, state);
    expect(table.rows.map((row) => row.id)).toEqual(['sun', 'observer', '25544']);
    expect(Number.parseFloat(table.rows[2]?.cells[2] ?? '')).toBeCloseTo(geodetic(at).latitude, 1);
    expect(table.rows[2]?.cells.at(-1)).toBe('0.0 d');
    expect(positionOf(state, 7)).toBeNull();
    expect(Math.abs(at[0] - (earthAt(model, NOW).positions[0] ?? 0))).toBeLessThan(SINGLE_PRECISION);
  });
});
