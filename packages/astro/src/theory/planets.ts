import { earth } from './series/earth.ts';
import { jupiter } from './series/jupiter.ts';
import { mars } from './series/mars.ts';
import { mercury } from './series/mercury.ts';
import { neptune } from './series/neptune.ts';
import { saturn } from './series/saturn.ts';
import { uranus } from './series/uranus.ts';
import { venus } from './series/venus.ts';
import { sumOfCosines } from './sum.ts';

const THEORIES = { mercury, venus, earth, mars, jupiter, saturn, uranus, neptune } as const;
export type Planet = keyof typeof THEORIES;

const DAYS_PER_MILLENNIUM = 365_250;

/**
 * Geometric heliocentric place of a planet, AU, equator and equinox of J2000 (FK5), into `out`; `tt` in days since
 * J2000. VSOP87B (Bretagnon & Francou 1988) without its terms below 0.02″, of the Earth 0.002″. Against JPL DE441, 1900
 * to 2099: Mercury to Saturn within 0.6″, Uranus 1.7″, Neptune 2.4″.
 */
export function heliocentricPlanet(planet: Planet, tt: number, out: Float64Array): void {
  const theory = THEORIES[planet];
  const time = tt / DAYS_PER_MILLENNIUM;
  const longitude = sumOfCosines(theory.longitude, time);
  const latitude = sumOfCosines(theory.latitude, time);
  const radius = sumOfCosines(theory.radius, time);
  const x = radius * Math.cos(latitude) * Math.cos(longitude);
  const y = radius * Math.cos(latitude) * Math.sin(longitude);
  const z = radius * Math.sin(latitude);
  // Ecliptic of the theory to the equator of FK5, as its authors give it.
  out[0] = x + 4.4036e-7 * y - 1.90919e-7 * z;
  out[1] = -4.79966e-7 * x + 0.917482137087 * y - 0.397776982902 * z;
  out[2] = 0.397776982902 * y + 0.917482137087 * z;
}
