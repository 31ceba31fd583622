import { Rotation_EQJ_EQD, type AstroTime } from 'astronomy-engine';
import { utcToTime } from '../time/index.ts';
import { toRadians } from './angles.ts';
import { gast } from './sidereal-time.ts';

/** A rotation of axes, 3×3 by rows. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

/** Precession and nutation: from the mean equator of J2000 to the true equator and equinox of date. */
export function precessionNutation(time: AstroTime): Rotation {
  const { rot } = Rotation_EQJ_EQD(time);
  const at = (row: number, column: number): number => rot[column]![row]!;
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/** The same at a moment in UTC, epoch ms. */
export const precessionNutationAt = (timeMs: number): Rotation => precessionNutation(utcToTime(timeMs));

/**
 * From equatorial axes to the horizon of a geodetic latitude (east, north, zenith). `longitude` in degrees is that of
 * the place for Earth-fixed axes, and the local apparent sidereal time for the true equator of date.
 */
export function horizonAxes(latitude: number, longitude: number): Rotation {
  const [phi, lambda] = [toRadians(latitude), toRadians(longitude)];
  const [sinPhi, cosPhi, sin, cos] = [Math.sin(phi), Math.cos(phi), Math.sin(lambda), Math.cos(lambda)];
  return [-sin, cos, 0, -sinPhi * cos, -sinPhi * sin, cosPhi, cosPhi * cos, cosPhi * sin, sinPhi];
}

/** From the true equator and equinox of date to the horizon of a place (degrees) at a moment (epoch ms UTC). */
export const horizonAt = (place: { readonly latitude: number; readonly longitude: number }, timeMs: number): Rotation =>
  horizonAxes(place.latitude, gast(utcToTime(timeMs)) + place.longitude);
