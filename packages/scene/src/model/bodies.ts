import { timeField, type SceneField, type SceneFrame } from '../frames.ts';
import { angleAt, numberAt, type Series } from '../math/series.ts';

/** How a body is shown: name, colour, radius of its symbol in pixels (symbolic, not to scale). */
export interface BodyLook {
  readonly name: string;
  readonly colour: string;
  readonly radius: number;
}

const LOOKS: Readonly<Record<string, BodyLook>> = {
  sun: { name: 'Sun', colour: '#ffd27a', radius: 9 },
  moon: { name: 'Moon', colour: '#d9d6cc', radius: 8 },
  mercury: { name: 'Mercury', colour: '#b5a594', radius: 3 },
  venus: { name: 'Venus', colour: '#ead9ae', radius: 4.5 },
  earth: { name: 'Earth', colour: '#6aa5e8', radius: 4.5 },
  mars: { name: 'Mars', colour: '#e07a56', radius: 3.8 },
  jupiter: { name: 'Jupiter', colour: '#dfb98c', radius: 7 },
  saturn: { name: 'Saturn', colour: '#e3cb8f', radius: 6.2 },
  uranus: { name: 'Uranus', colour: '#93d3d6', radius: 5.2 },
  neptune: { name: 'Neptune', colour: '#6f8ff0', radius: 5.2 },
  pluto: { name: 'Pluto', colour: '#bba48d', radius: 2.6 },
};

/** Appearance of a body; an unknown id is used as the name. */
export const bodyLook = (id: string): BodyLook => LOOKS[id] ?? { name: id, colour: '#aab0bd', radius: 4 };

/** One quantity of a body over time, from the frames. */
export interface QuantitySeries {
  readonly series: Series<number>;
  readonly format: (value: number) => string;
}

/** All quantities of one body in the frames. */
export interface BodyData {
  readonly id: string;
  readonly quantities: ReadonlyMap<string, QuantitySeries>;
  /** Metadata of the first frame of the body: `equinox`, `refraction`, …. */
  readonly custom: Readonly<Record<string, unknown>>;
}

const ANGLES_THAT_WRAP = new Set(['azimuth', 'rightAscension', 'eclipticLongitude', 'hourAngle']);

const SUFFIXES: Readonly<Record<string, string>> = {
  degree: '°',
  percent: ' %',
  lengthkm: ' km',
  velocityms: ' m/s',
  arcsec: '″',
  arcsecond: '″',
};

/** A value with its unit, if the host has no format for it. */
export function plainFormat(unit: string | undefined, decimals = 2): (value: number) => string {
  const suffix = unit?.startsWith('suffix:') ? ` ${unit.slice(7).trim()}` : (SUFFIXES[unit ?? ''] ?? '');
  return (value) => `${value.toFixed(decimals)}${suffix}`;
}

/** Samples of a number column; rows without time or value are left out, the others sorted by time. */
export function samplesOf(time: SceneField, field: SceneField): Series<number> {
  const timesMs: number[] = [];
  const values: number[] = [];
  let sorted = true;
  for (let i = 0; i < field.values.length; i++) {
    const [ms, value] = [time.values[i], field.values[i]];
    if (typeof ms !== 'number' || typeof value !== 'number' || !Number.isFinite(value)) continue;
    const last = timesMs.at(-1);
    if (last !== undefined && ms <= last) sorted = false;
    timesMs.push(ms);
    values.push(value);
  }
  return sorted ? { timesMs, values } : inOrder(timesMs, values);
}

function inOrder(timesMs: readonly number[], values: readonly number[]): Series<number> {
  const rows = new Map<number, number>();
  timesMs.forEach((ms, i) => rows.set(ms, values[i] ?? NaN));
  const ordered = [...rows].sort((a, b) => a[0] - b[0]);
  return { timesMs: ordered.map((row) => row[0]), values: ordered.map((row) => row[1]) };
}

/** Bodies of the `ephemeris` frames in the order of their first appearance; the first column of a quantity is used. */
export function readBodies(frames: readonly SceneFrame[]): readonly BodyData[] {
  const bodies = new Map<string, Map<string, QuantitySeries>>();
  const customs = new Map<string, BodyData['custom']>();
  for (const frame of frames) {
    const time = timeField(frame);
    if (!time) continue;
    for (const field of frame.fields) {
      const id = field.labels?.['body']?.toLowerCase();
      if (id === undefined || field.type !== 'number') continue;
      const quantities = bodies.get(id) ?? new Map<string, QuantitySeries>();
      bodies.set(id, quantities);
      if (!customs.has(id)) customs.set(id, frame.meta?.custom ?? {});
      if (quantities.has(field.name)) continue;
      const format = field.format ?? plainFormat(field.config?.unit);
      quantities.set(field.name, { series: samplesOf(time, field), format });
    }
  }
  return [...bodies].map(([id, quantities]) => ({ id, quantities, custom: customs.get(id) ?? {} }));
}

/** A quantity of a body at a time; null if the frames do not cover it. */
export function quantityAt(body: BodyData, name: string, ms: number): number | null {
  const found = body.quantities.get(name);
  if (!found) return null;
  return ANGLES_THAT_WRAP.has(name) ? angleAt(found.series, ms) : numberAt(found.series, ms);
}

/** The quantity as the host formats it, or an en dash if there is none. */
export function quantityText(body: BodyData, name: string, ms: number): string {
  const value = quantityAt(body, name, ms);
  return value === null ? '–' : (body.quantities.get(name)?.format ?? plainFormat(undefined))(value);
}
