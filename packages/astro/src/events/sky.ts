import {
  AstroTime,
  Body as EngineBody,
  GeoVector,
  HelioDistance,
  HelioVector,
  Illumination,
  Rotation_EQD_ECT,
  Rotation_EQJ_EQD,
  RotateVector,
  SiderealTime,
  Vector,
} from 'astronomy-engine';
import type { Body } from '@orrery/contract';
import { timeToUtc, ttMinusUt1Seconds } from '../time/index.ts';
import { apparentSun, earthFromSun, earthSunDistance } from './earth.ts';
import { apparentMoon } from './moon.ts';

/** Rectangular, AU, true equator and equinox of date. */
export type Vec = readonly [x: number, y: number, z: number];

export const DEGREE = Math.PI / 180;
export const KM_PER_AU = 149_597_870.7;
/** IAU 2015 nominal radius of the Sun. */
export const SUN_RADIUS_KM = 695_700;

export const ENGINE_BODIES: Readonly<Record<Body, EngineBody>> = {
  sun: EngineBody.Sun,
  moon: EngineBody.Moon,
  mercury: EngineBody.Mercury,
  venus: EngineBody.Venus,
  mars: EngineBody.Mars,
  jupiter: EngineBody.Jupiter,
  saturn: EngineBody.Saturn,
  uranus: EngineBody.Uranus,
  neptune: EngineBody.Neptune,
  pluto: EngineBody.Pluto,
};

/**
 * Days between the nodes of the interpolation. With six nodes the error of the position stays under 0.01″; the fastest
 * part is nutation of 13.7 days for the Sun and the planets, and the month's harmonics for the Moon. Tested.
 */
const NODE_DAYS: Readonly<Record<Body, number>> = {
  sun: 1, moon: 0.25, mercury: 1, venus: 1, mars: 1, jupiter: 2, saturn: 2, uranus: 2, neptune: 2, pluto: 2,
}; // prettier-ignore

export const lengthOf = (v: Vec): number => Math.hypot(v[0], v[1], v[2]);
export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const scaled = (v: Vec, by: number): Vec => [v[0] * by, v[1] * by, v[2] * by];

/** Angle between two directions, degrees; exact for small angles too. */
export function angleBetween(a: Vec, b: Vec): number {
  const across = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return Math.atan2(across, dot(a, b)) / DEGREE;
}

/** An angle in (−180, 180]. */
export function wrapped(degrees: number): number {
  const turn = degrees - 360 * Math.round(degrees / 360);
  return turn === -180 ? 180 : turn;
}

/** An angle in [0, 360). */
export const turned = (degrees: number): number => ((degrees % 360) + 360) % 360;

export const rightAscension = (v: Vec): number => turned(Math.atan2(v[1], v[0]) / DEGREE);
export const declination = (v: Vec): number => Math.atan2(v[2], Math.hypot(v[0], v[1])) / DEGREE;

/** UTC, whole epoch ms, of UT1 days since J2000. */
export const utcOf = (ut: number): number => Math.round(timeToUtc(new AstroTime(ut)));

function timeOfTt(tt: number): AstroTime {
  const time = new AstroTime(tt - ttMinusUt1Seconds(tt) / 86_400);
  time.tt = tt;
  return time;
}

function ofDate(inJ2000: Vector, time: AstroTime): Vec {
  const v = RotateVector(Rotation_EQJ_EQD(time), inJ2000);
  return [v.x, v.y, v.z];
}

function computed(body: Body, time: AstroTime): Vec {
  if (body === 'sun') return ofDate(new Vector(...apparentSun(time.tt), time), time);
  if (body === 'moon') return ofDate(new Vector(...apparentMoon(time.tt), time), time);
  return ofDate(GeoVector(ENGINE_BODIES[body], time, true), time);
}

interface Window {
  cell: number;
  readonly nodes: [Vec, Vec, Vec, Vec, Vec, Vec];
}

/** Lagrange's formula on the six nodes −2 … 3, at `s` in [0, 1). */
function interpolate(nodes: Window['nodes'], s: number): Vec {
  const [a, b, c, d, e, f] = [s + 2, s + 1, s, s - 1, s - 2, s - 3];
  const w0 = (b * c * d * e * f) / -120;
  const w1 = (a * c * d * e * f) / 24;
  const w2 = (a * b * d * e * f) / -12;
  const w3 = (a * b * c * e * f) / 12;
  const w4 = (a * b * c * d * f) / -24;
  const w5 = (a * b * c * d * e) / 120;
  const [n0, n1, n2, n3, n4, n5] = nodes;
  const sum = (i: 0 | 1 | 2): number => w0 * n0[i] + w1 * n1[i] + w2 * n2[i] + w3 * n3[i] + w4 * n4[i] + w5 * n5[i];
  return [sum(0), sum(1), sum(2)];
}

/**
 * Apparent geocentric places (light time and aberration applied), by UT1 days since J2000. Made for one request:
 * it remembers the nodes of its interpolation.
 */
export interface Sky {
  /** Straight from the theory. */
  readonly exact: (body: Body, ut: number) => Vec;
  /** Interpolated, for dense sampling. */
  readonly smooth: (body: Body, ut: number) => Vec;
  /** Greenwich apparent sidereal time, degrees. */
  readonly sidereal: (ut: number) => number;
}

export function createSky(): Sky {
  const nodes = new Map<Body, Map<number, Vec>>();
  const windows = new Map<Body, Window>();

  const node = (body: Body, index: number): Vec => {
    const known = nodes.get(body) ?? new Map<number, Vec>();
    nodes.set(body, known);
    const vector = known.get(index) ?? computed(body, timeOfTt(index * NODE_DAYS[body]));
    known.set(index, vector);
    return vector;
  };
  const windowAt = (body: Body, cell: number): Window => {
    const at = (offset: number): Vec => node(body, cell + offset);
    const made: Window = { cell, nodes: [at(-2), at(-1), at(0), at(1), at(2), at(3)] };
    windows.set(body, made);
    return made;
  };

  return {
    exact: (body, ut) => computed(body, new AstroTime(ut)),
    smooth: (body, ut) => {
      const position = (ut + ttMinusUt1Seconds(ut) / 86_400) / NODE_DAYS[body];
      const cell = Math.floor(position);
      const known = windows.get(body);
      const window = known?.cell === cell ? known : windowAt(body, cell);
      return interpolate(window.nodes, position - cell);
    },
    sidereal: (ut) => 15 * SiderealTime(new AstroTime(ut)),
  };
}

/** Ecliptic longitude and latitude of date, degrees, of a direction at the true equator of date. */
export function ecliptic(v: Vec, ut: number): { readonly longitude: number; readonly latitude: number } {
  const { rot } = Rotation_EQD_ECT(new AstroTime(ut));
  // The rotation is about the x axis: its corner elements are cosine and sine of the true obliquity.
  const cos = rot[1]![1]!;
  const sin = rot[2]![1]!;
  const y = cos * v[1] + sin * v[2];
  const z = cos * v[2] - sin * v[1];
  return { longitude: turned(Math.atan2(y, v[0]) / DEGREE), latitude: Math.atan2(z, Math.hypot(v[0], y)) / DEGREE };
}

/** Geometric ecliptic longitude of date seen from the Sun, degrees; for `sun` that of the Earth. */
export function longitudeFromSun(body: Body, ut: number): number {
  const time = new AstroTime(ut);
  const place = body === 'sun' ? new Vector(...earthFromSun(time.tt), time) : HelioVector(ENGINE_BODIES[body], time);
  return ecliptic(ofDate(place, time), ut).longitude;
}

/** Distance from the Sun, AU; for `sun` that of the Earth. */
export const sunDistance = (body: Body, ut: number): number =>
  body === 'sun' ? earthSunDistance(new AstroTime(ut).tt) : HelioDistance(ENGINE_BODIES[body], new AstroTime(ut));

/** Visual magnitude seen from the Earth. */
export const visualMagnitude = (body: Body, ut: number): number =>
  Illumination(ENGINE_BODIES[body], new AstroTime(ut)).mag;
