import { gmst82At, subsolarPoint } from '@orrery/astro';
import { observerOfFrames, type ObserverPlace, type SceneFrame } from '../frames.ts';
import type { Vec3 } from '../math/vector.ts';
import { auroraAt, likeliest, readAurora, type AuroraOval } from './aurora.ts';
import { createGroundTrack, type GroundTrack, type TrackPoint } from './groundTrack.ts';
import { rememberMoment } from './moment.ts';
import {
  elementsEpochMs,
  geodetic,
  positionInto,
  readSatellites,
  type ElementsCache,
  type Satellite,
} from './satellites.ts';
import { numberColumnOf, textColumn, type SceneRow, type SceneTable } from './table.ts';

export interface EarthOptions {
  readonly observer?: ObserverPlace | null;
  /** Ids or names of the satellites to draw with track and label; empty = all if there are few. */
  readonly selected: readonly string[];
  readonly cache?: ElementsCache;
}

export interface EarthModel {
  readonly kind: 'earth';
  readonly satellites: readonly Satellite[];
  /** Index of each satellite in `satellites`. */
  readonly index: ReadonlyMap<Satellite, number>;
  readonly selected: readonly Satellite[];
  /** Tracks of the selected satellites, in the same order. */
  readonly tracks: readonly GroundTrack[];
  readonly observer: ObserverPlace | null;
  readonly aurora: AuroraOval | null;
}

/** The Earth at a moment; positions are Earth-fixed, in equatorial radii, NaN where a satellite has none. */
export interface EarthState {
  readonly ms: number;
  readonly sun: readonly [longitude: number, latitude: number];
  readonly positions: Float32Array;
  readonly tracks: readonly {
    readonly satellite: Satellite;
    readonly points: readonly TrackPoint[];
  }[];
}

/** Up to this many satellites are all labelled and tracked by default. */
const FEW = 6;

/**
 * Satellites to label: those followed by a query of their own and those selected by exact id or name or by a part of
 * the name, ignoring case. If there are neither: all, if there are few.
 */
export function chooseSatellites(satellites: readonly Satellite[], words: readonly string[]): readonly Satellite[] {
  const wanted = words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
  const isExact = ({ id, name }: Satellite): boolean =>
    wanted.some((word) => word === id.toLowerCase() || word === name.toLowerCase());
  const exact = satellites.filter(isExact);
  const known = new Set(exact.flatMap((s) => [s.id.toLowerCase(), s.name.toLowerCase()]));
  const rest = wanted.filter((word) => !known.has(word));
  const partly = satellites.filter((s) => rest.some((word) => s.name.toLowerCase().includes(word)));
  const chosen = new Set([...exact, ...satellites.filter((s) => s.followed), ...partly]);
  if (chosen.size === 0 && wanted.length === 0 && satellites.length <= FEW) return satellites;
  return [...chosen].slice(0, MOST_SELECTED);
}

/** More tracks than these make the picture unreadable. */
const MOST_SELECTED = 24;

export function createEarthModel(frames: readonly SceneFrame[], options: EarthOptions): EarthModel {
  const satellites = readSatellites(frames, options.cache);
  const selected = chooseSatellites(satellites, options.selected);
  return {
    kind: 'earth',
    satellites,
    index: new Map(satellites.map((satellite, i) => [satellite, i])),
    selected,
    tracks: selected.map(createGroundTrack),
    observer: observerOfFrames(frames) ?? options.observer ?? null,
    aurora: readAurora(frames),
  };
}

/** The Earth at a moment, epoch ms UTC; the last moment of each model is remembered. */
export const earthAt = rememberMoment((model: EarthModel, ms: number): EarthState => {
  const positions = new Float32Array(model.satellites.length * 3);
  const gmst = gmst82At(ms);
  model.satellites.forEach((satellite, i) => positionInto(satellite, ms, gmst, positions, i * 3));
  const tracks = model.selected.map((satellite, i) => {
    const now = vectorOf(positions, model.index.get(satellite) ?? -1);
    return { satellite, points: model.tracks[i]?.(ms, now) ?? [] };
  });
  const { longitude, latitude } = subsolarPoint(ms);
  return { ms, sun: [longitude, latitude], positions, tracks };
});

function vectorOf(positions: Float32Array, index: number): Vec3 | null {
  const [x = NaN, y = NaN, z = NaN] = positions.subarray(index * 3, index * 3 + 3);
  return Number.isNaN(x) ? null : [x, y, z];
}

/** Position of the satellite with that index in the model's list, or null. */
export const positionOf = (state: EarthState, index: number): Vec3 | null => vectorOf(state.positions, index);

/** Rows beyond these are counted in the caption, not listed. */
const MOST_ROWS = 200;

/** The picture as rows: the subsolar point, the observer, the aurora, then satellites, the selected ones first. */
export function earthTable(model: EarthModel, state: EarthState): SceneTable {
  const selected = new Set(model.selected);
  const ordered = [...model.selected, ...model.satellites.filter((satellite) => !selected.has(satellite))];
  const satellites = ordered.slice(0, MOST_ROWS).map((satellite) => satelliteRow(model, state, satellite));
  const more = ordered.length > MOST_ROWS ? `, first ${MOST_ROWS} of ${ordered.length}` : '';
  const rows = [...placeRows(model, state), ...satellites];
  return {
    caption: `Places and satellites${more}`,
    columns: [
      textColumn('name', 'Name'),
      textColumn('noradId', 'NORAD id'),
      numberColumnOf('latitude', 'Latitude'),
      numberColumnOf('longitude', 'Longitude'),
      numberColumnOf('altitude', 'Height'),
      numberColumnOf('age', 'Age of elements'),
      ...(model.aurora ? [numberColumnOf('aurora', 'Chance of aurora')] : []),
    ],
    rows: rows.map(({ id, name, cells, aurora }) => ({
      id,
      name,
      cells: model.aurora ? [...cells, aurora === undefined ? '–' : `${aurora} %`] : cells,
    })),
  };
}

interface EarthRow extends SceneRow {
  /** Percent. */
  readonly aurora?: number;
}

function satelliteRow(model: EarthModel, state: EarthState, satellite: Satellite): EarthRow {
  const position = positionOf(state, model.index.get(satellite) ?? -1);
  const place = position ? geodetic(position) : null;
  const epoch = elementsEpochMs(satellite);
  const cells = place
    ? [`${place.latitude.toFixed(2)}°`, `${place.longitude.toFixed(2)}°`, `${place.altitude.toFixed(0)} km`]
    : ['–', '–', 'no position'];
  const age = epoch === null ? '–' : `${((state.ms - epoch) / 86_400_000).toFixed(1)} d`;
  return { id: satellite.id, name: satellite.name, cells: [satellite.name, satellite.id, ...cells, age] };
}

function placeRows({ observer, aurora }: EarthModel, { sun }: EarthState): readonly EarthRow[] {
  const row = (id: string, name: string, latitude: number, longitude: number): EarthRow => ({
    id,
    name,
    cells: [name, '–', `${latitude.toFixed(2)}°`, `${longitude.toFixed(2)}°`, '–', '–'],
  });
  const rows = [row('sun', 'Subsolar point', sun[1], sun[0])];
  if (observer) {
    const at = row('observer', observer.name ?? 'Observer', observer.latitude, observer.longitude);
    rows.push(aurora ? { ...at, aurora: auroraAt(aurora, observer) } : at);
  }
  for (const hemisphere of ['north', 'south'] as const) {
    const top = aurora && likeliest(aurora, hemisphere);
    if (!top) continue;
    const name = `Aurora likeliest, ${hemisphere}`;
    rows.push({ ...row(`aurora:${hemisphere}`, name, top.latitude, top.longitude), aurora: top.percent });
  }
  return rows;
}
