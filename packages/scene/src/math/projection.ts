import { DEGREES, dot, horizontal, type Vec3 } from './vector.ts';

/** A point of a picture: pixels from the left and the top, and whether it is in front of the viewer. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly visible: boolean;
}

/** Orientation of a viewer under the dome: unit vectors in horizon axes. */
export interface ViewBasis {
  readonly right: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
}

/**
 * The viewer looking at an azimuth and altitude, degrees. At the zenith with azimuth 180 the picture has north at the
 * top and east on the left, as a sky chart held overhead.
 */
export function viewBasis(azimuth: number, altitude: number): ViewBasis {
  const [a, h] = [azimuth / DEGREES, altitude / DEGREES];
  return {
    right: horizontal(0, azimuth + 90),
    up: [-Math.sin(a) * Math.sin(h), -Math.cos(a) * Math.sin(h), Math.cos(h)],
    forward: horizontal(altitude, azimuth),
  };
}

/** Stereographic projection of a direction: it preserves angles, the horizon at 90° from the centre has radius 2. */
export function stereographic(direction: Vec3, basis: ViewBasis): readonly [x: number, y: number, depth: number] {
  const depth = dot(direction, basis.forward);
  const k = 2 / Math.max(1e-6, 1 + depth);
  return [k * dot(direction, basis.right), k * dot(direction, basis.up), depth];
}

/** The inverse of `stereographic`: the direction at x, y. */
export function fromStereographic(x: number, y: number, basis: ViewBasis): Vec3 {
  const rho = (x * x + y * y) / 4;
  const [a, b, c] = [x / (1 + rho), y / (1 + rho), (1 - rho) / (1 + rho)];
  const { right, up, forward } = basis;
  return [
    a * right[0] + b * up[0] + c * forward[0],
    a * right[1] + b * up[1] + c * forward[1],
    a * right[2] + b * up[2] + c * forward[2],
  ];
}

/**
 * Sky chart with the zenith in the middle, north at the top and east on the left; distance from the middle is
 * proportional to the zenith distance (azimuthal equidistant), 1 at the horizon. x to the right, y down.
 */
export function chartPoint(altitude: number, azimuth: number): readonly [x: number, y: number] {
  const r = (90 - altitude) / 90;
  return [-r * Math.sin(azimuth / DEGREES), -r * Math.cos(azimuth / DEGREES)];
}

/** Exponent of the compressed scale: at 0.45 Mercury and Neptune are 7 instead of 78 times apart. */
const COMPRESSION = 0.45;

/** Distance in AU on the picture's scale: itself, or compressed with the direction kept. 1 AU stays 1. */
export const scaledDistance = (au: number, compressed: boolean): number =>
  compressed ? Math.pow(au, COMPRESSION) : au;

/** A heliocentric vector in AU on the picture's scale. */
export function scaledVector(v: Vec3, compressed: boolean): Vec3 {
  const au = Math.hypot(v[0], v[1], v[2]);
  const k = au > 0 ? scaledDistance(au, compressed) / au : 0;
  return [v[0] * k, v[1] * k, v[2] * k];
}
