import { KM_PER_AU } from 'astronomy-engine';
import { ecefToGeodetic } from '../earth/geodetic.ts';
import { WGS84_E2, WGS84_FLATTENING, WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { dot, length } from '../ephemeris/vectors.ts';
import { DEGREE, minus, scaled, wrapped, type Sky, type Vec } from './sky.ts';

/** Moon's radius in equatorial radii of the Earth for the penumbra (IAU 1982), and the smaller one for the umbra. */
export const PENUMBRAL_K = 0.2725076;
export const UMBRAL_K = 0.272281;

/** 959.63″ at one AU (Auwers), as in NASA's catalogues; hybrid eclipses are told from total ones by some kilometres. */
export const ECLIPSE_SUN_RADIUS_KM = KM_PER_AU * Math.sin((959.63 / 3600) * DEGREE);

const RE_AU = WGS84_RADIUS_KM / KM_PER_AU;
const SUN_RADIUS = ECLIPSE_SUN_RADIUS_KM / WGS84_RADIUS_KM;

/**
 * The Moon's shadow in Bessel's fundamental plane: through the centre of the Earth, across the shadow's axis; x points
 * east and y north. Lengths in equatorial radii of the Earth (Explanatory Supplement ch. 8; Meeus, Elements of Solar
 * Eclipses 1951–2200).
 */
export interface ShadowPlane {
  /** Where the axis meets the plane. */
  readonly x: number;
  readonly y: number;
  /** Radii of the penumbra and of the umbra in the plane; the latter is negative where the eclipse is total. */
  readonly penumbra: number;
  readonly umbra: number;
  /** How much the radii shrink per unit towards the Sun. */
  readonly penumbraSlope: number;
  readonly umbraSlope: number;
  /** Half axis along y of the Earth's outline; along x it is 1. */
  readonly polarAxis: number;
  /** Unit vectors of the plane's axes and of the direction to the Sun, true equator of date. */
  readonly east: Vec;
  readonly north: Vec;
  readonly sunward: Vec;
}

export function shadowPlane(sky: Sky, ut: number): ShadowPlane {
  const sun = scaled(sky.at('sun', ut), 1 / RE_AU);
  const moon = scaled(sky.at('moon', ut), 1 / RE_AU);
  const towards = minus(sun, moon);
  const apart = length(towards);
  const sunward = scaled(towards, 1 / apart);
  const cosD = Math.hypot(sunward[0], sunward[1]);
  const east: Vec = [-sunward[1] / cosD, sunward[0] / cosD, 0];
  const north: Vec = [-sunward[2] * east[1], sunward[2] * east[0], cosD];
  const height = dot(moon, sunward);
  const penumbraAngle = Math.asin((SUN_RADIUS + PENUMBRAL_K) / apart);
  const umbraAngle = Math.asin((SUN_RADIUS - UMBRAL_K) / apart);
  return {
    x: dot(moon, east),
    y: dot(moon, north),
    penumbra: height * Math.tan(penumbraAngle) + PENUMBRAL_K / Math.cos(penumbraAngle),
    umbra: height * Math.tan(umbraAngle) - UMBRAL_K / Math.cos(umbraAngle),
    penumbraSlope: Math.tan(penumbraAngle),
    umbraSlope: Math.tan(umbraAngle),
    polarAxis: Math.sqrt(1 - WGS84_E2 * cosD * cosD),
    east,
    north,
    sunward,
  };
}

/** Distance of the axis from the centre of the Earth: |gamma|. */
export const axisDistance = (plane: ShadowPlane): number => Math.hypot(plane.x, plane.y);

/**
 * Nearest point of the Earth's outline, and the distance of the axis from it, negative where the axis hits the Earth.
 */
export interface Limb {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** Six rounds of Newton's method on the angle of the foot are exact to rounding: the outline is nearly a circle. */
const FOOT_ROUNDS = 6;

export function limbOf({ x, y, polarAxis: b }: ShadowPlane): Limb {
  let angle = Math.atan2(y / b, x);
  const excess = 1 - b * b;
  for (let i = 0; i < FOOT_ROUNDS; i++) {
    const [s, c] = [Math.sin(angle), Math.cos(angle)];
    // Derivative of half the squared distance from (x, y) to (cos, b sin) by the angle, and its own derivative.
    const slope = x * s - b * y * c - excess * s * c;
    const change = x * c + b * y * s - excess * (c * c - s * s);
    if (change <= 0) break;
    angle -= slope / change;
  }
  const foot = { x: Math.cos(angle), y: b * Math.sin(angle) };
  const outside = x * x + (y / b) ** 2 > 1;
  const distance = Math.hypot(x - foot.x, y - foot.y);
  return { ...foot, distance: outside ? distance : -distance };
}

/** A point of the ellipsoid in equatorial radii, true equator of date. */
function sunlitPoint(
  plane: ShadowPlane,
  x: number,
  y: number,
): { readonly point: Vec; readonly height: number } | null {
  const stretch = 1 / (1 - WGS84_FLATTENING);
  const stretched = (v: Vec): Vec => [v[0], v[1], v[2] * stretch];
  const start = stretched([
    x * plane.east[0] + y * plane.north[0],
    x * plane.east[1] + y * plane.north[1],
    x * plane.east[2] + y * plane.north[2],
  ]);
  const along = stretched(plane.sunward);
  const a = dot(along, along);
  const b = dot(start, along);
  const discriminant = b * b - a * (dot(start, start) - 1);
  if (discriminant < 0) return null;
  const height = (-b + Math.sqrt(discriminant)) / a;
  const end: Vec = [start[0] + height * along[0], start[1] + height * along[1], start[2] + height * along[2]];
  return { point: [end[0], end[1], end[2] / stretch], height };
}

/** Where the axis meets the sunlit side of the Earth, and the umbra's radius there; null where it passes by. */
export function centralPoint(
  plane: ShadowPlane,
): { readonly point: Vec; readonly umbra: number; readonly height: number } | null {
  const hit = sunlitPoint(plane, plane.x, plane.y);
  return hit && { ...hit, umbra: plane.umbra - hit.height * plane.umbraSlope };
}

/** The point of the Earth's outline nearest to the axis. */
export function limbPoint(plane: ShadowPlane): Vec {
  const { x, y } = limbOf(plane);
  // Just inside the outline, so that rounding cannot put the point beside the Earth.
  const inside = 1 - 1e-9;
  return (
    sunlitPoint(plane, x * inside, y * inside)?.point ?? [x * plane.east[0], x * plane.east[1], y * plane.north[2]]
  );
}

/** Geodetic latitude and longitude, degrees, of a point of the ellipsoid (equatorial radii, true equator of date). */
export function geodeticOf(
  sky: Sky,
  point: Vec,
  ut: number,
): { readonly latitude: number; readonly longitude: number } {
  const found = { latitude: 0, longitude: 0, altitude: 0 };
  ecefToGeodetic(scaled(point, WGS84_RADIUS_KM), found);
  return { latitude: found.latitude, longitude: wrapped(found.longitude - sky.sidereal(ut)) };
}
