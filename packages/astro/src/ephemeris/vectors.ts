import { toDegrees } from '../earth/angles.ts';

/** Vectors of three numbers in typed arrays that are made once and written over: no object per point. */
export type Vec = Float64Array;

export const vec = (): Vec => new Float64Array(3);

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

export const length = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

/** out = a - b; `out` may be one of the two. */
export function subtract(a: Vec, b: Vec, out: Vec): void {
  for (let i = 0; i < 3; i++) out[i] = a[i]! - b[i]!;
}

/** out = a + factor · b; `out` may be one of the two. */
export function addScaled(a: Vec, factor: number, b: Vec, out: Vec): void {
  for (let i = 0; i < 3; i++) out[i] = a[i]! + factor * b[i]!;
}

/** out = M a, the matrix by rows in the first nine numbers of `m`. */
export function rotate(m: Float64Array, a: Vec, out: Vec): void {
  for (let i = 0; i < 3; i++) out[i] = m[3 * i]! * a[0]! + m[3 * i + 1]! * a[1]! + m[3 * i + 2]! * a[2]!;
}

/** out = transposed M a. */
export function rotateBack(m: Float64Array, a: Vec, out: Vec): void {
  for (let i = 0; i < 3; i++) out[i] = m[i]! * a[0]! + m[3 + i]! * a[1]! + m[6 + i]! * a[2]!;
}

/** An angle in degrees brought to [0, 360). */
export function turn(degrees: number): number {
  const rest = degrees % 360;
  // The second test is for tiny negative angles, which the addition rounds up to a full turn.
  const positive = rest < 0 ? rest + 360 : rest;
  return positive < 360 ? positive : 0;
}

/** An angle in degrees brought to [-180, 180). */
export const halfTurn = (degrees: number): number => turn(degrees + 180) - 180;

/** Longitude of a vector, degrees [0, 360). */
export const longitude = (a: ArrayLike<number>): number => turn(toDegrees(Math.atan2(a[1]!, a[0]!)));

/** Latitude of a vector, degrees [-90, 90]. */
export const latitude = (a: ArrayLike<number>): number => toDegrees(Math.atan2(a[2]!, Math.hypot(a[0]!, a[1]!)));

/** Angle between two vectors, degrees [0, 180], exact also near both ends. */
export function angleBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const x = a[1]! * b[2]! - a[2]! * b[1]!;
  const y = a[2]! * b[0]! - a[0]! * b[2]!;
  const z = a[0]! * b[1]! - a[1]! * b[0]!;
  return toDegrees(Math.atan2(Math.sqrt(x * x + y * y + z * z), dot(a, b)));
}
