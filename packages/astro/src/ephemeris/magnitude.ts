import type { Body } from '@orrery/contract';

/** What the brightness of a body depends on. */
export interface Lighting {
  /** Distance from the Sun, AU (unused for the Sun itself). */
  readonly sunDistance: number;
  /** Distance from the observer, AU. */
  readonly distance: number;
  /** Angle Sun - body - observer, degrees. */
  readonly phaseAngle: number;
  /** Saturn only: sine of the tilt of the rings towards the observer. */
  readonly ringTiltSine: number;
}

/**
 * Magnitude at 1 AU from Sun and observer as a function of the phase angle `i` in degrees; NaN where it was never
 * measured.
 */
type PhaseLaw = (i: number, ringTiltSine: number) => number;

/**
 * Mercury, Venus: Hilton 2005, AJ 129:2902, NaN beyond the phase angles it covers. Saturn with rings: Mallama & Hilton
 * 2018, Astronomy and Computing 25:10, eq. 10. Moon: Allen 1976, Astrophysical Quantities. The others: Explanatory
 * Supplement to the Astronomical Almanac 1992, table 7.4. All but Saturn as JPL Horizons used them until 2019.
 * Neptune has brightened since: Mallama & Hilton give it -7.00 after 2000.
 */
const PHASE_LAWS: Readonly<Record<Exclude<Body, 'sun'>, PhaseLaw>> = {
  moon: (i) => 0.23 + 0.026 * i + 4e-9 * i ** 4,
  mercury: (i) => (i < 2.1 || i > 169.5 ? NaN : -0.6 + 4.98e-2 * i - 4.88e-4 * i ** 2 + 3.02e-6 * i ** 3),
  venus: (i) => {
    if (i > 170.2) return NaN;
    return i < 163.6 ? -4.47 + 1.03e-2 * i + 0.57e-4 * i ** 2 + 0.13e-6 * i ** 3 : 0.98 - 1.02e-2 * i;
  },
  mars: (i) => -1.52 + 0.016 * i,
  jupiter: (i) => -9.4 + 0.005 * i,
  saturn: (i, tiltSine) => {
    const tilt = Math.abs(tiltSine);
    return -8.914 - 1.825 * tilt + 0.026 * i - 0.378 * tilt * Math.exp(-2.25 * i);
  },
  uranus: (i) => -7.19 + 0.0028 * i,
  neptune: () => -6.87,
  pluto: (i) => -1 + 0.041 * i,
};

/** Of the Sun at 1 AU: Explanatory Supplement 1992. */
const SUN_AT_1_AU = -26.74;

/** Apparent visual magnitude. */
export function apparentMagnitude(body: Body, lighting: Lighting): number {
  if (body === 'sun') return SUN_AT_1_AU + 5 * Math.log10(lighting.distance);
  const law = PHASE_LAWS[body](lighting.phaseAngle, lighting.ringTiltSine);
  return law + 5 * Math.log10(lighting.sunDistance * lighting.distance);
}

/**
 * Direction of Saturn's north pole, EQJ unit vector; it moves 0.001° a year (Archinal et al. 2018: α 40.589°, δ
 * 83.537°).
 */
export const SATURN_POLE: readonly [number, number, number] = (() => {
  const [alpha, delta] = [(40.589 * Math.PI) / 180, (83.537 * Math.PI) / 180];
  return [Math.cos(delta) * Math.cos(alpha), Math.cos(delta) * Math.sin(alpha), Math.sin(delta)];
})();
