import { Atmosphere } from 'astronomy-engine';
import type { Body, Observer } from '@orrery/contract';
import { DEGREE, dot, KM_PER_AU, lengthOf, minus, SUN_RADIUS_KM, turned, type Sky, type Vec } from './sky.ts';

/** WGS84. */
export const EARTH_RADIUS_KM = 6378.137;
export const FLATTENING = 1 / 298.257223563;
const MOON_RADIUS_KM = 1737.4;
/** Refraction at the horizon at sea level, degrees; the convention of the almanacs (USNO: 34′). */
const HORIZON_REFRACTION = 34 / 60;

/** Where a body stands for an observer: degrees without refraction, and AU. */
interface Horizontal {
  readonly altitude: number;
  readonly azimuth: number;
  readonly distance: number;
}

/** An observer on the ellipsoid, ready for many evaluations by UT1 days since J2000. */
export interface Place {
  readonly observer: Observer;
  /** Geocentric place of the observer, AU, true equator of date. */
  readonly vector: (ut: number) => Vec;
  readonly horizontal: (body: Body, ut: number) => Horizontal;
  /** Hour angle at the centre of the Earth, degrees in (−180, 180]. */
  readonly siderealTime: (ut: number) => number;
  /** Altitude, degrees, at which a point touches the horizon: refraction of 34′, less in the thinner air of high places. */
  readonly horizonAltitude: number;
}

/**
 * The horizon is that of level ground at the observer's elevation: no dip. The elevation is the height of the ground, and
 * how far a place overlooks its surroundings is not known from it.
 */
export function createPlace(observer: Observer, sky: Sky): Place {
  const sin = Math.sin(observer.latitude * DEGREE);
  const cos = Math.cos(observer.latitude * DEGREE);
  const polarRatio = (1 - FLATTENING) ** 2;
  const normal = EARTH_RADIUS_KM / Math.sqrt(cos * cos + polarRatio * sin * sin);
  const height = observer.elevation / 1000;
  const fromAxis = ((normal + height) * cos) / KM_PER_AU;
  const fromEquator = ((normal * polarRatio + height) * sin) / KM_PER_AU;

  const siderealTime = (ut: number): number => sky.sidereal(ut) + observer.longitude;
  const vector = (ut: number): Vec => {
    const angle = siderealTime(ut) * DEGREE;
    return [fromAxis * Math.cos(angle), fromAxis * Math.sin(angle), fromEquator];
  };
  const horizontal = (body: Body, ut: number): Horizontal => {
    const angle = siderealTime(ut) * DEGREE;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const direction = minus(sky.smooth(body, ut), [fromAxis * c, fromAxis * s, fromEquator]);
    const distance = lengthOf(direction);
    const up = dot(direction, [cos * c, cos * s, sin]);
    const north = dot(direction, [-sin * c, -sin * s, cos]);
    const east = dot(direction, [-s, c, 0]);
    return {
      altitude: Math.atan2(up, Math.hypot(north, east)) / DEGREE,
      azimuth: turned(Math.atan2(east, north) / DEGREE),
      distance,
    };
  };
  const horizonAltitude = -HORIZON_REFRACTION * Atmosphere(observer.elevation).density;
  return { observer, vector, horizontal, siderealTime, horizonAltitude };
}

const RADII_KM: Partial<Record<Body, number>> = { sun: SUN_RADIUS_KM, moon: MOON_RADIUS_KM };

/** Altitude, degrees, of the upper limb above the visible horizon; planets count as points. Zero at rise and set. */
export function altitudeOfLimb(place: Place, body: Body, ut: number): number {
  const { altitude, distance } = place.horizontal(body, ut);
  const radius = (RADII_KM[body] ?? 0) / KM_PER_AU;
  return altitude + Math.asin(radius / distance) / DEGREE - place.horizonAltitude;
}
