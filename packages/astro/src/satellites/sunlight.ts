import { HOUR_MS } from '@orrery/contract';
import { KM_PER_AU } from 'astronomy-engine';
import { toRadians } from '../earth/angles.ts';
import { gast, gmst82 } from '../earth/sidereal-time.ts';
import { sunOfDate } from '../earth/sun.ts';
import { WGS84_FLATTENING, WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { utcToTime } from '../time/index.ts';

/** Radius of the photosphere, km (IAU 2015 resolution B3). */
const SUN_RADIUS_KM = 695_700;

/** Position of the Sun in TEME, km: apparent (with aberration), x y z. */
type Vector = readonly [number, number, number];

/** The Sun at one moment, turned from the true equinox to SGP4's mean equinox by the equation of the equinoxes. */
function sunInTeme(timeMs: number): Vector {
  const time = utcToTime(timeMs);
  const sun = sunOfDate(time);
  const angle = toRadians(gast(time)) - gmst82(time.ut);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [KM_PER_AU * (c * sun.x + s * sun.y), KM_PER_AU * (c * sun.y - s * sun.x), KM_PER_AU * sun.z];
}

/**
 * The Sun in TEME at any moment (epoch ms UTC), written into `out` in km. Between the full hours it is interpolated
 * linearly: 0.04° of motion leave 0.02″, half a metre at the edge of the shadow.
 */
export function createSun(): (timeMs: number, out: Float64Array) => void {
  const hours = new Map<number, Vector>();
  const atHour = (hour: number): Vector => {
    const known = hours.get(hour);
    if (known) return known;
    const fresh = sunInTeme(hour * HOUR_MS);
    hours.set(hour, fresh);
    return fresh;
  };
  return (timeMs, out) => {
    const hour = Math.floor(timeMs / HOUR_MS);
    const f = timeMs / HOUR_MS - hour;
    const a = atHour(hour);
    const b = atHour(hour + 1);
    for (let i = 0; i < 3; i++) out[i] = a[i]! + f * (b[i]! - a[i]!);
  };
}

/**
 * How far a satellite stands outside the umbra of the Earth, in radians as it sees the sky: negative in the umbra,
 * where the whole Sun is hidden; in the penumbra and in full sunlight positive. Conical shadow (Montenbruck & Gill 2000
 * §3.4.2) of the oblate Earth without atmosphere: along the pole space is stretched until WGS84 is a sphere.
 * @param position satellite in TEME or Earth-fixed, km @param sun the Sun in the same frame, km
 */
export function shadowMargin(position: Float64Array, sun: Float64Array): number {
  const stretch = 1 / (1 - WGS84_FLATTENING);
  const [x, y, z] = [position[0]!, position[1]!, position[2]! * stretch];
  const [dx, dy, dz] = [sun[0]! - x, sun[1]! - y, sun[2]! * stretch - z];
  const r = Math.hypot(x, y, z);
  const d = Math.hypot(dx, dy, dz);
  const toCentre = Math.acos(Math.max(-1, Math.min(1, -(x * dx + y * dy + z * dz) / (r * d))));
  const earth = Math.asin(Math.min(1, WGS84_RADIUS_KM / r));
  return toCentre - (earth - Math.asin(SUN_RADIUS_KM / d));
}

/**
 * Whether any part of the Sun shines on the satellite; the penumbra counts as sunlit. Arguments as in `shadowMargin`.
 */
export const isSunlit = (position: Float64Array, sun: Float64Array): boolean => shadowMargin(position, sun) >= 0;
