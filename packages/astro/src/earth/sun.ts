import { Body, GeoVector, RotateVector, Rotation_EQJ_EQD, type AstroTime, type Vector } from 'astronomy-engine';
import { utcToTime } from '../time/index.ts';
import { toDegrees } from './angles.ts';
import { gast } from './sidereal-time.ts';

/** The Sun from the centre of the Earth with aberration, AU, true equator and equinox of date. */
export const sunOfDate = (time: AstroTime): Vector =>
  RotateVector(Rotation_EQJ_EQD(time), GeoVector(Body.Sun, time, true));

/** The place that has the Sun in the zenith at a moment (epoch ms UTC): geodetic degrees north and east (±180). */
export function subsolarPoint(timeMs: number): { readonly latitude: number; readonly longitude: number } {
  const time = utcToTime(timeMs);
  const { x, y, z } = sunOfDate(time);
  const hours = toDegrees(Math.atan2(y, x)) - gast(time);
  return { latitude: toDegrees(Math.atan2(z, Math.hypot(x, y))), longitude: hours - 360 * Math.round(hours / 360) };
}
