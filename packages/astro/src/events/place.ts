import { Atmosphere, KM_PER_AU } from 'astronomy-engine';
import type { Body, Observer } from '@orrery/contract';
import { BODY_FACTS } from '../ephemeris/bodies.ts';
import { DEGREE, type Sky } from './sky.ts';

/** Refraction at the horizon at sea level, degrees; the convention of the almanacs (USNO: 34′). */
const HORIZON_REFRACTION = 34 / 60;

/** An observer on the ellipsoid, and what is seen from there. */
export interface Place extends ReturnType<Sky['seenFrom']> {
  readonly observer: Observer;
  /**
   * Altitude, degrees, at which a point touches the horizon: refraction of 34′, less in the thinner air of high places.
   */
  readonly horizonAltitude: number;
}

/**
 * The horizon is that of level ground at the observer's elevation: no dip. The elevation is the height of the ground,
 * and how far a place overlooks its surroundings is not known from it.
 */
export function createPlace(observer: Observer, sky: Sky): Place {
  const horizonAltitude = -HORIZON_REFRACTION * Atmosphere(observer.elevation).density;
  return { ...sky.seenFrom(observer), observer, horizonAltitude };
}

const WITH_LIMB: readonly Body[] = ['sun', 'moon'];

/** Altitude, degrees, of the upper limb above the visible horizon; planets count as points. Zero at rise and set. */
export function altitudeOfLimb(place: Place, body: Body, ut: number): number {
  const { altitude, distance } = place.horizontal(body, ut);
  const radius = WITH_LIMB.includes(body) ? BODY_FACTS[body].radiusKm / KM_PER_AU : 0;
  return altitude + Math.asin(radius / distance) / DEGREE - place.horizonAltitude;
}
