import { KM_PER_AU } from 'astronomy-engine';
import { moon } from './series/moon.ts';
import { polynomial, sumOfSines } from './sum.ts';

const RADIANS_PER_ARCSEC = Math.PI / 648_000;
const DAYS_PER_CENTURY = 36_525;

/** Mean longitude, radians, with constants fitted to DE405. */
const MEAN_LONGITUDE = [
  3.81034409083088, 8399.68473007193, -3.318952042550094e-5, 3.1102494491060616e-8, -2.0328237648922845e-10,
];
/** Laskar's P and Q: the ecliptic of date against that of J2000. */
const P = [0, 0.10180391e-4, 0.47020439e-6, -0.5417367e-9, -0.2507948e-11, 0.463486e-14];
const Q = [0, -0.113469002e-3, 0.12372674e-6, 0.1265417e-8, -0.1371808e-11, -0.320334e-14];
/**
 * Inertial mean ecliptic of DE405 to ICRF: obliquity and origin of longitudes (Chapront, Chapront-Touzé & Francou
 * 2002).
 */
const OBLIQUITY = 84_381.41136 * RADIANS_PER_ARCSEC;
const ORIGIN = -0.05542 * RADIANS_PER_ARCSEC;
const [COS_OBLIQUITY, SIN_OBLIQUITY] = [Math.cos(OBLIQUITY), Math.sin(OBLIQUITY)];

/**
 * Geometric geocentric place of the Moon, AU, ICRF equator, into `out`; `tt` in days since J2000. ELP/MPP02 (Chapront &
 * Francou 2003) without its terms below 0.02″: within 0.9″ and 1 km of JPL DE441 from 1970 to 2040.
 */
export function geocentricMoon(tt: number, out: Float64Array): void {
  const time = tt / DAYS_PER_CENTURY;
  const longitude = polynomial(time, MEAN_LONGITUDE) + sumOfSines(moon.longitude, time) * RADIANS_PER_ARCSEC + ORIGIN;
  const latitude = sumOfSines(moon.latitude, time) * RADIANS_PER_ARCSEC;
  const distance = sumOfSines(moon.radius, time) / KM_PER_AU;
  // ORIGIN turns about the pole of the ecliptic; the tilt of the ecliptic of date is too small to mind the order.
  const x = distance * Math.cos(latitude) * Math.cos(longitude);
  const y = distance * Math.cos(latitude) * Math.sin(longitude);
  const z = distance * Math.sin(latitude);
  const [p, q] = [polynomial(time, P), polynomial(time, Q)];
  const s = 2 * Math.sqrt(1 - p * p - q * q);
  const eclipticX = (1 - 2 * p * p) * x + 2 * p * q * y + p * s * z;
  const eclipticY = 2 * p * q * x + (1 - 2 * q * q) * y - q * s * z;
  const eclipticZ = -p * s * x + q * s * y + (1 - 2 * p * p - 2 * q * q) * z;
  out[0] = eclipticX;
  out[1] = eclipticY * COS_OBLIQUITY - eclipticZ * SIN_OBLIQUITY;
  out[2] = eclipticY * SIN_OBLIQUITY + eclipticZ * COS_OBLIQUITY;
}
