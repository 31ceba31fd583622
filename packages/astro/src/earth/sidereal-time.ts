import { SiderealTime, type AstroTime } from 'astronomy-engine';
import { utcToTime } from '../time/index.ts';
import { EXTRA_TURNS_PER_UT1_DAY } from './wgs84.ts';

/**
 * Earth rotation angle in degrees, not reduced: IAU 2000 Resolution B1.8, split so that whole turns cost no digits.
 * @param ut1Days days of UT1 since J2000
 */
export const earthRotationAngle = (ut1Days: number): number =>
  360 * (0.779057273264 + EXTRA_TURNS_PER_UT1_DAY * ut1Days + (ut1Days % 1));

/** Greenwich apparent sidereal time in degrees, [0, 360): IAU 2006 with nutation, as astronomy-engine computes it. */
export const gast = (time: AstroTime): number => 15 * SiderealTime(time);

/**
 * Greenwich mean sidereal time in radians, IAU 1982, the one that SGP4's frame TEME is tied to (Vallado 2013 eq. 3-47).
 * @param ut1Days days of UT1 since J2000
 */
export function gmst82(ut1Days: number): number {
  const t = ut1Days / 36_525;
  const seconds = 67_310.54841 + 8_640_184.812866 * t + (0.093104 - 6.2e-6 * t) * t * t;
  // A day of UT1 turns 86,400 s of the linear term away; only the fraction is kept, so no digit is lost.
  const turns = ut1Days - Math.floor(ut1Days) + seconds / 86_400;
  return 2 * Math.PI * (turns - Math.floor(turns));
}

/** The same at a moment in UTC, epoch ms: the angle from TEME to the Earth-fixed frame without polar motion (10 m). */
export const gmst82At = (timeMs: number): number => gmst82(utcToTime(timeMs).ut);
