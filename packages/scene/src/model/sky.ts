import { gmst82At, horizonAt, horizonAxes, refracted, WGS84_RADIUS_KM } from '@orrery/astro';
import { frameKind, observerOfFrames, type ObserverPlace, type SceneFrame } from '../frames.ts';
import { vectorAt, type Series } from '../math/series.ts';
import { horizonRotation, moonDirection, moonIlluminated, sunDirection } from '../math/sky.ts';
import {
  apply,
  cross,
  horizontal,
  length,
  scale,
  spherical,
  subtract,
  toHorizontal,
  transpose,
  unit,
  type Mat3,
  type Vec3,
} from '../math/vector.ts';
import { bodyLook, quantityAt, quantityText, readBodies, type BodyData, type BodyLook } from './bodies.ts';
import { chooseSatellites } from './earth.ts';
import { rememberMoment } from './moment.ts';
import { earthFixed, positionInto, readSatellites, type ElementsCache, type Satellite } from './satellites.ts';
import { numberColumnOf, textColumn, type SceneTable } from './table.ts';

export interface SkyOptions {
  readonly observer?: ObserverPlace | null;
  readonly selected: readonly string[];
  readonly cache?: ElementsCache;
}

/**
 * Directions are stored in an equatorial frame, in which they change slowly and can be interpolated: the mean equator
 * of J2000 or the true equator of date. In horizontal coordinates they change too fast.
 */
interface Directions {
  readonly equator: 'J2000' | 'date';
  readonly series: Series<Vec3>;
  /** Whether refraction must still be added to the altitude. */
  readonly refraction: boolean;
}

interface SkyBody {
  readonly data: BodyData;
  readonly directions: Directions;
}

export interface SkyModel {
  readonly kind: 'sky';
  readonly observer: ObserverPlace;
  readonly bodies: readonly SkyBody[];
  readonly satellites: readonly Satellite[];
  readonly selected: readonly Satellite[];
}

/** A body in the sky; `direction` is a unit vector, x east, y north, z up. */
export interface SkyObject {
  readonly id: string;
  readonly look: BodyLook;
  readonly direction: Vec3;
  readonly magnitude: number | null;
}

export interface SkySatellite {
  readonly satellite: Satellite;
  readonly direction: Vec3;
  readonly rangeKm: number;
  readonly labelled: boolean;
}

export interface MoonLook {
  /** Lit share of the disc, 0–1. */
  readonly illuminated: number;
  /** Unit vector at the Moon, perpendicular to the line of sight, towards the midpoint of the bright limb. */
  readonly brightLimb: Vec3;
}

/** The sky at a moment, in horizon axes (x east, y north, z up). */
export interface SkyState {
  readonly ms: number;
  /** From the J2000 equator, where the stars are, to the horizon. */
  readonly rotation: Mat3;
  readonly sun: Vec3;
  readonly sunAltitude: number;
  readonly bodies: readonly SkyObject[];
  readonly moon: MoonLook;
  readonly satellites: readonly SkySatellite[];
}

/** Joins two columns of angles to directions; null if one is missing or their times differ. */
function joined(data: BodyData, names: readonly [string, string], vector: JoinAngles): Series<Vec3> | null {
  const [first, second] = names.map((name) => data.quantities.get(name)?.series);
  if (!first || !second || first.values.length !== second.values.length || first.values.length === 0) return null;
  const values = first.values.map((value, i) => vector(value, second.values[i] ?? 0, first.timesMs[i] ?? 0));
  return { timesMs: first.timesMs, values };
}
type JoinAngles = (first: number, second: number, ms: number) => Vec3;

/**
 * Right ascension and declination are used if present; altitude and azimuth are converted to the equator of date, which
 * only removes the rotation of the Earth.
 */
function directionsOf(data: BodyData, fromHorizon: (ms: number) => Mat3): Directions | null {
  const equatorial = joined(data, ['rightAscension', 'declination'], spherical);
  if (equatorial) {
    const { equinox, refraction } = data.custom;
    return {
      equator: equinox === 'date' ? 'date' : 'J2000',
      series: equatorial,
      refraction: refraction === true,
    };
  }
  const turned: JoinAngles = (altitude, azimuth, ms) => apply(fromHorizon(ms), horizontal(altitude, azimuth));
  const horizontals = joined(data, ['altitude', 'azimuth'], turned);
  return horizontals && { equator: 'date', series: horizontals, refraction: false };
}

/** Bodies of one query share their times: each rotation is computed once. */
function rotationsFromHorizon(observer: ObserverPlace): (ms: number) => Mat3 {
  const known = new Map<number, Mat3>();
  return (ms) => {
    const rotation = known.get(ms) ?? transpose(horizonAt(observer, ms));
    known.set(ms, rotation);
    return rotation;
  };
}

/**
 * The sky of an observer, from `ephemeris` frames with right ascension and declination (or altitude and azimuth) and
 * from satellites; null without an observer.
 */
export function createSkyModel(frames: readonly SceneFrame[], options: SkyOptions): SkyModel | null {
  const observer = observerOfFrames(frames) ?? options.observer ?? null;
  if (!observer) return null;
  const fromHorizon = rotationsFromHorizon(observer);
  const bodies = readBodies(frames.filter((frame) => frameKind(frame) === 'ephemeris')).flatMap((data) => {
    const directions = directionsOf(data, fromHorizon);
    return directions ? [{ data, directions }] : [];
  });
  const satellites = readSatellites(frames, options.cache);
  return { kind: 'sky', observer, bodies, satellites, selected: chooseSatellites(satellites, options.selected) };
}

/** Unit vector perpendicular to the line of sight `from` that points to `to` along the great circle. */
export function tangentToward(from: Vec3, to: Vec3): Vec3 {
  return unit(cross(cross(from, to), from));
}

/** A direction raised by refraction. */
function raised(direction: Vec3): Vec3 {
  const { altitude, azimuth } = toHorizontal(direction);
  return horizontal(refracted(altitude), azimuth);
}

/** The sky at a moment, epoch ms UTC; the last result of each model is cached. */
export const skyAt = rememberMoment((model: SkyModel, ms: number): SkyState => {
  const rotation = horizonRotation(ms, model.observer);
  const toHorizon = { J2000: rotation, date: horizonAt(model.observer, ms) };
  const bodies = model.bodies.flatMap(({ data, directions: { equator, series, refraction } }): SkyObject[] => {
    const found = vectorAt(series, ms);
    if (!found) return [];
    const geometric = unit(apply(toHorizon[equator], found));
    const direction = refraction ? raised(geometric) : geometric;
    return [{ id: data.id, look: bodyLook(data.id), direction, magnitude: quantityAt(data, 'magnitude', ms) }];
  });
  const of = (id: string): Vec3 | undefined => bodies.find((body) => body.id === id)?.direction;
  const sun = of('sun') ?? apply(rotation, sunDirection(ms));
  const moon = of('moon') ?? apply(rotation, moonDirection(ms));
  const moonData = model.bodies.find((body) => body.data.id === 'moon')?.data;
  const percent = moonData ? quantityAt(moonData, 'illuminated', ms) : null;
  return {
    ms,
    rotation,
    sun,
    sunAltitude: toHorizontal(sun).altitude,
    bodies,
    moon: {
      illuminated: percent === null ? moonIlluminated(ms) : percent / 100,
      brightLimb: tangentToward(moon, sun),
    },
    satellites: satellitesAbove(model, ms),
  };
});

function satellitesAbove(model: SkyModel, ms: number): readonly SkySatellite[] {
  if (model.satellites.length === 0) return [];
  const { longitude, latitude, elevation } = model.observer;
  const here = earthFixed(longitude, latitude, elevation / 1000);
  const toHorizon = horizonAxes(latitude, longitude);
  const labelled = new Set(model.selected);
  const out = new Float32Array(3);
  const gmst = gmst82At(ms);
  return model.satellites.flatMap((satellite) => {
    positionInto(satellite, ms, gmst, out, 0);
    const [x = NaN, y = NaN, z = NaN] = out;
    const way = apply(toHorizon, subtract([x, y, z], here));
    if (!(way[2] > 0)) return [];
    const range = length(way);
    const direction = scale(way, 1 / range);
    return [{ satellite, direction, rangeKm: range * WGS84_RADIUS_KM, labelled: labelled.has(satellite) }];
  });
}

const EXTRA: readonly (readonly [quantity: string, title: string])[] = [
  ['magnitude', 'Magnitude'],
  ['illuminated', 'Illuminated'],
  ['distance', 'Distance'],
  ['elongation', 'Elongation'],
];
const MOST_SATELLITES = 100;

/** The picture as rows: bodies, then the satellites above the horizon. */
export function skyTable(model: SkyModel, state: SkyState): SceneTable {
  const known = new Map(model.bodies.map((body) => [body.data.id, body.data]));
  const extra = EXTRA.filter(([quantity]) => model.bodies.some((body) => body.data.quantities.has(quantity)));
  const bodies = state.bodies.map((body) => {
    const data = known.get(body.id);
    const { altitude, azimuth } = toHorizontal(body.direction);
    const format = (name: string, value: number): string =>
      (data?.quantities.get(name)?.format ?? ((v: number) => `${v.toFixed(2)}°`))(value);
    return {
      id: body.id,
      name: body.look.name,
      cells: [
        body.look.name,
        format('altitude', altitude),
        `${format('azimuth', azimuth)} ${compassPoint(azimuth)}`,
        ...extra.map(([quantity]) => (data ? quantityText(data, quantity, state.ms) : '–')),
      ],
    };
  });
  const above = [...state.satellites].sort((a, b) => Number(b.labelled) - Number(a.labelled)).slice(0, MOST_SATELLITES);
  const satellites = above.map(({ satellite, direction, rangeKm }) => {
    const { altitude, azimuth } = toHorizontal(direction);
    const rest = extra.map(([quantity]) => (quantity === 'distance' ? `${rangeKm.toFixed(0)} km` : '–'));
    const cells = [`${altitude.toFixed(2)}°`, `${azimuth.toFixed(2)}° ${compassPoint(azimuth)}`, ...rest];
    return { id: satellite.id, name: satellite.name, cells: [satellite.name, ...cells] };
  });
  return {
    caption: `The sky at ${placeName(model.observer)}`,
    columns: [
      textColumn('name', 'Name'),
      numberColumnOf('altitude', 'Altitude'),
      numberColumnOf('azimuth', 'Azimuth'),
      ...extra.map(([quantity, title]) => numberColumnOf(quantity, title)),
    ],
    rows: [...bodies, ...satellites],
  };
}

const COMPASS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

/** The nearest of the eight points of the compass. */
export const compassPoint = (azimuth: number): string =>
  COMPASS[Math.round((((azimuth % 360) + 360) % 360) / 45) % 8] ?? 'N';

/** Name of a place, or its coordinates. */
export function placeName(place: ObserverPlace): string {
  if (place.name !== undefined) return place.name;
  const side = (value: number, plus: string, minus: string): string =>
    `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  return `${side(place.latitude, 'N', 'S')}, ${side(place.longitude, 'E', 'W')}`;
}
