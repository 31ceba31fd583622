import {
  AstroTime,
  Body as EngineBody,
  Equator,
  GeoMoon,
  GeoVector,
  Horizon,
  Observer as EngineObserver,
} from 'astronomy-engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODIES } from '@orrery/contract';
import { apparentSun } from './earth.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { apparentMoon } from './moon.ts';
import { createPlace } from './place.ts';
import { angleBetween, createSky, ENGINE_BODIES, turned, wrapped } from './sky.ts';
import { DAY_MS, utc } from './testing.ts';
import { utcToTime } from '../time/index.ts';

/** Promised by the interpolation. */
const INTERPOLATION_TOLERANCE = 0.01 / 3600;
/** The series of astronomy-engine is shortened to about 2″; ours is not. */
const SUN_TOLERANCE = 4 / 3600;
/** Likewise 4″ in the Moon of astronomy-engine (measured 3.8″), and 1″ at worst in ours. */
const MOON_TOLERANCE = 6 / 3600;
/** The same, seen from a place; the horizon systems are the same to rounding. */
const HORIZONTAL_TOLERANCE = 7 / 3600;

/** UT1 days from 1950 to 2060. */
const times = fc.double({ min: -18_000, max: 22_000, noNaN: true });
const bodies = fc.constantFrom(...BODIES);

describe('the sky of the events', () => {
  it('interpolates within 0.01″ and a millionth of the distance', () => {
    fc.assert(
      fc.property(bodies, times, (body, ut) => {
        const sky = createSky();
        const [exact, smooth] = [sky.exact(body, ut), sky.smooth(body, ut)];
        expect(angleBetween(exact, smooth)).toBeLessThan(INTERPOLATION_TOLERANCE);
        expect(Math.abs(Math.hypot(...smooth) / Math.hypot(...exact) - 1)).toBeLessThan(1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('has the Sun where astronomy-engine has it, within the shortening of its series', () => {
    fc.assert(
      fc.property(times, (ut) => {
        const time = new AstroTime(ut);
        const { x, y, z } = GeoVector(EngineBody.Sun, time, true);
        expect(angleBetween(apparentSun(time.tt), [x, y, z])).toBeLessThan(SUN_TOLERANCE);
      }),
    );
  });

  it('has the Moon where astronomy-engine has it, within the shortening of its theory', () => {
    fc.assert(
      fc.property(times, (ut) => {
        const time = new AstroTime(ut);
        const { x, y, z } = GeoMoon(time);
        expect(angleBetween(apparentMoon(time.tt), [x, y, z])).toBeLessThan(MOON_TOLERANCE);
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
        expect(Math.abs(ours.altitude - theirs.altitude)).toBeLessThan(HORIZONTAL_TOLERANCE);
        const across = wrapped(ours.azimuth - theirs.azimuth) * Math.cos((theirs.altitude * Math.PI) / 180);
        expect(Math.abs(across)).toBeLessThan(HORIZONTAL_TOLERANCE);
      }),
    );
  });

  it('keeps angles in their ranges', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (angle) => {
        expect(wrapped(angle)).toBeGreaterThan(-180);
        expect(wrapped(angle)).toBeLessThanOrEqual(180);
        expect(turned(angle)).toBeGreaterThanOrEqual(0);
        expect(turned(angle)).toBeLessThan(360);
      }),
    );
  });
});

/** Degrees of altitude of a planet at rise: 34′ below the horizon, which the test's own evaluation repeats. */
const RISE_ALTITUDE = -34 / 60;
/** A millisecond of the Earth's turn, and the differences above. */
const RISE_TOLERANCE = 5 / 3600;

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
            expect(Math.abs(altitude(timeMs) - RISE_ALTITUDE)).toBeLessThan(RISE_TOLERANCE);
            expect(Math.sign(altitude(timeMs + 60_000) - altitude(timeMs - 60_000))).toBe(kind === 'rise' ? 1 : -1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
