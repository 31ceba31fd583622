import { Body as EngineBody } from 'astronomy-engine';
import type { Body } from '@orrery/contract';

interface BodyFacts {
  readonly engine: EngineBody;
  /** Equatorial radius, km. */
  readonly radiusKm: number;
  /** Distance of grid points of the heliocentric place (Moon: geocentric), days; chosen so that the polynomial errs below 0.01″. */
  readonly stepDays: number;
}

/**
 * Radii: Archinal et al. 2018, Report of the IAU Working Group on Cartographic Coordinates and Rotational Elements: 2015,
 * Celest. Mech. Dyn. Astr. 130:22; the Sun: nominal solar radius of IAU 2015 Resolution B3.
 */
export const BODY_FACTS: Readonly<Record<Body, BodyFacts>> = {
  sun: { engine: EngineBody.Sun, radiusKm: 695_700, stepDays: 16 },
  moon: { engine: EngineBody.Moon, radiusKm: 1737.4, stepDays: 0.5 },
  mercury: { engine: EngineBody.Mercury, radiusKm: 2440.53, stepDays: 1 },
  venus: { engine: EngineBody.Venus, radiusKm: 6051.8, stepDays: 2 },
  mars: { engine: EngineBody.Mars, radiusKm: 3396.19, stepDays: 4 },
  jupiter: { engine: EngineBody.Jupiter, radiusKm: 71_492, stepDays: 8 },
  saturn: { engine: EngineBody.Saturn, radiusKm: 60_268, stepDays: 8 },
  uranus: { engine: EngineBody.Uranus, radiusKm: 25_559, stepDays: 16 },
  neptune: { engine: EngineBody.Neptune, radiusKm: 24_764, stepDays: 16 },
  pluto: { engine: EngineBody.Pluto, radiusKm: 1188.3, stepDays: 16 },
};
