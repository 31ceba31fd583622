import { timeToUtc, ttToTime } from '@orrery/astro';
import type { ApproachBody } from '@orrery/contract';
import { BadRecord } from './rows.ts';
import { monthOf, utcDay } from './time.ts';

const JD_OF_J2000 = 2_451_545;

/** A moment of JPL's tables (Julian date in TDB, which TT follows within 2 ms) as epoch ms UTC. */
export const utcOfJulianDate = (julianDate: number): number =>
  Math.round(timeToUtc(ttToTime(julianDate - JD_OF_J2000)));

/**
 * Albedos between which most asteroids lie; CNEOS and NeoWs give their diameters for these two
 * (cneos.jpl.nasa.gov/tools/ast_size_est.html).
 */
const ALBEDOS = { dark: 0.05, bright: 0.25 } as const;

/**
 * Diameter of a sphere, metres, of absolute magnitude H and geometric albedo p: 1329 km / √p · 10^(−H/5)
 * (Pravec & Harris 2007, Icarus 190, 250, appendix A).
 */
const diameterM = (absoluteMagnitude: number, albedo: number): number =>
  (1_329_000 / Math.sqrt(albedo)) * 10 ** (-absoluteMagnitude / 5);

/** Likely diameters by the absolute magnitude, metres; both null where that is not known. */
export function diameterRange(absoluteMagnitude: number | null): {
  readonly diameterMin: number | null;
  readonly diameterMax: number | null;
} {
  if (absoluteMagnitude === null) return { diameterMin: null, diameterMax: null };
  return {
    diameterMin: diameterM(absoluteMagnitude, ALBEDOS.bright),
    diameterMax: diameterM(absoluteMagnitude, ALBEDOS.dark),
  };
}

/** Names of the bodies as JPL cuts them to five letters, and whole. */
const BODY_NAMES: Readonly<Record<string, ApproachBody>> = {
  earth: 'earth',
  moon: 'moon',
  merc: 'mercury',
  mercury: 'mercury',
  venus: 'venus',
  mars: 'mars',
  juptr: 'jupiter',
  jupiter: 'jupiter',
  satrn: 'saturn',
  saturn: 'saturn',
  urnus: 'uranus',
  uranus: 'uranus',
  neptn: 'neptune',
  neptune: 'neptune',
  pluto: 'pluto',
};

/** The body that was passed. Throws BadRecord for one that is not known. */
export function approachBody(name: string): ApproachBody {
  const body = BODY_NAMES[name.toLowerCase()];
  if (body === undefined) throw new BadRecord(`body: "${name}" is not known`);
  return body;
}

/** `2026-Jan-01 00:57` as the day it names, `2026-01-01`. Throws BadRecord. */
export function dayOfCalendarDate(text: string): string {
  const match = /^(\d{4})-([A-Za-z]{3})-(\d\d)\b/.exec(text);
  const ms = match ? utcDay(Number(match[1]), monthOf(match[2] ?? ''), Number(match[3])) : null;
  if (ms === null) throw new BadRecord(`"${text}" is not a date like 2026-Jan-01 00:57`);
  return new Date(ms).toISOString().slice(0, 10);
}

/** `498441 (2008 AZ110)` and `433 Eros (A898 PA)` are 498441 and 433, `(2019 AF13)` is 2019 AF13. */
export function designationOf(name: string): string {
  const text = name.trim();
  return /^(\d+)\b(?! [A-Z]{1,2}\d*\b)/.exec(text)?.[1] ?? /^\(([^)]+)\)$/.exec(text)?.[1] ?? text;
}

/** `0.0379 au`, with the digits that mean something. */
export const auText = (au: number): string => `${Number(au.toPrecision(4))} au`;
