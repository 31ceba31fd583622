import {
  Body,
  GeoVector,
  HelioVector,
  Illumination,
  MakeTime,
  Observer,
  PlanetOrbitalPeriod,
  RotateVector,
  Rotation_EQJ_EQD,
  Rotation_EQJ_HOR,
  SiderealTime,
  type Vector,
} from 'astronomy-engine';
import type { ObserverPlace } from '../frames.ts';
import { DEGREES, spherical, toEcliptic, toSpherical, unit, type Mat3, type Vec3 } from './vector.ts';

const DAY_MS = 86_400_000;

const asVec3 = (v: Vector): Vec3 => [v.x, v.y, v.z];

/**
 * Rotation from the J2000 equator to the horizon of a place (x east, y north, z up). Precession and nutation included.
 */
export function horizonRotation(ms: number, place: ObserverPlace): Mat3 {
  const observer = new Observer(place.latitude, place.longitude, place.elevation);
  const { rot } = Rotation_EQJ_HOR(MakeTime(new Date(ms)), observer);
  // astronomy-engine's axes are north, west, zenith, and rot[column][row].
  const row = (axis: number, sign: number): Vec3 => [
    sign * (rot[0]?.[axis] ?? 0),
    sign * (rot[1]?.[axis] ?? 0),
    sign * (rot[2]?.[axis] ?? 0),
  ];
  return [...row(1, -1), ...row(0, 1), ...row(2, 1)];
}

/** Unit vector to the Sun as seen from the Earth's centre, J2000 equator. */
export const sunDirection = (ms: number): Vec3 => unit(asVec3(GeoVector(Body.Sun, MakeTime(new Date(ms)), true)));

/** Unit vector to the Moon as seen from the Earth's centre, J2000 equator. */
export const moonDirection = (ms: number): Vec3 => unit(asVec3(GeoVector(Body.Moon, MakeTime(new Date(ms)), true)));

/** Share of the Moon's disc that is lit, 0–1. */
export const moonIlluminated = (ms: number): number => Illumination(Body.Moon, MakeTime(new Date(ms))).phase_fraction;

/** Where the Sun stands in the zenith: longitude −180…180 and latitude, degrees. */
export function subsolarPoint(ms: number): readonly [longitude: number, latitude: number] {
  const time = MakeTime(new Date(ms));
  const ofDate = asVec3(RotateVector(Rotation_EQJ_EQD(time), GeoVector(Body.Sun, time, true)));
  const [rightAscension, declination] = toSpherical(ofDate);
  const turned = rightAscension - SiderealTime(time) * 15;
  return [((((turned + 180) % 360) + 360) % 360) - 180, declination];
}

const ENGINE_BODIES: Readonly<Record<string, Body>> = {
  mercury: Body.Mercury,
  venus: Body.Venus,
  earth: Body.Earth,
  mars: Body.Mars,
  jupiter: Body.Jupiter,
  saturn: Body.Saturn,
  uranus: Body.Uranus,
  neptune: Body.Neptune,
  pluto: Body.Pluto,
};

/** Heliocentric position on the J2000 ecliptic in AU of a planet, the Earth or Pluto; null for other ids. */
export function heliocentric(id: string, ms: number): Vec3 | null {
  const body = ENGINE_BODIES[id];
  return body === undefined ? null : toEcliptic(asVec3(HelioVector(body, MakeTime(new Date(ms)))));
}

/**
 * The path of a planet over the revolution around `centreMs`: `count` + 1 points on the J2000 ecliptic, AU, x y z in
 * sequence, sampled from the ephemeris so that perturbations are in it. Null for ids without an orbit of their own.
 */
export function orbitPath(id: string, centreMs: number, count = 240): Float64Array | null {
  const body = ENGINE_BODIES[id];
  if (body === undefined) return null;
  const periodMs = PlanetOrbitalPeriod(body) * DAY_MS;
  const path = new Float64Array((count + 1) * 3);
  for (let i = 0; i <= count; i++) {
    const time = MakeTime(new Date(centreMs + (i / count - 0.5) * periodMs));
    path.set(toEcliptic(asVec3(HelioVector(body, time))), i * 3);
  }
  return path;
}

/** Earth-fixed vector of a place on a unit sphere (geodetic latitude taken as is; good for pictures). */
export const onGlobe = (longitude: number, latitude: number, radius = 1): Vec3 => {
  const v = spherical(longitude, latitude);
  return [v[0] * radius, v[1] * radius, v[2] * radius];
};

/** Radius in degrees of the circle on the ground from which a satellite is above the horizon (Vallado 2013 §11.2). */
export const footprintRadius = (altitudeKm: number): number =>
  Math.acos(6371 / (6371 + Math.max(0, altitudeKm))) * DEGREES;
