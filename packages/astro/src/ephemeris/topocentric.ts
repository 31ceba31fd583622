import { KM_PER_AU, Refraction } from 'astronomy-engine';
import type { Observer } from '@orrery/contract';
import { toDegrees, toRadians } from '../earth/angles.ts';
import { geodeticToEcef } from '../earth/geodetic.ts';
import { EARTH_RATE } from '../earth/wgs84.ts';
import { halfTurn, turn, vec, type Vec } from './vectors.ts';

/** Rotation of the Earth, radians a day. */
const RADIANS_PER_DAY = 86_400 * EARTH_RATE;

/** An observer on the Earth's surface, prepared for many moments. */
export interface Topos {
  readonly longitude: number;
  readonly sinLatitude: number;
  readonly cosLatitude: number;
  /** Distance from the axis and from the plane of the equator, AU. */
  readonly fromAxis: number;
  readonly fromEquator: number;
}

/** Polar motion (0.3″ at most) is left out. */
export function createTopos({ latitude, longitude, elevation }: Observer): Topos {
  const phi = toRadians(latitude);
  const onMeridian = vec();
  geodeticToEcef({ latitude, longitude: 0, altitude: elevation / 1000 }, onMeridian);
  return {
    longitude,
    sinLatitude: Math.sin(phi),
    cosLatitude: Math.cos(phi),
    fromAxis: onMeridian[0]! / KM_PER_AU,
    fromEquator: onMeridian[2]! / KM_PER_AU,
  };
}

/**
 * Geocentric position and velocity of the observer (AU, AU a day) in the frame of the true equator of date, at a local
 * apparent sidereal time in degrees.
 */
export function observerOfDate(topos: Topos, siderealDegrees: number, position: Vec, velocity: Vec): void {
  const theta = toRadians(siderealDegrees);
  position[0] = topos.fromAxis * Math.cos(theta);
  position[1] = topos.fromAxis * Math.sin(theta);
  position[2] = topos.fromEquator;
  velocity[0] = -RADIANS_PER_DAY * position[1]!;
  velocity[1] = RADIANS_PER_DAY * position[0]!;
  velocity[2] = 0;
}

/** Horizontal coordinates; one object, written over for each point. */
export interface Horizontal {
  /** Degrees. */
  altitude: number;
  /** Degrees from north through east, [0, 360). */
  azimuth: number;
  /** Degrees west of the meridian, [-180, 180). */
  hourAngle: number;
}

/**
 * Altitude (without refraction), azimuth and hour angle of a topocentric vector in the frame of the true equator of
 * date.
 */
export function fillHorizontal(topos: Topos, siderealDegrees: number, direction: Vec, out: Horizontal): void {
  const theta = toRadians(siderealDegrees);
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const toMeridian = direction[0]! * cos + direction[1]! * sin;
  const toEast = direction[1]! * cos - direction[0]! * sin;
  const toPole = direction[2]!;
  const north = toPole * topos.cosLatitude - toMeridian * topos.sinLatitude;
  const up = toPole * topos.sinLatitude + toMeridian * topos.cosLatitude;
  out.altitude = toDegrees(Math.atan2(up, Math.hypot(north, toEast)));
  out.azimuth = turn(toDegrees(Math.atan2(toEast, north)));
  out.hourAngle = halfTurn(toDegrees(Math.atan2(-toEast, toMeridian)));
}

/**
 * Altitude as the atmosphere at sea level shows it: Saemundsson's formula (Meeus ch. 16), faded out below the horizon.
 */
export const refracted = (altitude: number): number => altitude + Refraction('normal', altitude);
