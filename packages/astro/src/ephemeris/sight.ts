import type { Body, Observer } from '@orrery/contract';
import { makePlace, type Horizontal, type Place } from './place.ts';
import { bodyTrack, earthTrack, ORIENTATION, orientationTrack } from './sky.ts';
import type { Track } from './track.ts';
import { vec, type Vec } from './vectors.ts';

export interface SightRequest {
  readonly body: Body;
  readonly observer: Observer | undefined;
  readonly equinox: 'date' | 'J2000';
  readonly light: 'apparent' | 'astrometric';
  readonly fromTt: number;
  readonly toTt: number;
  readonly points: number;
}

/**
 * One body, one observer, one moment, and all that is known of them: made once for a request and written over for each
 * point by the steps of `steps.ts`. AU, AU a day, degrees; vectors are EQJ (mean equator J2000) where nothing else is said.
 */
export interface Sight {
  readonly body: Body;
  readonly place: Place | undefined;
  readonly ofDate: boolean;
  readonly apparent: boolean;
  readonly earthAt: Track;
  readonly placeAt: Track;
  readonly orientationAt: Track;

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
  /** Where the body appears: `seen` with deflection and aberration if those were asked for; its length has no meaning. */
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

/** Heliocentric place of any body; the track of the Moon is geocentric. */
function heliocentricTrack(body: Body, earthAt: Track, bodyAt: Track): Track {
  if (body !== 'moon') return bodyAt;
  const earth = vec();
  return (tt, out) => {
    earthAt(tt, earth);
    bodyAt(tt, out);
    for (let i = 0; i < 3; i++) out[i]! += earth[i]!;
  };
}

/** A sight before its first moment. */
export function makeSight({ body, observer, equinox, light, fromTt, toTt, points }: SightRequest): Sight {
  const span = { fromTt: fromTt - LONGEST_LIGHT_TIME_DAYS, toTt };
  // At each point the Earth is asked for twice, and the body up to three times until its light time is known.
  const earthAt = earthTrack({ ...span, moments: 2 * points });
  return {
    body,
    place: observer ? makePlace(observer) : undefined,
    ofDate: equinox === 'date',
    apparent: light === 'apparent',
    earthAt,
    placeAt: heliocentricTrack(body, earthAt, bodyTrack(body, { ...span, moments: 3 * points })),
    orientationAt: orientationTrack({ ...span, moments: points }),
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
