import type { Observer } from '@orrery/contract';
import { utcToTime } from '../time/index.ts';

export const RADIANS = Math.PI / 180;

/** WGS84: equatorial radius in km, flattening (NIMA TR8350.2). */
export const WGS84_RADIUS_KM = 6378.137;
export const WGS84_FLATTENING = 1 / 298.257223563;
const WGS84_E2 = WGS84_FLATTENING * (2 - WGS84_FLATTENING);
const WGS84_POLAR_RADIUS_KM = WGS84_RADIUS_KM * (1 - WGS84_FLATTENING);
const WGS84_SECOND_E2 = WGS84_E2 / (1 - WGS84_E2);

/** Rotation of the Earth, rad/s (IERS Conventions 2010, table 1.2; the length-of-day excess is below 1e-7 of it). */
const EARTH_RATE = 7.292115146706979e-5;

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

/**
 * The angle from TEME to the Earth-fixed frame at a moment (epoch ms UTC), by UT1; polar motion (10 m) is neglected.
 */
export const earthAngle = (timeMs: number): number => gmst82(utcToTime(timeMs).ut);

/** TEME state (km, km/s, six numbers) turned to the Earth-fixed frame: position and velocity relative to the ground. */
export function toEarthFixed(teme: Float64Array, angle: number, out: Float64Array): void {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const x = c * teme[0]! + s * teme[1]!;
  const y = c * teme[1]! - s * teme[0]!;
  out[0] = x;
  out[1] = y;
  out[2] = teme[2]!;
  out[3] = c * teme[3]! + s * teme[4]! + EARTH_RATE * y;
  out[4] = c * teme[4]! - s * teme[3]! - EARTH_RATE * x;
  out[5] = teme[5]!;
}

/** Geodetic place: degrees north, degrees east (−180 to 180), km above WGS84. */
export interface Geodetic {
  latitude: number;
  longitude: number;
  altitude: number;
}

/** Three rounds leave less than 1e-9 degrees and 1 mm from the surface to beyond the Moon (tested). */
const BOWRING_ROUNDS = 3;

/** Geodetic place of an Earth-fixed position in km (Bowring 1976, iterated), written into `out`. */
export function toGeodetic(ecef: Float64Array, out: Geodetic): void {
  const p = Math.hypot(ecef[0]!, ecef[1]!);
  const z = ecef[2]!;
  let beta = Math.atan2(z * WGS84_RADIUS_KM, p * WGS84_POLAR_RADIUS_KM);
  let latitude = 0;
  for (let i = 0; i < BOWRING_ROUNDS; i++) {
    const s = Math.sin(beta);
    const c = Math.cos(beta);
    latitude = Math.atan2(
      z + WGS84_SECOND_E2 * WGS84_POLAR_RADIUS_KM * s * s * s,
      p - WGS84_E2 * WGS84_RADIUS_KM * c * c * c,
    );
    beta = Math.atan2((1 - WGS84_FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const sin = Math.sin(latitude);
  out.latitude = latitude / RADIANS;
  out.longitude = Math.atan2(ecef[1]!, ecef[0]!) / RADIANS;
  out.altitude = p * Math.cos(latitude) + z * sin - WGS84_RADIUS_KM * Math.sqrt(1 - WGS84_E2 * sin * sin);
}

/** Where a satellite stands for an observer: degrees without refraction, km, km/s (positive: going away). */
export interface LookAngles {
  elevation: number;
  azimuth: number;
  range: number;
  rangeRate: number;
}

/** A place on the ground, ready for many looks. */
export interface Station {
  /** Earth-fixed, km. */
  readonly position: readonly [number, number, number];
  /** Unit vectors of the horizon, Earth-fixed. */
  readonly east: readonly [number, number, number];
  readonly north: readonly [number, number, number];
  readonly up: readonly [number, number, number];
}

/** Earth-fixed place and horizon of an observer (geodetic WGS84). */
export function stationOf(observer: Observer): Station {
  const [sLat, cLat] = [Math.sin(observer.latitude * RADIANS), Math.cos(observer.latitude * RADIANS)];
  const [sLon, cLon] = [Math.sin(observer.longitude * RADIANS), Math.cos(observer.longitude * RADIANS)];
  const n = WGS84_RADIUS_KM / Math.sqrt(1 - WGS84_E2 * sLat * sLat);
  const h = observer.elevation / 1000;
  return {
    position: [(n + h) * cLat * cLon, (n + h) * cLat * sLon, (n * (1 - WGS84_E2) + h) * sLat],
    east: [-sLon, cLon, 0],
    north: [-sLat * cLon, -sLat * sLon, cLat],
    up: [cLat * cLon, cLat * sLon, sLat],
  };
}

const dot = (a: readonly [number, number, number], x: number, y: number, z: number): number =>
  a[0] * x + a[1] * y + a[2] * z;

/**
 * Looks from a station at an Earth-fixed state (km, km/s), geometric: no refraction, no light time. Written into `out`.
 */
export function lookAt(station: Station, ecef: Float64Array, out: LookAngles): void {
  const x = ecef[0]! - station.position[0];
  const y = ecef[1]! - station.position[1];
  const z = ecef[2]! - station.position[2];
  const [e, n, u] = [dot(station.east, x, y, z), dot(station.north, x, y, z), dot(station.up, x, y, z)];
  const azimuth = Math.atan2(e, n) / RADIANS;
  out.range = Math.hypot(x, y, z);
  out.elevation = Math.atan2(u, Math.hypot(e, n)) / RADIANS;
  out.azimuth = azimuth < 0 ? azimuth + 360 : azimuth;
  out.rangeRate = (x * ecef[3]! + y * ecef[4]! + z * ecef[5]!) / out.range;
}
