import type { Body, Observer } from '@orrery/contract';
import { makePlace, type Horizontal, type Place } from './topocentric.ts';
import { bodyTrack, earthTrack, ORIENTATION, orientationTrack, type Joining } from './geometric.ts';
import { makeTrack, type Track } from './interpolation.ts';
import { vec, type Vec } from './vectors.ts';

/** Where Earth and body are and how the Earth stands, as functions of the time. */
export interface Tracks {
  /** Geometric heliocentric places, AU EQJ. */
  readonly earthAt: Track;
  readonly placeAt: Track;
  /** See `ORIENTATION`. */
  readonly orientationAt: Track;
}

export interface SightRequest {
  readonly body: Body;
  readonly observer: Observer | undefined;
  readonly equinox: 'date' | 'J2000';
  readonly light: 'apparent' | 'astrometric';
  readonly tracks: Tracks;
}

/**
 * One body, one observer, one moment, and all that is known of them: made once for a request and written over for each
 * point by the steps of `steps.ts`. AU, AU a day, degrees; vectors are EQJ (mean equator J2000) where nothing else is
 * said.
 */
export interface Sight extends Tracks {
  readonly body: Body;
  readonly place: Place | undefined;
  readonly ofDate: boolean;
  readonly apparent: boolean;

  /** TT, days since J2000. */
  tt: number;
  /** Geometric heliocentric place of the body at `tt`. */
  readonly heliocentric: Vec;
  /** Heliocentric place of the Earth, and its velocity with that of the observer. */
  readonly earth: Vec;
  readonly velocity: Vec;
  /** How the Earth stands: see `ORIENTATION`. */
  readonly orientation: Float64Array;
  /** Apparent sidereal time at the observer. */
  sidereal: number;
  /** Observer from the centre of the Earth (zero without one), in EQJ and at the true equator of date. */
  readonly observer: Vec;
  readonly observerOfDate: Vec;
  readonly observerVelocityOfDate: Vec;
  /** Heliocentric place of the body when its light left, the same seen from the observer, and how far that is. */
  readonly emitted: Vec;
  readonly seen: Vec;
  distance: number;
  /**
   * Where the body appears: `seen` with deflection and aberration if those were asked for; its length has no meaning.
   */
  readonly direction: Vec;
  /** `direction` at the asked equator, in the ecliptic that belongs to it, and in the sky of the observer. */
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

/** Tracks for `points` moments between two in TT, days since J2000, and the time that light takes before. */
export function tracksOver(body: Body, fromTt: number, toTt: number, points: number): Tracks {
  const span = { fromTt: fromTt - LONGEST_LIGHT_TIME_DAYS, toTt };
  const joining =
    (moments: number): Joining =>
    (compute, components, stepDays) =>
      makeTrack(compute, components, { ...span, stepDays, moments });
  // At each point the Earth is asked for twice, and the body up to three times until its light time is known.
  const earthAt = earthTrack(joining(2 * points));
  return {
    earthAt,
    placeAt: bodyTrack(body, earthAt, joining(3 * points)),
    orientationAt: orientationTrack(joining(points)),
  };
}

/** A sight before its first moment. */
export function makeSight({ body, observer, equinox, light, tracks }: SightRequest): Sight {
  return {
    ...tracks,
    body,
    place: observer ? makePlace(observer) : undefined,
    ofDate: equinox === 'date',
    apparent: light === 'apparent',
    tt: 0,
    heliocentric: vec(),
    earth: vec(),
    velocity: vec(),
    orientation: new Float64Array(ORIENTATION.size),
    sidereal: 0,
    observer: vec(),
    observerOfDate: vec(),
    observerVelocityOfDate: vec(),
    emitted: vec(),
    seen: vec(),
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
