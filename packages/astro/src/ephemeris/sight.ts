import { C_AUDAY } from 'astronomy-engine';
import type { Body, Observer } from '@orrery/contract';
import { ut1FromTt } from '../time/index.ts';
import { magnitude, SATURN_POLE } from './magnitude.ts';
import { fillHorizontal, makePlace, moveWithEarth, type Horizontal } from './place.ts';
import { bodyTrack, earthRotationAngle, earthTrack, ORIENTATION, orientationTrack, OBLIQUITY_J2000 } from './sky.ts';
import type { Track } from './track.ts';
import {
  addScaled,
  angleBetween,
  dot,
  length,
  rotate,
  rotateBack,
  subtract,
  toRadians,
  vec,
  type Vec,
} from './vectors.ts';

/** Everything known of one body at one moment; made once and written over for each point. AU, degrees. */
export interface Sight {
  tt: number;
  /** Observer's distance of the body when its light left. */
  distance: number;
  phaseAngle: number;
  elongation: number;
  magnitude: number;
  /** Geometric heliocentric place, EQJ. */
  readonly heliocentric: Vec;
  /** Direction in the asked equator (of date or J2000) and in the ecliptic that belongs to it. */
  readonly equatorial: Vec;
  readonly ecliptic: Vec;
  readonly horizontal: Horizontal;
}

/** One intermediate result; the plan runs those that the asked quantities need, in this order, once per moment. */
export const STEPS = ['heliocentric', 'light', 'orientation', 'observer', 'distance', 'aberration', 'equatorial', 'ecliptic',
  'horizontal', 'elongation', 'phase', 'magnitude'] as const; // prettier-ignore
export type Step = (typeof STEPS)[number];

export interface SightRequest {
  readonly body: Body;
  readonly observer: Observer | undefined;
  readonly equinox: 'date' | 'J2000';
  readonly light: 'apparent' | 'astrometric';
  readonly fromTt: number;
  readonly toTt: number;
  readonly points: number;
}

/** Light from Pluto at its farthest takes 0.29 days. */
const LONGEST_LIGHT_TIME_DAYS = 0.35;
/** A millisecond: within it no body moves farther than 60 m. */
const LIGHT_TIME_TOLERANCE_DAYS = 1e-8;
const LIGHT_TIME_ROUNDS = 5;
/** The Earth's velocity is a difference over this time; its turning within half of it changes the aberration by 0.002″. */
const VELOCITY_DAYS = 0.01;

/** The steps for one body and request, each filling its part of `sight`. */
export function makeSight(request: SightRequest): { sight: Sight; run: Readonly<Record<Step, () => void>> } {
  const { body, points } = request;
  const span = { fromTt: request.fromTt - LONGEST_LIGHT_TIME_DAYS, toTt: request.toTt };
  // Up to three rounds of light time, and two places of the Earth, at each point.
  const earthAt = earthTrack({ ...span, moments: 2 * points });
  const placeAt = heliocentricTrack(body, earthAt, bodyTrack(body, { ...span, moments: 3 * points }));
  const orientationAt = orientationTrack({ ...span, moments: points });
  const place = request.observer ? makePlace(request.observer) : undefined;
  const apparent = request.light === 'apparent';
  const ofDate = request.equinox === 'date';

  const sight: Sight = {
    tt: 0, distance: 0, phaseAngle: 0, elongation: 0, magnitude: 0,
    heliocentric: vec(), equatorial: vec(), ecliptic: vec(), horizontal: { altitude: 0, azimuth: 0, hourAngle: 0 },
  }; // prettier-ignore
  const [earth, earlier, emitted, seen, direction, towardsSun, ofDateDirection] = Array.from({ length: 7 }, vec) as [
    Vec, Vec, Vec, Vec, Vec, Vec, Vec,
  ]; // prettier-ignore
  const [observerOfDate, speedOfDate, observer, velocity, diurnal] = Array.from({ length: 5 }, vec) as [
    Vec,
    Vec,
    Vec,
    Vec,
    Vec,
  ];
  const orientation = new Float64Array(ORIENTATION.size);
  let sidereal = 0;

  const run = {
    heliocentric: () => placeAt(sight.tt, sight.heliocentric),
    light: () => {
      earthAt(sight.tt, earth);
      let lightTime = 0;
      for (let round = 0; round < LIGHT_TIME_ROUNDS; round++) {
        placeAt(sight.tt - lightTime, emitted);
        subtract(emitted, earth, seen);
        const next = length(seen) / C_AUDAY;
        const settled = Math.abs(next - lightTime) < LIGHT_TIME_TOLERANCE_DAYS;
        lightTime = next;
        if (settled) break;
      }
    },
    orientation: () => {
      orientationAt(sight.tt, orientation);
    },
    observer: () => {
      if (!place) return;
      sidereal = earthRotationAngle(ut1FromTt(sight.tt)) + orientation[ORIENTATION.gastMinusEra]! + place.longitude;
      moveWithEarth(place, sidereal, observerOfDate, speedOfDate);
      rotateBack(orientation, observerOfDate, observer);
      subtract(seen, observer, seen);
    },
    distance: () => {
      sight.distance = length(seen);
    },
    aberration: () => {
      if (!apparent) return void direction.set(seen);
      earthAt(sight.tt - VELOCITY_DAYS, earlier);
      subtract(earth, earlier, velocity);
      for (let i = 0; i < 3; i++) velocity[i]! /= VELOCITY_DAYS;
      if (place) {
        rotateBack(orientation, speedOfDate, diurnal);
        addScaled(velocity, 1, diurnal, velocity);
      }
      addScaled(seen, sight.distance / C_AUDAY, velocity, direction);
    },
    equatorial: () => {
      if (ofDate) rotate(orientation, direction, sight.equatorial);
      else sight.equatorial.set(direction);
    },
    ecliptic: () => {
      tilt(sight.equatorial, ofDate ? orientation[ORIENTATION.obliquity]! : OBLIQUITY_J2000, sight.ecliptic);
    },
    horizontal: () => {
      if (!place) return;
      rotate(orientation, direction, ofDateDirection);
      fillHorizontal(place, sidereal, ofDateDirection, sight.horizontal);
    },
    elongation: () => {
      addScaled(observer, 1, earth, towardsSun);
      for (let i = 0; i < 3; i++) towardsSun[i] = -towardsSun[i]!;
      if (apparent) addScaled(towardsSun, length(towardsSun) / C_AUDAY, velocity, towardsSun);
      sight.elongation = body === 'sun' ? 0 : angleBetween(direction, towardsSun);
    },
    phase: () => {
      sight.phaseAngle = body === 'sun' ? NaN : angleBetween(emitted, seen);
    },
    magnitude: () => {
      const { distance, phaseAngle } = sight;
      const ringTiltSine = body === 'saturn' ? dot(seen, SATURN_POLE) / distance : 0;
      sight.magnitude = magnitude(body, { distance, phaseAngle, ringTiltSine, sunDistance: length(emitted) });
    },
  } as const satisfies Record<Step, () => void>;
  return { sight, run };
}

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

/** From an equator to the ecliptic tilted against it by an obliquity in degrees. */
function tilt(equatorial: Vec, obliquity: number, out: Vec): void {
  const [sin, cos] = [Math.sin(toRadians(obliquity)), Math.cos(toRadians(obliquity))];
  out[0] = equatorial[0]!;
  out[1] = equatorial[1]! * cos + equatorial[2]! * sin;
  out[2] = equatorial[2]! * cos - equatorial[1]! * sin;
}
