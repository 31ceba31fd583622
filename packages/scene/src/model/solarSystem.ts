import { frameKind, type SceneFrame } from '../frames.ts';
import { vectorAt, type Series } from '../math/series.ts';
import { heliocentric, orbitPath } from '../math/sky.ts';
import { length, scale, subtract, toEcliptic, toSpherical, type Vec3 } from '../math/vector.ts';
import { rememberMoment } from './moment.ts';
import { bodyLook, quantityText, readBodies, type BodyData, type BodyLook } from './bodies.ts';
import { numberColumnOf, textColumn, type SceneTable } from './table.ts';

export interface SolarSystemOptions {
  /** The Moon beside the Earth (its distance from it drawn larger). */
  readonly moon: boolean;
  readonly orbits?: OrbitSource;
}

/** Paths of the orbits, x y z in AU on the J2000 ecliptic; keep one across refreshes, as sampling is slow. */
export type OrbitSource = (id: string, ms: number) => Float64Array | null;

interface SolarSystemBody {
  readonly data: BodyData;
  readonly positions: Series<Vec3>;
}

export interface SolarSystemModel {
  readonly kind: 'solarSystem';
  readonly bodies: readonly SolarSystemBody[];
  readonly orbits: OrbitSource;
  readonly moon: boolean;
}

/** A body at a moment: heliocentric position in AU on the J2000 ecliptic. */
export interface SolarSystemObject {
  readonly id: string;
  readonly look: BodyLook;
  readonly position: Vec3;
  readonly orbit: Float64Array | null;
}

export interface SolarSystemState {
  readonly ms: number;
  readonly objects: readonly SolarSystemObject[];
}

const TEN_YEARS_MS = 10 * 365.25 * 86_400_000;
const NO_ORBIT = new Set(['sun', 'moon']);

/** Samples an orbit once per ten years of displayed time: the ellipses turn by arcseconds a year. */
export function createOrbitSource(): OrbitSource {
  const known = new Map<string, Float64Array | null>();
  return (id, ms) => {
    const epoch = Math.round(ms / TEN_YEARS_MS);
    const key = `${id}@${epoch}`;
    if (!known.has(key)) known.set(key, NO_ORBIT.has(id) ? null : orbitPath(id, epoch * TEN_YEARS_MS));
    return known.get(key) ?? null;
  };
}

/** Positions from the columns x, y, z, if all three have the same times. */
function positionsOf(data: BodyData): Series<Vec3> | null {
  const [x, y, z] = ['x', 'y', 'z'].map((name) => data.quantities.get(name)?.series);
  if (!x || !y || !z || x.values.length !== y.values.length || x.values.length !== z.values.length) return null;
  const values = x.values.map((value, i) => toEcliptic([value, y.values[i] ?? NaN, z.values[i] ?? NaN]));
  return { timesMs: x.timesMs, values };
}

/** The solar system of `ephemeris` frames that have the quantities x, y and z. */
export function createSolarSystemModel(frames: readonly SceneFrame[], options: SolarSystemOptions): SolarSystemModel {
  const bodies = readBodies(frames.filter((frame) => frameKind(frame) === 'ephemeris')).flatMap((data) => {
    const positions = positionsOf(data);
    return positions && positions.values.length > 0 ? [{ data, positions }] : [];
  });
  return { kind: 'solarSystem', bodies, orbits: options.orbits ?? createOrbitSource(), moon: options.moon };
}

/**
 * The solar system at a moment. The Earth is not in the frames and is computed; the Sun is the origin. The Moon's
 * distance from the Earth is drawn `MOON_STRETCH` times longer, or the Earth's symbol would hide it. The last result of
 * each model is cached.
 */
export const solarSystemAt = rememberMoment((model: SolarSystemModel, ms: number): SolarSystemState => {
  const earth = heliocentric('earth', ms);
  const objects: SolarSystemObject[] = [{ id: 'sun', look: bodyLook('sun'), position: [0, 0, 0], orbit: null }];
  if (earth) objects.push({ id: 'earth', look: bodyLook('earth'), position: earth, orbit: model.orbits('earth', ms) });
  for (const { data, positions } of model.bodies) {
    if (data.id === 'sun' || data.id === 'earth' || (data.id === 'moon' && !model.moon)) continue;
    const found = vectorAt(positions, ms);
    if (!found) continue;
    const position = data.id === 'moon' && earth ? stretchedMoon(earth, found) : found;
    objects.push({ id: data.id, look: bodyLook(data.id), position, orbit: model.orbits(data.id, ms) });
  }
  return { ms, objects };
});

/** Factor by which the Moon's distance from the Earth is exaggerated. */
export const MOON_STRETCH = 40;

function stretchedMoon(earth: Vec3, moon: Vec3): Vec3 {
  const way = scale(subtract(moon, earth), MOON_STRETCH);
  return [earth[0] + way[0], earth[1] + way[1], earth[2] + way[2]];
}

const EXTRA: readonly (readonly [quantity: string, title: string])[] = [
  ['distance', 'From observer'],
  ['elongation', 'Elongation'],
  ['magnitude', 'Magnitude'],
  ['illuminated', 'Illuminated'],
];

/** The picture as rows: heliocentric distance, longitude and latitude, and the other quantities of the frames. */
export function solarSystemTable(model: SolarSystemModel, state: SolarSystemState): SceneTable {
  const known = new Map(model.bodies.map((body) => [body.data.id, body.data]));
  const extra = EXTRA.filter(([quantity]) => model.bodies.some((body) => body.data.quantities.has(quantity)));
  const earth = state.objects.find((object) => object.id === 'earth');
  const rows = state.objects.map((object) => {
    const data = known.get(object.id);
    const isMoon = object.id === 'moon' && earth;
    const position = isMoon ? unstretched(earth.position, object.position) : object.position;
    const [longitude, latitude] = toSpherical(position);
    const atSun = object.id === 'sun';
    const cells = [
      `${length(position).toFixed(3)} AU`,
      atSun ? '–' : `${((longitude + 360) % 360).toFixed(2)}°`,
      atSun ? '–' : `${latitude.toFixed(2)}°`,
      ...extra.map(([quantity]) => (data ? quantityText(data, quantity, state.ms) : '–')),
    ];
    return { id: object.id, name: object.look.name, cells: [object.look.name, ...cells] };
  });
  return {
    caption: 'Bodies of the solar system, heliocentric, ecliptic of J2000',
    columns: [
      textColumn('body', 'Body'),
      numberColumnOf('distance', 'From the Sun'),
      numberColumnOf('longitude', 'Longitude'),
      numberColumnOf('latitude', 'Latitude'),
      ...extra.map(([quantity, title]) => numberColumnOf(quantity, title)),
    ],
    rows,
  };
}

const unstretched = (earth: Vec3, drawn: Vec3): Vec3 => {
  const way = scale(subtract(drawn, earth), 1 / MOON_STRETCH);
  return [earth[0] + way[0], earth[1] + way[1], earth[2] + way[2]];
};
