import { gstime, json2satrec, sgp4, twoline2satrec, type OMMJsonObject, type SatRec } from 'satellite.js';
import { fieldNamed, frameKind, timeField, type SceneFrame } from '../frames.ts';
import { vectorAt, type Series } from '../math/series.ts';
import { DEGREES, spherical, type Vec3 } from '../math/vector.ts';

/** Equatorial radius of the Earth in km (WGS84), the unit of Earth-fixed positions here. */
export const EARTH_RADIUS_KM = 6378.137;
const ECCENTRICITY_SQUARED = 0.00669437999014;
const JD_OF_1970 = 2440587.5;
const DAY_MS = 86_400_000;

/** A satellite: by elements, to be propagated, or by a track of positions that the service computed. */
export interface Satellite {
  readonly id: string;
  readonly name: string;
  readonly elements: SatRec | null;
  /** Earth-fixed positions in Earth radii over time. */
  readonly track: Series<Vec3> | null;
  /** Somebody asked for its track by a query of its own: it is labelled without being named in the options. */
  readonly followed: boolean;
}

/** Keeps initialised elements over refreshes: initialising ten thousand takes longer than propagating them. */
export type ElementsCache = Map<string, SatRec>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function initialise(line1: string, line2: string, omm: string, cache: ElementsCache): SatRec | null {
  const key = omm || `${line1}\n${line2}`;
  const known = cache.get(key);
  if (known) return known;
  try {
    const record = line1 && line2 ? twoline2satrec(line1, line2) : json2satrec(JSON.parse(omm) as OMMJsonObject);
    if (record.error !== 0 || !Number.isFinite(record.no + record.jdsatepoch)) return null;
    cache.set(key, record);
    return record;
  } catch {
    // Elements that cannot be read are no satellite; the data source reports them with its own notice.
    return null;
  }
}

function readElements(frame: SceneFrame, cache: ElementsCache): readonly Satellite[] {
  const column = (name: string): ArrayLike<unknown> => fieldNamed(frame, name)?.values ?? [];
  const [ids, names, line1, line2, omm] = ['noradId', 'name', 'line1', 'line2', 'omm'].map(column);
  const count = Math.max(ids?.length ?? 0, line1?.length ?? 0, omm?.length ?? 0);
  const found: Satellite[] = [];
  for (let i = 0; i < count; i++) {
    const elements = initialise(text(line1?.[i]), text(line2?.[i]), text(omm?.[i]), cache);
    if (!elements) continue;
    const id = String(ids?.[i] ?? elements.satnum).trim();
    found.push({ id, name: text(names?.[i]) || id, elements, track: null, followed: false });
  }
  return found;
}

/** Earth-fixed position in Earth radii of geodetic degrees and a height in km. */
export function earthFixed(longitude: number, latitude: number, altitudeKm: number): Vec3 {
  const sin = Math.sin(latitude / DEGREES);
  const normal = 1 / Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin);
  const height = altitudeKm / EARTH_RADIUS_KM;
  const v = spherical(longitude, latitude);
  return [v[0] * (normal + height), v[1] * (normal + height), v[2] * (normal * (1 - ECCENTRICITY_SQUARED) + height)];
}

/** Geodetic degrees and height in km of an Earth-fixed position in Earth radii (Bowring 1976; under 1″ up to GEO). */
export function geodetic(v: Vec3): {
  readonly longitude: number;
  readonly latitude: number;
  readonly altitude: number;
} {
  const e2 = ECCENTRICITY_SQUARED;
  const b = Math.sqrt(1 - e2);
  const p = Math.hypot(v[0], v[1]);
  const theta = Math.atan2(v[2], p * b);
  const latitude = Math.atan2(v[2] + (e2 / b) * Math.sin(theta) ** 3, p - e2 * Math.cos(theta) ** 3);
  const sin = Math.sin(latitude);
  const normal = 1 / Math.sqrt(1 - e2 * sin * sin);
  const height = p * Math.cos(latitude) + v[2] * sin - normal * (1 - e2 * sin * sin);
  return {
    longitude: Math.atan2(v[1], v[0]) * DEGREES,
    latitude: latitude * DEGREES,
    altitude: height * EARTH_RADIUS_KM,
  };
}

function readTrack(frame: SceneFrame): Satellite | null {
  const time = timeField(frame);
  const [latitude, longitude] = [fieldNamed(frame, 'latitude'), fieldNamed(frame, 'longitude')];
  if (!time || !latitude || !longitude) return null;
  const altitude = fieldNamed(frame, 'altitude');
  const timesMs: number[] = [];
  const values: Vec3[] = [];
  for (let i = 0; i < time.values.length; i++) {
    const [ms, lat, lon, height] = [time, latitude, longitude, altitude].map((field) => field?.values[i]);
    if (typeof ms !== 'number' || typeof lat !== 'number' || typeof lon !== 'number') continue;
    timesMs.push(ms);
    values.push(earthFixed(lon, lat, typeof height === 'number' ? height : 0));
  }
  const labels = latitude.labels ?? {};
  const id = labels['noradId'] ?? labels['satellite'] ?? frame.name ?? 'satellite';
  const name = labels['satellite'] ?? labels['name'] ?? frame.name ?? id;
  const track = tooCoarse(timesMs, values) ? { timesMs: [], values: [] } : { timesMs, values };
  return { id, name, elements: null, track, followed: true };
}

/** Sines and cosines are followed to a few km by cubics through nine points a turn; with fewer they are not. */
const LEAST_POINTS_A_TURN = 9;
/** Period in ms of a circular orbit of one Earth radius: 2π √(a³/μ), μ = 398600.4418 km³/s². */
const PERIOD_AT_ONE_RADIUS_MS = 5_069_000;

function tooCoarse(timesMs: readonly number[], values: readonly Vec3[]): boolean {
  const [first, last, at] = [timesMs[0], timesMs.at(-1), values[0]];
  if (first === undefined || last === undefined || !at || timesMs.length < 2) return false;
  const period = PERIOD_AT_ONE_RADIUS_MS * Math.hypot(...at) ** 1.5;
  return (last - first) / (timesMs.length - 1) > period / LEAST_POINTS_A_TURN;
}

/**
 * Satellites of `satelliteElements` and `satelliteTrack` frames, one for each id; it moves by elements if there are
 * any.
 */
export function readSatellites(frames: readonly SceneFrame[], cache: ElementsCache = new Map()): readonly Satellite[] {
  const found = new Map<string, Satellite>();
  for (const frame of frames) {
    const kind = frameKind(frame);
    const track = kind === 'satelliteTrack' ? readTrack(frame) : null;
    const list = kind === 'satelliteElements' ? readElements(frame, cache) : track ? [track] : [];
    for (const satellite of list) {
      const known = found.get(satellite.id);
      const moving = known?.elements ? known : satellite;
      found.set(satellite.id, { ...moving, followed: satellite.followed || (known?.followed ?? false) });
    }
  }
  return [...found.values()];
}

/**
 * Writes the Earth-fixed position in Earth radii to `out` at `offset`; NaN where there is none (decayed, out of time).
 */
export function positionInto(satellite: Satellite, ms: number, gmst: number, out: Float32Array, offset: number): void {
  out[offset] = out[offset + 1] = out[offset + 2] = NaN;
  if (satellite.track) {
    const v = vectorAt(satellite.track, ms);
    if (v) out.set(v, offset);
    return;
  }
  const elements = satellite.elements;
  if (!elements) return;
  const state = sgp4(elements, (ms / DAY_MS + JD_OF_1970 - elements.jdsatepoch) * 1440);
  if (!state || !Number.isFinite(state.position.x)) return;
  const { x, y, z } = state.position;
  const [c, s] = [Math.cos(gmst) / EARTH_RADIUS_KM, Math.sin(gmst) / EARTH_RADIUS_KM];
  out[offset] = c * x + s * y;
  out[offset + 1] = c * y - s * x;
  out[offset + 2] = z / EARTH_RADIUS_KM;
}

/** Greenwich mean sidereal time in radians, the angle between SGP4's axes and the Earth's. */
export const gmstRadians = (ms: number): number => gstime(new Date(ms));

/** Earth-fixed position of one satellite in Earth radii, or null. */
export function satellitePosition(satellite: Satellite, ms: number): Vec3 | null {
  const out = new Float32Array(3);
  positionInto(satellite, ms, gmstRadians(ms), out, 0);
  const [x = NaN, y = NaN, z = NaN] = out;
  return Number.isNaN(x) ? null : [x, y, z];
}

/** Time of one revolution in ms; 100 minutes where a track does not tell. */
export const periodMs = (satellite: Satellite): number =>
  satellite.elements ? ((2 * Math.PI) / satellite.elements.no) * 60_000 : 100 * 60_000;

/** Epoch of the elements, epoch ms UTC; null for a track. */
export const elementsEpochMs = (satellite: Satellite): number | null =>
  satellite.elements ? (satellite.elements.jdsatepoch - JD_OF_1970) * DAY_MS : null;

/** The way of a satellite from half a revolution ago to one ahead: Earth-fixed points with their times. */
export function groundTrack(
  satellite: Satellite,
  ms: number,
  count = 150,
): readonly { readonly ms: number; readonly at: Vec3 }[] {
  // A geostationary satellite has no track worth drawing beyond a day; a low one is unreadable beyond two turns.
  const period = Math.min(periodMs(satellite), DAY_MS);
  return Array.from({ length: count + 1 }, (_, i) => ms + (-0.5 + (1.5 * i) / count) * period).flatMap((at) => {
    const position = satellitePosition(satellite, at);
    return position ? [{ ms: at, at: position }] : [];
  });
}
