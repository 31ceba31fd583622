import type { Observer } from '@orrery/contract';
import { toDegrees, toRadians } from '../earth/angles.ts';
import { geodeticToEcef } from '../earth/geodetic.ts';
import { EARTH_RATE } from '../earth/wgs84.ts';

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
  const [sLat, cLat] = [Math.sin(toRadians(observer.latitude)), Math.cos(toRadians(observer.latitude))];
  const [sLon, cLon] = [Math.sin(toRadians(observer.longitude)), Math.cos(toRadians(observer.longitude))];
  const position = new Float64Array(3);
  geodeticToEcef({ ...observer, altitude: observer.elevation / 1000 }, position);
  return {
    position: [position[0]!, position[1]!, position[2]!],
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
  const azimuth = toDegrees(Math.atan2(e, n));
  out.range = Math.hypot(x, y, z);
  out.elevation = toDegrees(Math.atan2(u, Math.hypot(e, n)));
  out.azimuth = azimuth < 0 ? azimuth + 360 : azimuth;
  out.rangeRate = (x * ecef[3]! + y * ecef[4]! + z * ecef[5]!) / out.range;
}
