import { DAY_MS } from '@orrery/contract';
import { Body, GeoVector, HelioVector, Illumination, PlanetOrbitalPeriod, type Vector } from 'astronomy-engine';
import { EARTH_MEAN_RADIUS_KM, horizonAt, precessionNutationAt, utcToTime } from '@orrery/astro';
import type { ObserverPlace } from '../frames.ts';
import { DEGREES, multiply, spherical, toEcliptic, unit, type Mat3, type Vec3 } from './vector.ts';

const asVec3 = (v: Vector): Vec3 => [v.x, v.y, v.z];

/**
 * Rotation from the J2000 equator to the horizon of a place (x east, y north, z up). Precession and nutation included.
 */
export const horizonRotation = (ms: number, place: ObserverPlace): Mat3 =>
  multiply(horizonAt(place, ms), precessionNutationAt(ms));

/** Unit vector to the Sun as seen from the Earth's centre, J2000 equator. */
export const sunDirection = (ms: number): Vec3 => unit(asVec3(GeoVector(Body.Sun, utcToTime(ms), true)));

/** Unit vector to the Moon as seen from the Earth's centre, J2000 equator. */
export const moonDirection = (ms: number): Vec3 => unit(asVec3(GeoVector(Body.Moon, utcToTime(ms), true)));

/** Share of the Moon's disc that is lit, 0–1. */
export const moonIlluminated = (ms: number): number => Illumination(Body.Moon, utcToTime(ms)).phase_fraction;

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
  return body === undefined ? null : toEcliptic(asVec3(HelioVector(body, utcToTime(ms))));
}

/**
 * The path of a planet over the revolution around `centreMs`: `count` + 1 points on the J2000 ecliptic, AU, x y z in
 * sequence, sampled from the ephemeris, so perturbations are included. Null for ids without an orbit of their own.
 */
export function orbitPath(id: string, centreMs: number, count = 240): Float64Array | null {
  const body = ENGINE_BODIES[id];
  if (body === undefined) return null;
  const periodMs = PlanetOrbitalPeriod(body) * DAY_MS;
  const path = new Float64Array((count + 1) * 3);
  for (let i = 0; i <= count; i++) {
    const time = utcToTime(centreMs + (i / count - 0.5) * periodMs);
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
  Math.acos(EARTH_MEAN_RADIUS_KM / (EARTH_MEAN_RADIUS_KM + Math.max(0, altitudeKm))) * DEGREES;
