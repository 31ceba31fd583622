import {
  BODIES,
  OrreryError,
  QUANTITY_NAMES,
  QUANTITIES,
  type Body,
  type Observer,
  type Quantity,
  DAY_MS,
} from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { separationArcsec } from '../testing/horizons.ts';
import { EPHEMERIS_SPAN } from '../time/index.ts';
import { computeEphemeris, type EphemerisRequest } from './ephemeris.ts';

const SITE: Observer = { latitude: 50, longitude: 8, elevation: 100 };

/** Stated error of the polynomials; the issue allows 0.1″. */
const INTERPOLATION_ARCSEC = 0.01;
/** In distance the same angle is 5e-8 of the radius. */
const INTERPOLATION_DISTANCE = 5e-8;
/** Sine of the parallax of the Moon at its nearest (356,400 km), in arc seconds, with a margin for high mountains. */
const MOON_PARALLAX_ARCSEC = 3700;
/** General precession is 50.3″ a year; nutation and aberration add 40″ at most. */
const precessionArcsec = (years: number): number => 50.5 * Math.abs(years) + 45;
/** Rounding of angles near 360. */
const EPSILON_DEGREES = 1e-9;

const anyMs = fc.integer({ min: EPHEMERIS_SPAN.fromMs, max: EPHEMERIS_SPAN.toMs });
const anyBody = fc.constantFrom<Body>(...BODIES);
const anyObserver: fc.Arbitrary<Observer> = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 360, noNaN: true }),
  elevation: fc.double({ min: -500, max: 9000, noNaN: true }),
});

type Request = Pick<EphemerisRequest, 'body'> & Partial<EphemerisRequest>;

const table = (request: Request): Map<Quantity, Float64Array> =>
  computeEphemeris({
    quantities: QUANTITY_NAMES.filter((name) => request.observer || !QUANTITIES[name].needsObserver),
    timesMs: Float64Array.of(Date.UTC(2024, 4, 10, 18)),
    equinox: 'date',
    refraction: false,
    light: 'apparent',
    ...request,
  });

/** All quantities at one moment. */
function at(ms: number, request: Request): Record<Quantity, number> {
  const columns = table({ ...request, timesMs: Float64Array.of(ms) });
  return Object.fromEntries([...columns].map(([name, column]) => [name, column[0]!])) as Record<Quantity, number>;
}

const apart = (a: Record<Quantity, number>, b: Record<Quantity, number>): number =>
  separationArcsec(a.rightAscension, a.declination, b.rightAscension, b.declination);

describe('quantities', () => {
  it('lie in their ranges at any moment, from any place, for every body', () => {
    fc.assert(
      fc.property(anyMs, anyBody, anyObserver, fc.boolean(), (ms, body, observer, refraction) => {
        const now = at(ms, { body, observer, refraction });
        for (const name of ['rightAscension', 'azimuth', 'eclipticLongitude'] as const) {
          expect(now[name]).toBeGreaterThanOrEqual(0);
          expect(now[name]).toBeLessThan(360);
        }
        for (const name of ['declination', 'altitude', 'eclipticLatitude'] as const)
          expect(Math.abs(now[name])).toBeLessThanOrEqual(90);
        expect(now.hourAngle).toBeGreaterThanOrEqual(-180);
        expect(now.hourAngle).toBeLessThan(180);
        expect(now.elongation).toBeGreaterThanOrEqual(0);
        expect(now.elongation).toBeLessThanOrEqual(180);
        expect(now.distance).toBeGreaterThan(0);
        expect(now.angularDiameter).toBeGreaterThan(0);
        if (body !== 'sun') expect(now.illuminated).toBeGreaterThanOrEqual(0);
        if (body !== 'sun') expect(now.illuminated).toBeLessThanOrEqual(100);
      }),
      { numRuns: 300 },
    );
  });

  it('are missing for the Sun where they mean nothing, and its heliocentric place is zero', () => {
    const sun = at(0, { body: 'sun' });
    expect([sun.phaseAngle, sun.illuminated]).toEqual([NaN, NaN]);
    expect([sun.x, sun.y, sun.z, sun.elongation]).toEqual([0, 0, 0, 0]);
  });

  it('have columns as long as the times, also for none', () => {
    expect(table({ body: 'mars', timesMs: new Float64Array(0) }).get('distance')).toEqual(new Float64Array(0));
    expect(table({ body: 'mars', timesMs: Float64Array.of(5, 3, 4) }).get('distance')).toHaveLength(3);
  });

  it('that need an observer are refused without one, by name', () => {
    const refused = (): unknown => table({ body: 'mars', quantities: ['distance', 'altitude', 'azimuth'] });
    expect(refused).toThrow(OrreryError);
    expect(refused).toThrow(/^altitude, azimuth: .*observer/);
  });

  it('are refused outside the span of the ephemeris', () => {
    expect(() => at(Date.UTC(1600, 0, 1), { body: 'mars' })).toThrow(/1700-01-01 to 2200-01-01/);
    expect(() => at(NaN, { body: 'mars' })).toThrow(OrreryError);
  });
});

describe('frames', () => {
  it('of the centre and of a place differ by no more than the parallax', () => {
    fc.assert(
      fc.property(anyMs, anyBody, anyObserver, (ms, body, observer) => {
        const [here, centre] = [
          at(ms, { body, observer, light: 'astrometric' }),
          at(ms, { body, light: 'astrometric' }),
        ];
        const moonDistances = centre.distance / (356_400 / 149_597_870.7);
        expect(apart(here, centre)).toBeLessThan(MOON_PARALLAX_ARCSEC / moonDistances + 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  it('of date and of J2000 differ by no more than precession, nutation and aberration', () => {
    fc.assert(
      fc.property(anyMs, anyBody, (ms, body) => {
        const [date, j2000] = [at(ms, { body }), at(ms, { body, equinox: 'J2000', light: 'astrometric' })];
        const years = (ms - Date.UTC(2000, 0, 1, 12)) / (365.25 * DAY_MS);
        expect(apart(date, j2000)).toBeLessThan(precessionArcsec(years));
        expect(date.distance).toBe(j2000.distance);
      }),
      { numRuns: 300 },
    );
  });

  it('agree on hour angle, declination, altitude and azimuth', () => {
    fc.assert(
      fc.property(anyMs, anyBody, anyObserver, (ms, body, observer) => {
        const { altitude, azimuth, hourAngle, declination } = at(ms, { body, observer });
        const r = Math.PI / 180;
        const [phi, h, d] = [observer.latitude * r, hourAngle * r, declination * r];
        const up = Math.sin(phi) * Math.sin(d) + Math.cos(phi) * Math.cos(d) * Math.cos(h);
        const east = -Math.cos(d) * Math.sin(h);
        expect(Math.sin(altitude * r)).toBeCloseTo(up, 9);
        expect(Math.cos(altitude * r) * Math.sin(azimuth * r)).toBeCloseTo(east, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('keep altitude and azimuth of date whatever the equinox', () => {
    const [date, j2000] = [
      at(0, { body: 'moon', observer: SITE }),
      at(0, { body: 'moon', observer: SITE, equinox: 'J2000' }),
    ];
    expect([j2000.altitude, j2000.azimuth, j2000.hourAngle]).toEqual([date.altitude, date.azimuth, date.hourAngle]);
  });

  it('put the same longitude east of Greenwich and a turn further in the same place', () => {
    const west = at(0, { body: 'moon', observer: { ...SITE, longitude: -81 } });
    const east = at(0, { body: 'moon', observer: { ...SITE, longitude: 279 } });
    expect(Math.abs(west.azimuth - east.azimuth)).toBeLessThan(EPSILON_DEGREES);
  });

  it('let refraction raise the altitude alone, by half a degree at the horizon', () => {
    fc.assert(
      fc.property(anyMs, anyObserver, (ms, observer) => {
        const [bare, bent] = [at(ms, { body: 'sun', observer }), at(ms, { body: 'sun', observer, refraction: true })];
        const lift = bent.altitude - bare.altitude;
        expect(lift).toBeGreaterThanOrEqual(-1e-4);
        expect(lift).toBeLessThan(0.75);
        if (Math.abs(bare.altitude) < 0.1) expect(lift).toBeGreaterThan(0.4);
        expect({ ...bent, altitude: 0, phaseAngle: 0, illuminated: 0 }).toEqual({
          ...bare,
          altitude: 0,
          phaseAngle: 0,
          illuminated: 0,
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('polynomials between grid points', () => {
  it.each(BODIES)('give for %s what direct computation gives', (body) => {
    for (const [days, points] of [
      [0.5, 200],
      [40, 400],
      [700, 2000],
      [20_000, 12_000],
    ] as const) {
      const start = Date.UTC(1990, 2, 3);
      const timesMs = Float64Array.from({ length: points }, (_, i) => start + (i * days * DAY_MS) / (points - 1));
      const columns = table({ body, observer: SITE, timesMs });
      for (let i = 0; i < points; i += Math.ceil(points / 97)) {
        const direct = at(timesMs[i]!, { body, observer: SITE });
        const joined = Object.fromEntries([...columns].map(([name, column]) => [name, column[i]!])) as typeof direct;
        expect(apart(joined, direct)).toBeLessThan(INTERPOLATION_ARCSEC);
        expect(separationArcsec(joined.azimuth, joined.altitude, direct.azimuth, direct.altitude)).toBeLessThan(
          INTERPOLATION_ARCSEC,
        );
        expect(Math.abs(joined.distance / direct.distance - 1)).toBeLessThan(INTERPOLATION_DISTANCE);
        expect(Math.hypot(joined.x - direct.x, joined.y - direct.y, joined.z - direct.z)).toBeLessThanOrEqual(
          INTERPOLATION_DISTANCE * Math.hypot(direct.x, direct.y, direct.z),
        );
      }
    }
  });

  it('do not depend on the order of the times', () => {
    const sorted = Float64Array.from({ length: 500 }, (_, i) => i * 3_600_000);
    const column = (timesMs: Float64Array): Float64Array => table({ body: 'moon', timesMs }).get('rightAscension')!;
    expect(column(sorted.toReversed())).toEqual(column(sorted).toReversed());
  });
});
