/**
 * The Earth's ellipsoid and rotation; every other file takes them from here. World Geodetic System 1984: NIMA
 * TR8350.2, 3rd edition (2000), table 3.1.
 */

/** Equatorial radius, km. */
export const WGS84_RADIUS_KM = 6378.137;
export const WGS84_FLATTENING = 1 / 298.257223563;
/** Polar radius, km. */
export const WGS84_POLAR_RADIUS_KM = WGS84_RADIUS_KM * (1 - WGS84_FLATTENING);
/** Square of the first eccentricity. */
export const WGS84_E2 = WGS84_FLATTENING * (2 - WGS84_FLATTENING);
/** Square of the second eccentricity. */
export const WGS84_SECOND_E2 = WGS84_E2 / (1 - WGS84_E2);

/** Mean radius of the Earth, km: (2a + b)/3 of WGS84 (IUGG; Moritz 2000, J. Geodesy 74:128). */
export const EARTH_MEAN_RADIUS_KM = (2 * WGS84_RADIUS_KM + WGS84_POLAR_RADIUS_KM) / 3;

/** Turns of the Earth against the stars in a day of UT1, beyond the first (IAU 2000 Resolution B1.8). */
export const EXTRA_TURNS_PER_UT1_DAY = 0.00273781191135448;
/**
 * Rotation of the Earth, rad/s (7.292115e-5, IERS Conventions 2010 table 1.2); the length-of-day excess is below 1e-7
 * of it.
 */
export const EARTH_RATE = (2 * Math.PI * (1 + EXTRA_TURNS_PER_UT1_DAY)) / 86_400;
