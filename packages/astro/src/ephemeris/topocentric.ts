import { KM_PER_AU, Refraction } from 'astronomy-engine';
import type { Observer } from '@orrery/contract';
import { halfTurn, toDegrees, toRadians, turn, type Vec } from './vectors.ts';

/** WGS84 (NIMA TR8350.2). */
export const EARTH_RADIUS_KM = 6378.137;
export const FLATTENING = 1 / 298.257223563;
/** Rotation of the Earth, radians per day of TT (IAU 2000: 1.00273781191135448 turns a day of UT1). */
const SPIN = 2 * Math.PI * 1.0027378119113546;

/** A place on the Earth, prepared for many moments. */
export interface Place {
  readonly longitude: number;
  readonly sinLatitude: number;
  readonly cosLatitude: number;
  /** Distance from the axis and from the plane of the equator, AU. */
  readonly fromAxis: number;
  readonly fromEquator: number;
}

/** Geodetic to geocentric: Meeus, Astronomical Algorithms, ch. 11. Polar motion (0.3″ at most) is left out. */
export function makePlace({ latitude, longitude, elevation }: Observer): Place {
  const phi = toRadians(latitude);
  const [sin, cos] = [Math.sin(phi), Math.cos(phi)];
  const polar = (1 - FLATTENING) ** 2;
  const normal = EARTH_RADIUS_KM / Math.sqrt(cos * cos + polar * sin * sin);
  return {
    longitude,
    sinLatitude: sin,
    cosLatitude: cos,
    fromAxis: ((normal + elevation / 1000) * cos) / KM_PER_AU,
    fromEquator: ((polar * normal + elevation / 1000) * sin) / KM_PER_AU,
  };
}

/**
 * Place and velocity (AU, AU a day) in the frame of the true equator of date, at a local apparent sidereal time in
 * degrees.
 */
export function moveWithEarth(place: Place, siderealDegrees: number, position: Vec, velocity: Vec): void {
  const theta = toRadians(siderealDegrees);
  position[0] = place.fromAxis * Math.cos(theta);
  position[1] = place.fromAxis * Math.sin(theta);
  position[2] = place.fromEquator;
  velocity[0] = -SPIN * position[1]!;
  velocity[1] = SPIN * position[0]!;
  velocity[2] = 0;
}

/** Where a direction stands in the sky of a place; one object, written over for each point. */
export interface Horizontal {
  /** Degrees, without refraction. */
  altitude: number;
  /** Degrees from north through east, [0, 360). */
  azimuth: number;
  /** Degrees west of the meridian, [-180, 180). */
  hourAngle: number;
}

/** Altitude, azimuth and hour angle of a topocentric vector in the frame of the true equator of date. */
export function fillHorizontal(place: Place, siderealDegrees: number, direction: Vec, out: Horizontal): void {
  const theta = toRadians(siderealDegrees);
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const toMeridian = direction[0]! * cos + direction[1]! * sin;
  const toEast = direction[1]! * cos - direction[0]! * sin;
  const toPole = direction[2]!;
  const north = toPole * place.cosLatitude - toMeridian * place.sinLatitude;
  const up = toPole * place.sinLatitude + toMeridian * place.cosLatitude;
  out.altitude = toDegrees(Math.atan2(up, Math.hypot(north, toEast)));
  out.azimuth = turn(toDegrees(Math.atan2(toEast, north)));
  out.hourAngle = halfTurn(toDegrees(Math.atan2(-toEast, toMeridian)));
}

/**
 * Altitude as the atmosphere at sea level shows it: Saemundsson's formula (Meeus ch. 16), faded out below the horizon.
 */
export const refracted = (altitude: number): number => altitude + Refraction('normal', altitude);
