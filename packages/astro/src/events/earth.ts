import { EARTH_LATITUDE, EARTH_LONGITUDE, EARTH_RADIUS, type Series } from './earth-series.ts';

const DAYS_PER_MILLENNIUM = 365_250;
const UNIT = 1e-9;
/** Light time for one AU, days. */
const LIGHT_DAYS_PER_AU = 499.004_784 / 86_400;

function sumOf(series: Series, time: number): number {
  let sum = 0;
  let power = UNIT;
  for (const terms of series) {
    let part = 0;
    for (let i = 0; i < terms.length; i += 3) part += terms[i]! * Math.cos(terms[i + 1]! + terms[i + 2]! * time);
    sum += power * part;
    power *= time;
  }
  return sum;
}

/** Distance of Earth and Sun, AU, geometric; `tt` in days since J2000. */
export const earthSunDistance = (tt: number): number => sumOf(EARTH_RADIUS, tt / DAYS_PER_MILLENNIUM);

/** Rectangular, AU, equator and equinox of J2000. */
type Place = readonly [x: number, y: number, z: number];

/** From the inertial ecliptic of J2000 of the theories to the equator of FK5, as Bretagnon and Francou give it. */
export function equatorOfEcliptic(x: number, y: number, z: number): Place {
  return [
    x + 0.00000044036 * y - 0.000000190919 * z,
    -0.000000479966 * x + 0.917482137087 * y - 0.397776982902 * z,
    0.397776982902 * y + 0.917482137087 * z,
  ];
}

/** The Earth seen from the Sun, geometric; `tt` in days since J2000. */
export function earthFromSun(tt: number): Place {
  const time = tt / DAYS_PER_MILLENNIUM;
  const longitude = sumOf(EARTH_LONGITUDE, time);
  const latitude = sumOf(EARTH_LATITUDE, time);
  const radius = sumOf(EARTH_RADIUS, time);
  return equatorOfEcliptic(
    radius * Math.cos(latitude) * Math.cos(longitude),
    radius * Math.cos(latitude) * Math.sin(longitude),
    radius * Math.sin(latitude),
  );
}

/**
 * The Sun's apparent place from the centre of the Earth, light time and aberration applied; `tt` in days since J2000.
 * Within 0.1″ of the full theory, where the series of astronomy-engine is shortened to 2″: a second of arc is 24 s of an
 * equinox.
 */
export function apparentSun(tt: number): Place {
  // The Sun hardly moves: where the Earth stood a light time ago gives light time and aberration at once.
  const [x, y, z] = earthFromSun(tt - earthSunDistance(tt) * LIGHT_DAYS_PER_AU);
  return [-x, -y, -z];
}
