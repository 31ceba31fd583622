import type { Observer } from '@orrery/contract';
import { toDegrees } from '../earth/angles.ts';
import { horizonAxes, type Rotation } from '../earth/frames.ts';
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
  /** From Earth-fixed axes to east, north and zenith. */
  readonly horizon: Rotation;
}

/** Earth-fixed place and horizon of an observer (geodetic WGS84). */
export function stationOf({ latitude, longitude, elevation }: Observer): Station {
  const position = new Float64Array(3);
  geodeticToEcef({ latitude, longitude, altitude: elevation / 1000 }, position);
  return { position: [position[0]!, position[1]!, position[2]!], horizon: horizonAxes(latitude, longitude) };
}

/**
 * Looks from a station at an Earth-fixed state (km, km/s), geometric: no refraction, no light time. Written into `out`.
 */
export function lookAt(station: Station, ecef: Float64Array, out: LookAngles): void {
  const x = ecef[0]! - station.position[0];
  const y = ecef[1]! - station.position[1];
  const z = ecef[2]! - station.position[2];
  const h = station.horizon;
  const east = h[0] * x + h[1] * y + h[2] * z;
  const north = h[3] * x + h[4] * y + h[5] * z;
  const up = h[6] * x + h[7] * y + h[8] * z;
  const azimuth = toDegrees(Math.atan2(east, north));
  out.range = Math.hypot(x, y, z);
  out.elevation = toDegrees(Math.atan2(up, Math.hypot(east, north)));
  out.azimuth = azimuth < 0 ? azimuth + 360 : azimuth;
  out.rangeRate = (x * ecef[3]! + y * ecef[4]! + z * ecef[5]!) / out.range;
}
