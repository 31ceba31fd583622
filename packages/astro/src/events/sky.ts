import { AstroTime } from 'astronomy-engine';
import type { Body, Observer } from '@orrery/contract';
import { earthRotationAngle } from '../earth/sidereal-time.ts';
import { createApparentPlace, type ApparentPlace } from '../ephemeris/apparent-place.ts';
import { heliocentricBody, heliocentricEarth } from '../ephemeris/geometric.ts';
import { interpolateAnywhere, type TimeFunction } from '../ephemeris/interpolation.ts';
import { earthOrientation, ORIENTATION } from '../ephemeris/orientation.ts';
import { STEPS, type Step } from '../ephemeris/steps.ts';
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

const APPARENT = [
  'lightTime',
  'orientation',
  'topocentric',
  'distance',
  'observerVelocity',
  'deflection',
  'aberration',
] as const satisfies readonly Step[];
const EQUATORIAL = [...APPARENT, 'precessionNutation'] as const satisfies readonly Step[];
const ECLIPTIC = [...EQUATORIAL, 'ecliptic'] as const satisfies readonly Step[];
const HORIZONTAL = [...APPARENT, 'horizontal'] as const satisfies readonly Step[];
const MAGNITUDE = ['lightTime', 'distance', 'phaseAngle', 'magnitude'] as const satisfies readonly Step[];
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

function computedAt(place: ApparentPlace, ut: number, steps: readonly Step[]): ApparentPlace {
  place.tt = ttOf(ut);
  for (const step of steps) STEPS[step](place);
  return place;
}

/** The apparent direction, with the geometric distance that the light has travelled as its length. */
function vectorOf({ equatorial, distance }: ApparentPlace): Vec {
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
  const earthAt = heliocentricEarth(interpolateAnywhere);
  const orientationAt = earthOrientation(interpolateAnywhere);
  const positionOf = remembered((body): TimeFunction => heliocentricBody(body, earthAt, interpolateAnywhere));
  const placesFor = (observer: Observer | undefined): ((body: Body) => ApparentPlace) =>
    remembered((body) => {
      const motion = { earthAt, orientationAt, bodyAt: positionOf(body) };
      return createApparentPlace({ body, observer, equinox: 'date', light: 'apparent', refraction: false, motion });
    });
  const geocentric = placesFor(undefined);
  const orientation = new Float64Array(ORIENTATION.size);

  return {
    at: (body, ut) => vectorOf(computedAt(geocentric(body), ut, EQUATORIAL)),
    ecliptic: (body, ut) => {
      const { ecliptic } = computedAt(geocentric(body), ut, ECLIPTIC);
      return { longitude: longitude(ecliptic), latitude: latitude(ecliptic) };
    },
    longitudeFromSun: (body, ut) => {
      const place = computedAt(geocentric(body), ut, FROM_SUN);
      if (body === 'sun') earthAt(place.tt, place.heliocentric);
      rotate(place.orientation, place.heliocentric, place.equatorial);
      STEPS.ecliptic(place);
      return longitude(place.ecliptic);
    },
    magnitude: (body, ut) => {
      const { magnitude } = computedAt(geocentric(body), ut, MAGNITUDE);
      return Number.isNaN(magnitude) ? null : magnitude;
    },
    sidereal: (ut) => {
      orientationAt(ttOf(ut), orientation);
      return earthRotationAngle(ut) + orientation[ORIENTATION.gastMinusEra]!;
    },
    seenFrom: (observer) => {
      const topocentric = placesFor(observer);
      return {
        at: (body, ut) => vectorOf(computedAt(topocentric(body), ut, EQUATORIAL)),
        horizontal: (body, ut) => {
          const { horizontal, distance } = computedAt(topocentric(body), ut, HORIZONTAL);
          return { ...horizontal, distance };
        },
      };
    },
  };
}
