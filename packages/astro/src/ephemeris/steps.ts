import { C_AUDAY } from 'astronomy-engine';
import { ut1FromTt } from '../time/index.ts';
import { magnitude, SATURN_POLE } from './magnitude.ts';
import { fillHorizontal, moveWithEarth } from './topocentric.ts';
import type { Sight } from './apparent-place.ts';
import { earthRotationAngle, OBLIQUITY_J2000, ORIENTATION } from './geometric.ts';
import { addScaled, angleBetween, dot, length, rotate, rotateBack, subtract, toRadians, type Vec } from './vectors.ts';

/** A millisecond: within it no body moves farther than 60 m. */
const LIGHT_TIME_TOLERANCE_DAYS = 1e-8;
const LIGHT_TIME_ROUNDS = 5;
/**
 * The Earth's velocity is a difference over this time; its turning within half of it changes the aberration by 0.002″.
 */
const VELOCITY_DAYS = 0.01;
/** Schwarzschild radius of the Sun, AU: 2 GM/c². */
const SUN_BENDING_AU = 1.97412574e-8;
/** 1 + cos of the angle Earth - Sun - body where the body begins to be hidden behind the disc of the Sun. */
const BEHIND_THE_SUN = 1e-5;

/** Light time: iterated until it stands. The Sun's own motion meanwhile (below 200 km) is left out. */
function followLight(s: Sight): void {
  s.earthAt(s.tt, s.earth);
  let lightTime = 0;
  for (let round = 0; round < LIGHT_TIME_ROUNDS; round++) {
    s.placeAt(s.tt - lightTime, s.emitted);
    subtract(s.emitted, s.earth, s.seen);
    const next = length(s.seen) / C_AUDAY;
    const settled = Math.abs(next - lightTime) < LIGHT_TIME_TOLERANCE_DAYS;
    lightTime = next;
    if (settled) return;
  }
}

function standOnEarth(s: Sight): void {
  if (!s.place) return;
  s.sidereal = earthRotationAngle(ut1FromTt(s.tt)) + s.orientation[ORIENTATION.gastMinusEra]! + s.place.longitude;
  moveWithEarth(s.place, s.sidereal, s.observerOfDate, s.observerVelocityOfDate);
  rotateBack(s.orientation, s.observerOfDate, s.observer);
  subtract(s.seen, s.observer, s.seen);
}

function moveWithObserver(s: Sight): void {
  s.earthAt(s.tt - VELOCITY_DAYS, s.scratch);
  for (let i = 0; i < 3; i++) s.velocity[i] = (s.earth[i]! - s.scratch[i]!) / VELOCITY_DAYS;
  if (!s.place) return;
  rotateBack(s.orientation, s.observerVelocityOfDate, s.scratch);
  addScaled(s.velocity, 1, s.scratch, s.velocity);
}

/** Bending of light by the Sun: Explanatory Supplement to the Astronomical Almanac (1992), eq. 3.26-4. */
function bend(s: Sight): void {
  if (s.body === 'sun') return;
  const sunDistance = length(s.earth);
  const fromSun = length(s.emitted);
  const pq = dot(s.seen, s.emitted) / (s.distance * fromSun);
  const ep = dot(s.earth, s.seen) / (sunDistance * s.distance);
  const qe = dot(s.emitted, s.earth) / (fromSun * sunDistance);
  const factor = (s.distance * SUN_BENDING_AU) / (sunDistance * Math.max(1 + qe, BEHIND_THE_SUN));
  addScaled(s.direction, (factor * pq) / sunDistance, s.earth, s.direction);
  addScaled(s.direction, (-factor * ep) / fromSun, s.emitted, s.direction);
}

/** Bending and aberration; both of first order, what is left out is below 0.001″. */
function appear(s: Sight): void {
  s.direction.set(s.seen);
  if (!s.apparent) return;
  moveWithObserver(s);
  bend(s);
  addScaled(s.direction, s.distance / C_AUDAY, s.velocity, s.direction);
}

/** From an equator to the ecliptic tilted against it by an obliquity in degrees. */
function tilt(equatorial: Vec, obliquity: number, out: Vec): void {
  const [sin, cos] = [Math.sin(toRadians(obliquity)), Math.cos(toRadians(obliquity))];
  out[0] = equatorial[0]!;
  out[1] = equatorial[1]! * cos + equatorial[2]! * sin;
  out[2] = equatorial[2]! * cos - equatorial[1]! * sin;
}

function separateFromSun(s: Sight): void {
  if (s.body === 'sun') return;
  addScaled(s.observer, 1, s.earth, s.scratch);
  for (let i = 0; i < 3; i++) s.scratch[i] = -s.scratch[i]!;
  if (s.apparent) addScaled(s.scratch, length(s.scratch) / C_AUDAY, s.velocity, s.scratch);
  s.elongation = angleBetween(s.direction, s.scratch);
}

function shine(s: Sight): void {
  const { body, distance, phaseAngle } = s;
  const ringTiltSine = body === 'saturn' ? dot(s.seen, SATURN_POLE) / distance : 0;
  s.magnitude = magnitude(body, { distance, phaseAngle, ringTiltSine, sunDistance: length(s.emitted) });
}

/**
 * Intermediate results, each computed once per moment and only if a quantity needs it; they run in the order given
 * here.
 */
export const STEPS = {
  heliocentric: (s: Sight) => s.placeAt(s.tt, s.heliocentric),
  light: followLight,
  orientation: (s: Sight) => s.orientationAt(s.tt, s.orientation),
  observer: standOnEarth,
  distance: (s: Sight) => void (s.distance = length(s.seen)),
  direction: appear,
  equatorial: (s: Sight) =>
    s.ofDate ? rotate(s.orientation, s.direction, s.equatorial) : s.equatorial.set(s.direction),
  ecliptic: (s: Sight) =>
    tilt(s.equatorial, s.ofDate ? s.orientation[ORIENTATION.obliquity]! : OBLIQUITY_J2000, s.ecliptic),
  horizontal: (s: Sight) => {
    if (!s.place) return;
    rotate(s.orientation, s.direction, s.scratch);
    fillHorizontal(s.place, s.sidereal, s.scratch, s.horizontal);
  },
  elongation: separateFromSun,
  phase: (s: Sight) => void (s.phaseAngle = s.body === 'sun' ? NaN : angleBetween(s.emitted, s.seen)),
  magnitude: shine,
} as const satisfies Record<string, (sight: Sight) => void>;

export type Step = keyof typeof STEPS;
export const STEP_ORDER = Object.keys(STEPS) as readonly Step[];
