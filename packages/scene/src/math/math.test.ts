import fc from 'fast-check';
import { Body, Equator, HelioVector, Horizon, Observer } from 'astronomy-engine';
import { describe, expect, it } from 'vitest';
import { chartPoint, fromStereographic, scaledDistance, scaledVector, stereographic, viewBasis } from './projection.ts';
import { angleAt, covers, lastNotAfter, numberAt, vectorAt } from './series.ts';
import { subsolarPoint, utcToTime } from '@orrery/astro';
import { footprintRadius, heliocentric, horizonRotation, orbitPath } from './sky.ts';
import {
  angleBetween,
  apply,
  cross,
  dot,
  horizontal,
  length,
  multiply,
  spherical,
  toHorizontal,
  toSpherical,
  transpose,
  type Mat3,
} from './vector.ts';

/** Rounding of double precision over a few operations. */
const ROUNDING = 1e-9;
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -89.9, max: 89.9, noNaN: true });
const direction = fc.tuple(longitude, latitude).map(([lon, lat]) => spherical(lon, lat));

describe('vectors', () => {
  it('come back from altitude and azimuth', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 359.9, noNaN: true }), latitude, (azimuth, altitude) => {
        const found = toHorizontal(horizontal(altitude, azimuth));
        expect(found.altitude).toBeCloseTo(altitude, 7);
        expect(Math.abs(((found.azimuth - azimuth + 540) % 360) - 180)).toBeLessThan(1e-6);
      }),
    );
  });

  it('have north along y and east along x', () => {
    expect(horizontal(0, 0)[1]).toBeCloseTo(1, 12);
    expect(horizontal(0, 90)[0]).toBeCloseTo(1, 12);
  });

  it('are rotated by a product as by its factors in sequence', () => {
    const a: Mat3 = [0, -1, 0, 1, 0, 0, 0, 0, 1];
    const b: Mat3 = [1, 0, 0, 0, 0, -1, 0, 1, 0];
    fc.assert(
      fc.property(direction, (v) => {
        expect(length(cross(apply(multiply(a, b), v), apply(a, apply(b, v))))).toBeLessThan(ROUNDING);
      }),
    );
  });
});

describe('projections', () => {
  it('of the sky chart have north at the top and east on the left', () => {
    expect(chartPoint(90, 123)).toEqual([expect.closeTo(0), expect.closeTo(0)]);
    expect(chartPoint(0, 0)).toEqual([expect.closeTo(0), expect.closeTo(-1)]);
    expect(chartPoint(0, 90)).toEqual([expect.closeTo(-1), expect.closeTo(0)]);
    expect(chartPoint(45, 180)).toEqual([expect.closeTo(0), expect.closeTo(0.5)]);
  });

  it('of the dome at the zenith have the same orientation', () => {
    const overhead = viewBasis(180, 90);
    const [eastX] = stereographic(horizontal(10, 90), overhead);
    const [, northY] = stereographic(horizontal(10, 0), overhead);
    expect(eastX).toBeLessThan(0);
    expect(northY).toBeGreaterThan(0);
    expect(Math.hypot(...stereographic(horizontal(0, 33), overhead).slice(0, 2))).toBeCloseTo(2, 9);
  });

  it('of the dome looking south have east on the left and up above', () => {
    const south = viewBasis(180, 20);
    expect(stereographic(horizontal(20, 120), south)[0]).toBeLessThan(0);
    expect(stereographic(horizontal(50, 180), south)[1]).toBeGreaterThan(0);
  });

  it('of the dome can be inverted for any direction of view', () => {
    fc.assert(
      fc.property(direction, longitude, latitude, (v, azimuth, altitude) => {
        const basis = viewBasis(azimuth, altitude);
        const [x, y, depth] = stereographic(v, basis);
        fc.pre(depth > -0.95);
        expect(angleBetween(fromStereographic(x, y, basis), v)).toBeLessThan(1e-5);
      }),
    );
  });

  it('of distances keep the order, the direction, and 1 AU', () => {
    const au = fc.double({ min: 0.01, max: 60, noNaN: true });
    expect(scaledDistance(1, true)).toBe(1);
    fc.assert(
      fc.property(au, au, (a, b) => {
        // Neighbours that differ in the last digit may coincide.
        fc.pre(Math.abs(a - b) > ROUNDING);
        expect(scaledDistance(a, true) < scaledDistance(b, true)).toBe(a < b);
      }),
    );
    expect(angleBetween(scaledVector([3, 4, 5], true), [3, 4, 5])).toBeLessThan(1e-5);
    expect(scaledVector([0, 0, 0], true)).toEqual([0, 0, 0]);
  });
});

describe('series', () => {
  const timesMs = [0, 10, 20, 35, 50, 60];

  it('reproduce cubics exactly, also between uneven samples', () => {
    const cubic = (t: number): number => 1 + t * (0.3 - t * (0.02 - t * 0.0004));
    const series = { timesMs, values: timesMs.map(cubic) };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 60, noNaN: true }), (t) => {
        expect(numberAt(series, t)).toBeCloseTo(cubic(t), 8);
      }),
    );
  });

  it('interpolate angles through north', () => {
    expect(angleAt({ timesMs: [0, 10], values: [350, 10] }, 5)).toBeCloseTo(0, 6);
    expect(angleAt({ timesMs: [0, 10], values: [170, 190] }, 5)).toBeCloseTo(180, 6);
  });

  it('end half a step beyond their samples, and a single sample is valid for all times', () => {
    expect(covers(timesMs, 66)).toBe(true);
    expect(covers(timesMs, 67)).toBe(false);
    expect(numberAt({ timesMs, values: timesMs }, -7)).toBeNull();
    expect(vectorAt({ timesMs: [5], values: [[1, 2, 3]] }, 1e9)).toEqual([1, 2, 3]);
    expect(numberAt({ timesMs: [], values: [] }, 0)).toBeNull();
  });

  it('are searched for the last sample not after a time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 70 }), (t) => {
        expect(lastNotAfter(timesMs, t)).toBe(timesMs.filter((at) => at <= t).length - 1);
      }),
    );
  });
});

describe('the computed sky', () => {
  /** The ephemeris is good to seconds of arc; what is left is the last digit of the almanac's numbers. */
  const ALMANAC_DEGREES = 0.01;

  it('has the Sun over the equator at the March equinox and over the tropic at the June solstice (USNO 2025)', () => {
    expect(Math.abs(subsolarPoint(Date.UTC(2025, 2, 20, 9, 1)).latitude)).toBeLessThan(ALMANAC_DEGREES);
    expect(subsolarPoint(Date.UTC(2025, 5, 21, 2, 42)).latitude).toBeCloseTo(23.437, 2);
  });

  it('has the Sun over Greenwich at noon when the equation of time is zero (2025-04-15)', () => {
    expect(Math.abs(subsolarPoint(Date.UTC(2025, 3, 15, 12)).longitude)).toBeLessThan(0.1);
    expect(subsolarPoint(Date.UTC(2025, 3, 15, 6)).longitude).toBeCloseTo(90, 0);
  });

  it('rotates stars to the horizon as the library does by another method', () => {
    const place = { latitude: -33.86, longitude: 151.21, elevation: 30 };
    const ms = Date.UTC(2031, 7, 9, 13, 45);
    const time = utcToTime(ms);
    const observer = new Observer(place.latitude, place.longitude, place.elevation);
    const far = Equator(Body.Neptune, time, observer, false, false);
    const ofDate = Equator(Body.Neptune, time, observer, true, false);
    const expected = Horizon(time, observer, ofDate.ra, ofDate.dec);
    const found = toHorizontal(apply(horizonRotation(ms, place), spherical(far.ra * 15, far.dec)));
    expect(found.altitude).toBeCloseTo(expected.altitude, 3);
    expect(found.azimuth).toBeCloseTo(expected.azimuth, 3);
  });

  it('has Polaris at the altitude of the latitude, within its 0.66° from the pole', () => {
    const rotation = horizonRotation(Date.UTC(2025, 0, 1, 22), { latitude: 50, longitude: 14, elevation: 0 });
    const polaris = toHorizontal(apply(rotation, spherical(37.954561, 89.264109)));
    expect(Math.abs(polaris.altitude - 50)).toBeLessThan(0.67);
    expect(dot(apply(transpose(rotation), [0, 0, 1]), spherical(0, 90))).toBeCloseTo(Math.sin((50 * Math.PI) / 180), 2);
  });

  it('has Mars at J2000 where JPL Horizons has it', () => {
    const v = heliocentric('mars', Date.UTC(2000, 0, 1, 11, 58, 55, 816)) ?? [0, 0, 0];
    // DE441, J2000 ecliptic: the series of the library are good to about 1e-4 AU here.
    expect(v[0]).toBeCloseTo(1.390716, 3);
    expect(v[1]).toBeCloseTo(-0.013416, 3);
    expect(v[2]).toBeCloseTo(-0.034467, 3);
  });

  it('has orbits with the perihelion and aphelion of the planets (NASA fact sheets, AU)', () => {
    const ends = (id: string): readonly number[] => {
      const path = orbitPath(id, Date.UTC(2025, 0, 1), 360) ?? new Float64Array();
      const distances = Array.from({ length: path.length / 3 }, (_, i) =>
        Math.hypot(...path.subarray(i * 3, i * 3 + 3)),
      );
      return [Math.min(...distances), Math.max(...distances)];
    };
    expect(ends('mercury')).toEqual([expect.closeTo(0.307, 2), expect.closeTo(0.467, 2)]);
    expect(ends('mars')).toEqual([expect.closeTo(1.381, 2), expect.closeTo(1.666, 2)]);
    expect(ends('jupiter')).toEqual([expect.closeTo(4.95, 1), expect.closeTo(5.46, 1)]);
    expect(orbitPath('moon', 0)).toBeNull();
  });

  it('passes with the orbit through the planet', () => {
    const ms = Date.UTC(2027, 4, 5);
    const middle = orbitPath('saturn', ms, 200)?.subarray(300, 303) ?? [];
    expect([...middle]).toEqual([...eclipticSaturn(ms)].map((value) => expect.closeTo(value, 9)));
  });

  it('has a footprint of 20° for a height of 400 km and none on the ground', () => {
    expect(footprintRadius(400)).toBeCloseTo(19.8, 0);
    expect(footprintRadius(0)).toBe(0);
  });
});

const eclipticSaturn = (ms: number): readonly number[] => {
  const { x, y, z } = HelioVector(Body.Saturn, utcToTime(ms));
  const tilt = (84381.406 / 3600) * (Math.PI / 180);
  return [x, y * Math.cos(tilt) + z * Math.sin(tilt), z * Math.cos(tilt) - y * Math.sin(tilt)];
};

describe('spherical coordinates', () => {
  it('come back from their vector', () => {
    fc.assert(
      fc.property(longitude, latitude, (lon, lat) => {
        const [a, b] = toSpherical(spherical(lon, lat));
        expect(b).toBeCloseTo(lat, 7);
        expect(Math.abs(((a - lon + 540) % 360) - 180)).toBeLessThan(1e-6);
      }),
    );
  });
});
