import type { Body } from '@orrery/contract';

interface BodyFacts {
  /** Equatorial radius, km. */
  readonly radiusKm: number;
  /**
   * Distance of grid points of the heliocentric place (Moon: geocentric), days; chosen so that the polynomial errs
   * below 0.01″.
   */
  readonly stepDays: number;
}

/**
 * Radii: Archinal et al. 2018, Report of the IAU Working Group on Cartographic Coordinates and Rotational Elements:
 * 2015, Celest. Mech. Dyn. Astr. 130:22; the Sun: nominal solar radius of IAU 2015 Resolution B3.
 */
export const BODY_FACTS: Readonly<Record<Body, BodyFacts>> = {
  sun: { radiusKm: 695_700, stepDays: 16 },
  moon: { radiusKm: 1737.4, stepDays: 1 },
  mercury: { radiusKm: 2440.53, stepDays: 2 },
  venus: { radiusKm: 6051.8, stepDays: 4 },
  mars: { radiusKm: 3396.19, stepDays: 8 },
  jupiter: { radiusKm: 71_492, stepDays: 30 },
  saturn: { radiusKm: 60_268, stepDays: 30 },
  uranus: { radiusKm: 25_559, stepDays: 30 },
  neptune: { radiusKm: 24_764, stepDays: 30 },
  pluto: { radiusKm: 1188.3, stepDays: 16 },
};
