import { equatorOfEcliptic } from './earth.ts';
import { MOON_DISTANCE } from './moon-distance-series.ts';
import { MOON_LATITUDE } from './moon-latitude-series.ts';
import { MOON_LONGITUDE } from './moon-longitude-series.ts';

const DAYS_PER_CENTURY = 36_525;
const KM_PER_AU = 149_597_870.7;
const LIGHT_KM_PER_DAY = 299_792.458 * 86_400;
const ARC_SECOND = Math.PI / 648_000;

function polynomial(coefficients: readonly number[], time: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * time + coefficients[i]!;
  return value;
}

function sumOf(series: readonly (readonly number[])[], time: number): number {
  let sum = 0;
  let power = 1;
  for (const terms of series) {
    let part = 0;
    for (let i = 0; i < terms.length; i += 5) {
      const phase = terms[i + 1]! + time * (terms[i + 2]! + time * (terms[i + 3]! + time * terms[i + 4]!));
      part += terms[i]! * Math.sin(phase);
    }
    sum += power * part;
    power *= time;
  }
  return sum;
}

/** Mean longitude of the Moon at the mean ecliptic and equinox of J2000 (ELP/MPP02 with DE405), rad. */
const MEAN_LONGITUDE = [3.81034409083088, 8399.68473007193, -3.31895204255e-5, 3.11024944911e-8, -2.03282376489e-10];

/** Motion of the ecliptic, J. Laskar, Astronomy & Astrophysics 157, 59, 1986, as ELP/MPP02 takes it; rad. */
const ECLIPTIC_P = [0, 1.0180391e-5, 4.7020439e-7, -5.417367e-10, -2.507948e-12, 4.63486e-15];
const ECLIPTIC_Q = [0, -1.13469002e-4, 1.2372674e-7, 1.265417e-9, -1.371808e-12, -3.20334e-15];

/**
 * The Moon's apparent place from the centre of the Earth: AU, equator and equinox of J2000, light time applied; `tt` in
 * days since J2000. Within 0.3″ (rms), where the theory of astronomy-engine is within 1″ (rms, 4″ at worst): a second of
 * arc is two seconds of time in an eclipse.
 */
export function apparentMoon(tt: number): readonly [x: number, y: number, z: number] {
  // Within the light time of 1.3 s the distance changes by less than 0.1 km.
  const kilometres = sumOf(MOON_DISTANCE, tt / DAYS_PER_CENTURY);
  const time = (tt - kilometres / LIGHT_KM_PER_DAY) / DAYS_PER_CENTURY;
  const longitude = polynomial(MEAN_LONGITUDE, time) + ARC_SECOND * sumOf(MOON_LONGITUDE, time);
  const latitude = ARC_SECOND * sumOf(MOON_LATITUDE, time);
  const distance = kilometres / KM_PER_AU;
  const a = distance * Math.cos(latitude) * Math.cos(longitude);
  const b = distance * Math.cos(latitude) * Math.sin(longitude);
  const c = distance * Math.sin(latitude);
  // From the mean ecliptic of date to the inertial one of J2000.
  const [p, q] = [polynomial(ECLIPTIC_P, time), polynomial(ECLIPTIC_Q, time)];
  const root = 2 * Math.sqrt(1 - p * p - q * q);
  const x = (1 - 2 * p * p) * a + 2 * p * q * b + p * root * c;
  const y = 2 * p * q * a + (1 - 2 * q * q) * b - q * root * c;
  const z = -p * root * a + q * root * b + (1 - 2 * p * p - 2 * q * q) * c;
  return equatorOfEcliptic(x, y, z);
}
