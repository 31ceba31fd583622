import {
  createPropagator,
  ecefToGeodetic,
  elementSetOf,
  geodeticToEcef,
  gmst82At,
  parseTle,
  toEarthFixed,
  WGS84_RADIUS_KM,
  type ElementSet,
  type Geodetic,
  type OmmRecord,
  type Propagator,
} from '@orrery/astro';
import { DAY_MS } from '@orrery/contract';
import { fieldNamed, frameKind, timeField, type SceneFrame } from '../frames.ts';
import { vectorAt, type Series } from '../math/series.ts';
import type { Vec3 } from '../math/vector.ts';

/** A satellite: by elements, to be propagated, or by a track of positions that the service computed. */
export interface Satellite {
  readonly id: string;
  readonly name: string;
  readonly elements: Propagator | null;
  /** Earth-fixed positions in equatorial radii over time. */
  readonly track: Series<Vec3> | null;
  /** A query of its own requests its track: it is labelled without being named in the options. */
  readonly followed: boolean;
}

/** Keeps elements across refreshes: parsing and initialising ten thousand takes longer than propagating them. */
export type ElementsCache = Map<string, Propagator>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const elementSet = (line1: string, line2: string, omm: string): ElementSet =>
  line1 && line2 ? parseTle('', line1, line2) : elementSetOf(JSON.parse(omm) as OmmRecord);

function propagatorOf(line1: string, line2: string, omm: string, cache: ElementsCache): Propagator | null {
  const key = omm || `${line1}\n${line2}`;
  const known = cache.get(key);
  if (known) return known;
  try {
    const propagator = createPropagator(elementSet(line1, line2, omm));
    cache.set(key, propagator);
    return propagator;
  } catch {
    // Elements that cannot be read are left out; the data source reports them in a notice.
    return null;
  }
}

function readElements(frame: SceneFrame, cache: ElementsCache): readonly Satellite[] {
  const column = (name: string): ArrayLike<unknown> => fieldNamed(frame, name)?.values ?? [];
  const [ids, names, line1, line2, omm] = ['noradId', 'name', 'line1', 'line2', 'omm'].map(column);
  const count = Math.max(ids?.length ?? 0, line1?.length ?? 0, omm?.length ?? 0);
  const found: Satellite[] = [];
  for (let i = 0; i < count; i++) {
    const elements = propagatorOf(text(line1?.[i]), text(line2?.[i]), text(omm?.[i]), cache);
    if (!elements) continue;
    const id = String(ids?.[i] ?? elements.elements.noradId).trim();
    found.push({ id, name: text(names?.[i]) || id, elements, track: null, followed: false });
  }
  return found;
}

/** Earth-fixed position in equatorial radii of geodetic degrees and a height in km. */
export function earthFixed(longitude: number, latitude: number, altitudeKm: number): Vec3 {
  const km = new Float64Array(3);
  geodeticToEcef({ longitude, latitude, altitude: altitudeKm }, km);
  const [x = 0, y = 0, z = 0] = km;
  return [x / WGS84_RADIUS_KM, y / WGS84_RADIUS_KM, z / WGS84_RADIUS_KM];
}

/** Geodetic degrees and height in km of an Earth-fixed position in equatorial radii. */
export function geodetic(v: Vec3): Readonly<Geodetic> {
  const found = { longitude: 0, latitude: 0, altitude: 0 };
  ecefToGeodetic([v[0] * WGS84_RADIUS_KM, v[1] * WGS84_RADIUS_KM, v[2] * WGS84_RADIUS_KM], found);
  return found;
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

/** Cubics through nine points per revolution follow an orbit to a few km; fewer points are not enough. */
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
 * Satellites of `satelliteElements` and `satelliteTrack` frames, one for each id; its position is computed from
 * elements if there are any.
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
 * Writes the Earth-fixed position in equatorial radii to `out` at `offset`; NaN if there is none (decayed, outside the
 * track). `gmst` is the value of `gmst82At` for that time.
 */
export function positionInto(satellite: Satellite, ms: number, gmst: number, out: Float32Array, offset: number): void {
  const position = satellite.track ? vectorAt(satellite.track, ms) : propagated(satellite.elements, ms, gmst);
  out.set(position ?? NOWHERE, offset);
}

const NOWHERE: Vec3 = [NaN, NaN, NaN];
const [teme, ecef] = [new Float64Array(6), new Float64Array(6)];

function propagated(elements: Propagator | null, ms: number, gmst: number): Vec3 | null {
  if (!elements || elements.into(ms, teme) !== 0) return null;
  toEarthFixed(teme, gmst, ecef);
  const [x = NaN, y = NaN, z = NaN] = ecef;
  return [x / WGS84_RADIUS_KM, y / WGS84_RADIUS_KM, z / WGS84_RADIUS_KM];
}

/** Earth-fixed position of one satellite in equatorial radii, or null. */
export function satellitePosition(satellite: Satellite, ms: number): Vec3 | null {
  return satellite.track ? vectorAt(satellite.track, ms) : propagated(satellite.elements, ms, gmst82At(ms));
}

/** Period of revolution in ms; 100 minutes if it cannot be told from the track. */
export const periodMs = (satellite: Satellite): number =>
  satellite.elements ? DAY_MS / satellite.elements.elements.omm.MEAN_MOTION : 100 * 60_000;

/** Epoch of the elements, epoch ms UTC; null for a track. */
export const elementsEpochMs = (satellite: Satellite): number | null => satellite.elements?.elements.epochMs ?? null;
