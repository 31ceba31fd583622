import { AstroTime } from 'astronomy-engine';
import type { Body, Observer } from '@orrery/contract';
import { makeSight, type Sight } from '../ephemeris/apparent-place.ts';
import { bodyTrack, earthRotationAngle, earthTrack, ORIENTATION, orientationTrack } from '../ephemeris/geometric.ts';
import { STEPS, type Step } from '../ephemeris/steps.ts';
import { makeEndlessTrack, type Track } from '../ephemeris/interpolation.ts';
import { latitude, length, longitude, rotate } from '../ephemeris/vectors.ts';
import { timeToUtc, ttMinusUt1Seconds } from '../time/index.ts';

/** Rectangular, AU, true equator and equinox of date. */
export type Vec = readonly [x: number, y: number, z: number];

export const DEGREE = Math.PI / 180;

export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (v: Vec, by: number): Vec => [v[0] * by, v[1] * by, v[2] * by];

/** An angle in (−180, 180]. */
export function wrapped(degrees: number): number {
  const turn = degrees - 360 * Math.round(degrees / 360);
  return turn === -180 ? 180 : turn;
}

/** UTC, whole epoch ms, of UT1 days since J2000. */
export const utcOf = (ut: number): number => Math.round(timeToUtc(new AstroTime(ut)));

/** TT of UT1, both in days since J2000. */
export const ttOf = (ut: number): number => ut + ttMinusUt1Seconds(ut) / 86_400;

const SEEN = ['light', 'orientation', 'observer', 'distance', 'direction'] as const satisfies readonly Step[];
const EQUATORIAL = [...SEEN, 'equatorial'] as const satisfies readonly Step[];
const ECLIPTIC = [...EQUATORIAL, 'ecliptic'] as const satisfies readonly Step[];
const HORIZONTAL = [...SEEN, 'horizontal'] as const satisfies readonly Step[];
const MAGNITUDE = ['light', 'distance', 'phase', 'magnitude'] as const satisfies readonly Step[];
const FROM_SUN = ['heliocentric', 'orientation'] as const satisfies readonly Step[];

/** Where a body stands for an observer: degrees without refraction, hour angle in [−180, 180), and AU. */
interface Horizontal {
  readonly altitude: number;
  readonly azimuth: number;
  readonly hourAngle: number;
  readonly distance: number;
}

/** Apparent places as one place on the Earth sees them, by UT1 days since J2000. */
interface View {
  readonly at: (body: Body, ut: number) => Vec;
  readonly horizontal: (body: Body, ut: number) => Horizontal;
}

/**
 * The places of `computeEphemeris` (apparent, of date) by UT1 days since J2000, from the centre of the Earth where
 * nothing else is said. Made for one request: it remembers the nodes of its interpolation, whose error is below 0.01″.
 */
export interface Sky {
  readonly at: (body: Body, ut: number) => Vec;
  /** Ecliptic longitude and latitude of date, degrees. */
  readonly ecliptic: (body: Body, ut: number) => { readonly longitude: number; readonly latitude: number };
  /** Geometric ecliptic longitude of date seen from the Sun, degrees; for `sun` that of the Earth. */
  readonly longitudeFromSun: (body: Body, ut: number) => number;
  /** Visual magnitude; null so near to the Sun that it was never measured. */
  readonly magnitude: (body: Body, ut: number) => number | null;
  /** Greenwich apparent sidereal time, degrees, not reduced. */
  readonly sidereal: (ut: number) => number;
  readonly seenFrom: (observer: Observer) => View;
}

function look(sight: Sight, ut: number, steps: readonly Step[]): Sight {
  sight.tt = ttOf(ut);
  for (const step of steps) STEPS[step](sight);
  return sight;
}

/** The direction of the ephemeris, as long as the way of the light. */
function placeOf({ equatorial, distance }: Sight): Vec {
  const factor = distance / length(equatorial);
  return [equatorial[0]! * factor, equatorial[1]! * factor, equatorial[2]! * factor];
}

function remembered<T>(make: (body: Body) => T): (body: Body) => T {
  const known = new Map<Body, T>();
  return (body) => {
    const value = known.get(body) ?? make(body);
    known.set(body, value);
    return value;
  };
}

export function createSky(): Sky {
  const earthAt = earthTrack(makeEndlessTrack);
  const orientationAt = orientationTrack(makeEndlessTrack);
  const placeAt = remembered((body): Track => bodyTrack(body, earthAt, makeEndlessTrack));
  const sightsOf = (observer: Observer | undefined): ((body: Body) => Sight) =>
    remembered((body) => {
      const tracks = { earthAt, orientationAt, placeAt: placeAt(body) };
      return makeSight({ body, observer, equinox: 'date', light: 'apparent', tracks });
    });
  const centre = sightsOf(undefined);
  const orientation = new Float64Array(ORIENTATION.size);

  return {
    at: (body, ut) => placeOf(look(centre(body), ut, EQUATORIAL)),
    ecliptic: (body, ut) => {
      const { ecliptic } = look(centre(body), ut, ECLIPTIC);
      return { longitude: longitude(ecliptic), latitude: latitude(ecliptic) };
    },
    longitudeFromSun: (body, ut) => {
      const sight = look(centre(body), ut, FROM_SUN);
      if (body === 'sun') earthAt(sight.tt, sight.heliocentric);
      rotate(sight.orientation, sight.heliocentric, sight.equatorial);
      STEPS.ecliptic(sight);
      return longitude(sight.ecliptic);
    },
    magnitude: (body, ut) => {
      const { magnitude } = look(centre(body), ut, MAGNITUDE);
      return Number.isNaN(magnitude) ? null : magnitude;
    },
    sidereal: (ut) => {
      orientationAt(ttOf(ut), orientation);
      return earthRotationAngle(ut) + orientation[ORIENTATION.gastMinusEra]!;
    },
    seenFrom: (observer) => {
      const sightOf = sightsOf(observer);
      return {
        at: (body, ut) => placeOf(look(sightOf(body), ut, EQUATORIAL)),
        horizontal: (body, ut) => {
          const { horizontal, distance } = look(sightOf(body), ut, HORIZONTAL);
          return { ...horizontal, distance };
        },
      };
    },
  };
}
