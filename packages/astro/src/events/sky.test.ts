import {
  AstroTime,
  Body as EngineBody,
  Equator,
  GeoMoon,
  GeoVector,
  Horizon,
  Observer as EngineObserver,
  RotateVector,
  Rotation_EQJ_EQD,
  type Vector,
} from 'astronomy-engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODIES, DAY_MS } from '@orrery/contract';
import { computeEphemeris } from '../ephemeris/index.ts';
import { angleBetween } from '../ephemeris/vectors.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { createPlace } from './place.ts';
import { createSky, utcOf, wrapped, type Vec } from './sky.ts';
import { ENGINE_BODIES, utc } from './testing.ts';
import { utcToTime } from '../time/index.ts';

/** Promised by the interpolation. */
const INTERPOLATION_TOLERANCE = 0.01 / 3600;
/** The series of astronomy-engine is shortened to about 2″; ours is not. */
const SUN_TOLERANCE = 4 / 3600;
/** Likewise 4″ in the Moon of astronomy-engine (measured 3.8″), and 1″ at worst in ours. */
const MOON_TOLERANCE = 6 / 3600;
/** The same, seen from a place; the horizon systems are the same to rounding. */
const HORIZONTAL_TOLERANCE = 7 / 3600;
/** The planets of astronomy-engine are up to 23″ beside ours; ours are held to JPL by the tests of the ephemeris. */
const PLANET_TOLERANCE = 25 / 3600;

const DEGREE = Math.PI / 180;

const unit = (longitude: number, latitude: number): Vec => [
  Math.cos(latitude * DEGREE) * Math.cos(longitude * DEGREE),
  Math.cos(latitude * DEGREE) * Math.sin(longitude * DEGREE),
  Math.sin(latitude * DEGREE),
];

function ofDate(vector: Vector): Vec {
  const { x, y, z } = RotateVector(Rotation_EQJ_EQD(vector.t), vector);
  return [x, y, z];
}

/** UT1 days from 1950 to 2060. */
const times = fc.double({ min: -18_000, max: 22_000, noNaN: true });
const bodies = fc.constantFrom(...BODIES);

describe('the sky of the events', () => {
  it('is that of the ephemeris, interpolated within 0.01″ and a millionth of the distance', () => {
    fc.assert(
      fc.property(bodies, times, (body, days) => {
        // The ephemeris knows whole milliseconds of UTC, in which the Moon moves 0.0005″.
        const utcMs = utcOf(days);
        const { ut } = utcToTime(utcMs);
        const columns = computeEphemeris({
          body,
          quantities: [
            'rightAscension',
            'declination',
            'distance',
            'eclipticLongitude',
            'eclipticLatitude',
            'magnitude',
          ],
          timesMs: Float64Array.of(utcMs),
          equinox: 'date',
          refraction: false,
          light: 'apparent',
        });
        const [ra, dec, distance, longitude, latitude, magnitude] = [...columns.values()].map(([value]) => value!);
        const sky = createSky();
        const direct = unit(ra!, dec!);
        expect(angleBetween(sky.at(body, ut), direct)).toBeLessThan(INTERPOLATION_TOLERANCE);
        expect(Math.abs(Math.hypot(...sky.at(body, ut)) / distance! - 1)).toBeLessThan(1e-6);
        const ecliptic = sky.ecliptic(body, ut);
        expect(angleBetween(unit(ecliptic.longitude, ecliptic.latitude), unit(longitude!, latitude!))).toBeLessThan(
          INTERPOLATION_TOLERANCE,
        );
        expect(sky.magnitude(body, ut) ?? NaN).toBeCloseTo(magnitude!, 5);
      }),
      { numRuns: 500 },
    );
  });

  it('has the Sun where astronomy-engine has it, within the shortening of its series', () => {
    fc.assert(
      fc.property(times, (ut) => {
        const time = new AstroTime(ut);
        const theirs = ofDate(GeoVector(EngineBody.Sun, time, true));
        expect(angleBetween(createSky().at('sun', ut), theirs)).toBeLessThan(SUN_TOLERANCE);
      }),
    );
  });

  it('has the Moon where astronomy-engine has it, within the shortening of its theory', () => {
    fc.assert(
      fc.property(times, (ut) => {
        const time = new AstroTime(ut);
        expect(angleBetween(createSky().at('moon', ut), ofDate(GeoMoon(time)))).toBeLessThan(MOON_TOLERANCE);
      }),
    );
  });

  it('gives altitude and azimuth as astronomy-engine does', () => {
    const anywhere = fc.record({
      latitude: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
      longitude: fc.double({ min: -180, max: 360, noNaN: true }),
      elevation: fc.double({ min: -400, max: 9000, noNaN: true }),
    });
    fc.assert(
      fc.property(bodies, times, anywhere, (body, ut, observer) => {
        const place = new EngineObserver(observer.latitude, observer.longitude, observer.elevation);
        const { ra, dec } = Equator(ENGINE_BODIES[body], ut, place, true, true);
        const theirs = Horizon(ut, place, ra, dec);
        const ours = createPlace(observer, createSky()).horizontal(body, ut);
        const tolerance = body === 'sun' || body === 'moon' ? HORIZONTAL_TOLERANCE : PLANET_TOLERANCE;
        expect(Math.abs(ours.altitude - theirs.altitude)).toBeLessThan(tolerance);
        const across = wrapped(ours.azimuth - theirs.azimuth) * Math.cos((theirs.altitude * Math.PI) / 180);
        expect(Math.abs(across)).toBeLessThan(tolerance);
      }),
    );
  });

  it('keeps angles in their ranges', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (angle) => {
        expect(wrapped(angle)).toBeGreaterThan(-180);
        expect(wrapped(angle)).toBeLessThanOrEqual(180);
      }),
    );
  });
});

/** Degrees of altitude of a planet at rise: 34′ below the horizon, which the test's own evaluation repeats. */
const RISE_ALTITUDE = -34 / 60;

describe('rise and set', () => {
  it('stand where astronomy-engine, too, has the planet 34′ below the horizon, rising and setting', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('venus' as const, 'mars' as const, 'saturn' as const),
        fc.double({ min: -75, max: 75, noNaN: true }),
        fc.integer({ min: utc(1980), max: utc(2050) }),
        (body, latitude, fromMs) => {
          const observer = { latitude, longitude: 20, elevation: 0 };
          const place = new EngineObserver(latitude, 20, 0);
          const altitude = (ms: number): number => {
            const { ra, dec } = Equator(ENGINE_BODIES[body], utcToTime(ms), place, true, true);
            return Horizon(utcToTime(ms), place, ra, dec).altitude;
          };
          const events = findSkyEvents({
            kinds: ['rise', 'set'],
            bodies: [body],
            observer,
            fromMs,
            toMs: fromMs + 3 * DAY_MS,
          });
          for (const { kind, timeMs } of events) {
            expect(Math.abs(altitude(timeMs) - RISE_ALTITUDE)).toBeLessThan(PLANET_TOLERANCE);
            expect(Math.sign(altitude(timeMs + 60_000) - altitude(timeMs - 60_000))).toBe(kind === 'rise' ? 1 : -1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
