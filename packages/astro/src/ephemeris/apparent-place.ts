import type { Body, Observer } from '@orrery/contract';
import { heliocentricBody, heliocentricEarth } from './geometric.ts';
import { interpolateOver, type Interpolate, type TimeFunction } from './interpolation.ts';
import { earthOrientation, ORIENTATION } from './orientation.ts';
import { createTopos, type Horizontal, type Topos } from './topocentric.ts';
import { vec, type Vec } from './vectors.ts';

/** Positions of Earth and body and the orientation of the Earth, as functions of time. */
export interface Motion {
  /** Geometric heliocentric positions, AU, mean equator J2000. */
  readonly earthAt: TimeFunction;
  readonly bodyAt: TimeFunction;
  /** See `ORIENTATION`. */
  readonly orientationAt: TimeFunction;
}

export interface ApparentPlaceRequest {
  readonly body: Body;
  readonly observer: Observer | undefined;
  readonly equinox: 'date' | 'J2000';
  readonly light: 'apparent' | 'astrometric';
  readonly refraction: boolean;
  readonly motion: Motion;
}

/**
 * The apparent (or astrometric) place of one body for one observer at one moment, with every intermediate result: made
 * once for a request and written over for each moment by the steps of `steps.ts`. AU, AU a day, degrees; vectors are on
 * the mean equator of J2000 where nothing else is said.
 */
export interface ApparentPlace extends Motion {
  readonly body: Body;
  readonly topos: Topos | undefined;
  readonly ofDate: boolean;
  readonly apparent: boolean;
  readonly refraction: boolean;

  /** TT, days since J2000. */
  tt: number;
  /** Geometric heliocentric position of the body at `tt`. */
  readonly heliocentric: Vec;
  /** Heliocentric position of the Earth, and its velocity with that of the observer. */
  readonly earth: Vec;
  readonly velocity: Vec;
  /** Precession, nutation and sidereal time: see `ORIENTATION`. */
  readonly orientation: Float64Array;
  /** Local apparent sidereal time of the observer. */
  siderealTime: number;
  /** Geocentric position of the observer (zero without one), and the same at the true equator of date. */
  readonly observer: Vec;
  readonly observerOfDate: Vec;
  readonly observerVelocityOfDate: Vec;
  /** Heliocentric position of the body when its light left; from there to the observer; and the length of that. */
  readonly emitted: Vec;
  readonly astrometric: Vec;
  distance: number;
  /** `astrometric` with deflection and aberration if those were asked for; its length has no meaning. */
  readonly direction: Vec;
  /** `direction` at the asked equator, in the ecliptic that belongs to it, and in horizontal coordinates. */
  readonly equatorial: Vec;
  readonly ecliptic: Vec;
  readonly horizontal: Horizontal;
  elongation: number;
  phaseAngle: number;
  magnitude: number;
  /** Room for what lives within one step. */
  readonly scratch: Vec;
}

/** Light from Pluto at its farthest takes 0.29 days. */
const LONGEST_LIGHT_TIME_DAYS = 0.35;

/** Motion for `moments` moments between two in TT, days since J2000, and the light time before. */
export function motionOver(body: Body, fromTt: number, toTt: number, moments: number): Motion {
  const span = { fromTt: fromTt - LONGEST_LIGHT_TIME_DAYS, toTt };
  const forUses =
    (uses: number): Interpolate =>
    (compute, components, stepDays) =>
      interpolateOver(compute, components, { ...span, stepDays, moments: uses });
  // At each moment the Earth is used twice, and the body up to three times until its light time is known.
  const earthAt = heliocentricEarth(forUses(2 * moments));
  return {
    earthAt,
    bodyAt: heliocentricBody(body, earthAt, forUses(3 * moments)),
    orientationAt: earthOrientation(forUses(moments)),
  };
}

/** An apparent place before its first moment. */
export function createApparentPlace(request: ApparentPlaceRequest): ApparentPlace {
  const { body, observer, equinox, light, refraction, motion } = request;
  return {
    ...motion,
    body,
    topos: observer ? createTopos(observer) : undefined,
    ofDate: equinox === 'date',
    apparent: light === 'apparent',
    refraction,
    tt: 0,
    heliocentric: vec(),
    earth: vec(),
    velocity: vec(),
    orientation: new Float64Array(ORIENTATION.size),
    siderealTime: 0,
    observer: vec(),
    observerOfDate: vec(),
    observerVelocityOfDate: vec(),
    emitted: vec(),
    astrometric: vec(),
    distance: 0,
    direction: vec(),
    equatorial: vec(),
    ecliptic: vec(),
    horizontal: { altitude: 0, azimuth: 0, hourAngle: 0 },
    elongation: 0,
    phaseAngle: 0,
    magnitude: 0,
    scratch: vec(),
  };
}
