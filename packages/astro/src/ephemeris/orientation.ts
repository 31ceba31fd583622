import { e_tilt } from 'astronomy-engine';
import { precessionNutation } from '../earth/frames.ts';
import { earthRotationAngle, gast } from '../earth/sidereal-time.ts';
import { ttToTime, ut1FromTt } from '../time/index.ts';
import type { Interpolate, TimeFunction } from './interpolation.ts';

/** Mean obliquity of the ecliptic at J2000, degrees (IAU 2006). */
export const OBLIQUITY_J2000 = 84_381.406 / 3600;

/**
 * Orientation of the Earth at a moment, numbers in sequence: the matrix of precession and nutation (J2000 mean equator
 * -> true equator and equinox of date) by rows, the true obliquity in degrees, and Greenwich apparent sidereal time
 * minus Earth rotation angle in degrees (a slow function of time, which sidereal time is not).
 */
export const ORIENTATION = { obliquity: 9, gastMinusEra: 10, size: 11 } as const;

/** The fastest wave, of the nutation, takes 13.7 days and reaches 0.2″. */
const ORIENTATION_STEP_DAYS = 2;

/** See `ORIENTATION`; `tt` in days since J2000. */
const computeOrientation: TimeFunction = (tt, out) => {
  const time = ttToTime(tt);
  out.set(precessionNutation(time));
  out[ORIENTATION.obliquity] = e_tilt(time).tobl;
  const difference = (gast(time) - earthRotationAngle(ut1FromTt(tt))) % 360;
  out[ORIENTATION.gastMinusEra] = difference - 360 * Math.round(difference / 360);
};

export const earthOrientation = (interpolate: Interpolate): TimeFunction =>
  interpolate(computeOrientation, ORIENTATION.size, ORIENTATION_STEP_DAYS);
