/** A point or direction, x y z. */
export type Vec3 = readonly [number, number, number];
/** A 3×3 matrix by rows. */
export type Mat3 = readonly [number, number, number, number, number, number, number, number, number];

export const DEGREES = 180 / Math.PI;
/** Mean obliquity of the ecliptic at J2000, degrees (IAU 2006: 84381.406″). */
export const OBLIQUITY_J2000 = 84381.406 / 3600;

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const scale = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by];
export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);

/** The unit vector along `a`; the zero vector stays zero. */
export function unit(a: Vec3): Vec3 {
  const size = length(a);
  return size > 0 ? scale(a, 1 / size) : a;
}

export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Angle between two directions, degrees 0–180; good also for small angles. */
export const angleBetween = (a: Vec3, b: Vec3): number => Math.atan2(length(cross(a, b)), dot(a, b)) * DEGREES;

export const apply = (m: Mat3, v: Vec3): Vec3 => [
  m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
  m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
  m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
];

/** The inverse of a rotation. */
export const transpose = (m: Mat3): Mat3 => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];

/** a·b: first b, then a. */
export function multiply(a: Mat3, b: Mat3): Mat3 {
  const columns = transpose(b);
  return [
    ...apply(columns, [a[0], a[1], a[2]]),
    ...apply(columns, [a[3], a[4], a[5]]),
    ...apply(columns, [a[6], a[7], a[8]]),
  ];
}

/** Direction of a longitude and latitude in degrees (right ascension and declination the same): x to 0°, y to 90°. */
export function spherical(longitude: number, latitude: number): Vec3 {
  const [lon, lat] = [longitude / DEGREES, latitude / DEGREES];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

/** Longitude −180…180 and latitude of a vector, degrees. */
export const toSpherical = (v: Vec3): readonly [longitude: number, latitude: number] => [
  Math.atan2(v[1], v[0]) * DEGREES,
  Math.atan2(v[2], Math.hypot(v[0], v[1])) * DEGREES,
];

/** Direction (x east, y north, z up) of an altitude and an azimuth from north through east, degrees. */
export const horizontal = (altitude: number, azimuth: number): Vec3 => spherical(90 - azimuth, altitude);

/** Altitude and azimuth (0–360, from north through east) of a direction, degrees. */
export function toHorizontal(v: Vec3): { readonly altitude: number; readonly azimuth: number } {
  const [longitude, latitude] = toSpherical(v);
  return { altitude: latitude, azimuth: (450 - longitude) % 360 };
}

/** From the J2000 equator to the J2000 ecliptic. */
export function toEcliptic(v: Vec3): Vec3 {
  const [c, s] = [Math.cos(OBLIQUITY_J2000 / DEGREES), Math.sin(OBLIQUITY_J2000 / DEGREES)];
  return [v[0], c * v[1] + s * v[2], c * v[2] - s * v[1]];
}
