import { C_AUDAY } from 'astronomy-engine';
import { toRadians } from '../earth/angles.ts';
import { earthRotationAngle } from '../earth/sidereal-time.ts';
import { ut1FromTt } from '../time/index.ts';
import type { ApparentPlace } from './apparent-place.ts';
import { apparentMagnitude, SATURN_POLE } from './magnitude.ts';
import { OBLIQUITY_J2000, ORIENTATION } from './orientation.ts';
import { fillHorizontal, observerOfDate, refracted } from './topocentric.ts';
import { addScaled, angleBetween, dot, length, rotate, rotateBack, subtract, type Vec } from './vectors.ts';

/** A millisecond: within it no body moves farther than 60 m. */
const LIGHT_TIME_TOLERANCE_DAYS = 1e-8;
const LIGHT_TIME_ROUNDS = 5;
/**
 * The Earth's velocity is a difference over this time; its turning within half of it changes the aberration by 0.002″.
 */
const VELOCITY_DAYS = 0.01;
/** Schwarzschild radius of the Sun, AU: 2 GM/c². */
const SUN_SCHWARZSCHILD_AU = 1.97412574e-8;
/** 1 + cos of the angle Earth - Sun - body where the body begins to be hidden behind the disc of the Sun. */
const BEHIND_THE_SUN = 1e-5;

/** Light time, iterated to convergence. The Sun's own motion meanwhile (below 200 km) is left out. */
function lightTime(p: ApparentPlace): void {
  p.earthAt(p.tt, p.earth);
  let days = 0;
  for (let round = 0; round < LIGHT_TIME_ROUNDS; round++) {
    p.bodyAt(p.tt - days, p.emitted);
    subtract(p.emitted, p.earth, p.astrometric);
    const next = length(p.astrometric) / C_AUDAY;
    const converged = Math.abs(next - days) < LIGHT_TIME_TOLERANCE_DAYS;
    days = next;
    if (converged) return;
  }
}

/** From the centre of the Earth to the observer on its surface. */
function topocentric(p: ApparentPlace): void {
  if (!p.topos) return;
  p.siderealTime = earthRotationAngle(ut1FromTt(p.tt)) + p.orientation[ORIENTATION.gastMinusEra]! + p.topos.longitude;
  observerOfDate(p.topos, p.siderealTime, p.observerOfDate, p.observerVelocityOfDate);
  rotateBack(p.orientation, p.observerOfDate, p.observer);
  subtract(p.astrometric, p.observer, p.astrometric);
}

/** Velocity of the observer: that of the Earth, and of its rotation. */
function observerVelocity(p: ApparentPlace): void {
  if (!p.apparent) return;
  p.earthAt(p.tt - VELOCITY_DAYS, p.scratch);
  for (let i = 0; i < 3; i++) p.velocity[i] = (p.earth[i]! - p.scratch[i]!) / VELOCITY_DAYS;
  if (!p.topos) return;
  rotateBack(p.orientation, p.observerVelocityOfDate, p.scratch);
  addScaled(p.velocity, 1, p.scratch, p.velocity);
}

/** Deflection of light by the Sun: Explanatory Supplement to the Astronomical Almanac (1992), eq. 3.26-4. */
function deflection(p: ApparentPlace): void {
  p.direction.set(p.astrometric);
  if (!p.apparent || p.body === 'sun') return;
  const sunDistance = length(p.earth);
  const fromSun = length(p.emitted);
  const pq = dot(p.astrometric, p.emitted) / (p.distance * fromSun);
  const ep = dot(p.earth, p.astrometric) / (sunDistance * p.distance);
  const qe = dot(p.emitted, p.earth) / (fromSun * sunDistance);
  const factor = (p.distance * SUN_SCHWARZSCHILD_AU) / (sunDistance * Math.max(1 + qe, BEHIND_THE_SUN));
  addScaled(p.direction, (factor * pq) / sunDistance, p.earth, p.direction);
  addScaled(p.direction, (-factor * ep) / fromSun, p.emitted, p.direction);
}

/** Aberration of first order: what is left out is below 0.001″. */
function aberration(p: ApparentPlace): void {
  if (p.apparent) addScaled(p.direction, p.distance / C_AUDAY, p.velocity, p.direction);
}

/** Precession and nutation to the true equator of date, unless J2000 was asked for. */
function precessionNutation(p: ApparentPlace): void {
  if (p.ofDate) rotate(p.orientation, p.direction, p.equatorial);
  else p.equatorial.set(p.direction);
}

/** From the equator to the ecliptic, which are `obliquity` degrees apart. */
function toEcliptic(equatorial: Vec, obliquity: number, out: Vec): void {
  const [sin, cos] = [Math.sin(toRadians(obliquity)), Math.cos(toRadians(obliquity))];
  out[0] = equatorial[0]!;
  out[1] = equatorial[1]! * cos + equatorial[2]! * sin;
  out[2] = equatorial[2]! * cos - equatorial[1]! * sin;
}

function horizontal(p: ApparentPlace): void {
  if (!p.topos) return;
  rotate(p.orientation, p.direction, p.scratch);
  fillHorizontal(p.topos, p.siderealTime, p.scratch, p.horizontal);
}

function refraction({ refraction: asked, horizontal: at }: ApparentPlace): void {
  if (asked) at.altitude = refracted(at.altitude);
}

function elongation(p: ApparentPlace): void {
  if (p.body === 'sun') return;
  addScaled(p.observer, 1, p.earth, p.scratch);
  for (let i = 0; i < 3; i++) p.scratch[i] = -p.scratch[i]!;
  if (p.apparent) addScaled(p.scratch, length(p.scratch) / C_AUDAY, p.velocity, p.scratch);
  p.elongation = angleBetween(p.direction, p.scratch);
}

function magnitude(p: ApparentPlace): void {
  const { body, distance, phaseAngle } = p;
  const ringTiltSine = body === 'saturn' ? dot(p.astrometric, SATURN_POLE) / distance : 0;
  p.magnitude = apparentMagnitude(body, { distance, phaseAngle, ringTiltSine, sunDistance: length(p.emitted) });
}

/**
 * The steps of an apparent place (Explanatory Supplement 1992 §3.3; Skyfield: observe, apparent, altaz), each computed
 * once per moment and only if a quantity needs it; they run in the order given here.
 */
export const STEPS = {
  heliocentric: (p: ApparentPlace) => p.bodyAt(p.tt, p.heliocentric),
  lightTime,
  orientation: (p: ApparentPlace) => p.orientationAt(p.tt, p.orientation),
  topocentric,
  distance: (p: ApparentPlace) => void (p.distance = length(p.astrometric)),
  observerVelocity,
  deflection,
  aberration,
  precessionNutation,
  ecliptic: (p: ApparentPlace) =>
    toEcliptic(p.equatorial, p.ofDate ? p.orientation[ORIENTATION.obliquity]! : OBLIQUITY_J2000, p.ecliptic),
  horizontal,
  refraction,
  elongation,
  phaseAngle: (p: ApparentPlace) =>
    void (p.phaseAngle = p.body === 'sun' ? NaN : angleBetween(p.emitted, p.astrometric)),
  magnitude,
} as const satisfies Record<string, (place: ApparentPlace) => void>;

export type Step = keyof typeof STEPS;
export const STEP_ORDER = Object.keys(STEPS) as readonly Step[];
