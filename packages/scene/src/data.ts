import type { MultiPolygon } from 'geojson';
import type { Vec3 } from './math/vector.ts';
import { spherical } from './math/vector.ts';

/** Stars to magnitude 6, brightest first; directions are on the J2000 equator. */
export interface StarCatalog {
  readonly count: number;
  readonly directions: Float32Array;
  readonly magnitudes: Float32Array;
  readonly colours: Float32Array;
  readonly names: ReadonlyMap<number, string>;
}

export interface Constellation {
  readonly id: string;
  readonly name: string;
  /** 1 = the best known. */
  readonly rank: number;
  readonly at: Vec3;
  readonly lines: readonly (readonly Vec3[])[];
}

/** Brightness 0–5 on a grid over the J2000 equator: rows from north to south, columns from right ascension 0. */
export interface MilkyWay {
  readonly step: number;
  readonly rows: readonly string[];
}

export interface SkyData {
  readonly stars: StarCatalog;
  readonly constellations: readonly Constellation[];
  readonly milkyWay: MilkyWay;
}

const hundredths = (text: string): readonly number[] => text.split(' ').map((word) => Number(word) / 100);

function directions(line: string): readonly Vec3[] {
  const numbers = hundredths(line);
  const points: Vec3[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) points.push(spherical(numbers[i] ?? 0, numbers[i + 1] ?? 0));
  return points;
}

function readStars(text: string, names: Readonly<Record<string, string>>): StarCatalog {
  const numbers = hundredths(text);
  const count = Math.floor(numbers.length / 4);
  const catalog = {
    count,
    directions: new Float32Array(count * 3),
    magnitudes: new Float32Array(count),
    colours: new Float32Array(count),
    names: new Map(Object.entries(names).map(([index, name]) => [Number(index), name])),
  };
  for (let i = 0; i < count; i++) {
    const [ra = 0, dec = 0, magnitude = 9, colour = 0] = numbers.slice(i * 4, i * 4 + 4);
    catalog.directions.set(spherical(ra, dec), i * 3);
    catalog.magnitudes[i] = magnitude;
    catalog.colours[i] = colour;
  }
  return catalog;
}

/** Stars, constellations and Milky Way (d3-celestial, BSD-3-Clause), loaded on first use. */
export async function loadSkyData(): Promise<SkyData> {
  const [stars, constellations, milkyWay] = await Promise.all([
    import('./data/stars.json'),
    import('./data/constellations.json'),
    import('./data/milkyWay.json'),
  ]);
  return {
    stars: readStars(stars.default.numbers, stars.default.names),
    constellations: constellations.default.map(({ id, name, rank, at, lines }) => ({
      id,
      name,
      rank,
      at: spherical(at[0] ?? 0, at[1] ?? 0),
      lines: lines.map(directions),
    })),
    milkyWay: milkyWay.default,
  };
}

function ring(text: string): [number, number][] {
  const deltas = text.split(' ').map(Number);
  const points: [number, number][] = [];
  let [longitude, latitude] = [0, 0];
  for (let i = 0; i + 1 < deltas.length; i += 2) {
    longitude += deltas[i] ?? 0;
    latitude += deltas[i + 1] ?? 0;
    points.push([longitude / 100, latitude / 100]);
  }
  const first = points[0];
  return first ? [...points, first] : points;
}

/** Land of the Earth (Natural Earth 1:50 million, thinned), degrees, wound as d3-geo wants it. */
export async function loadLand(): Promise<MultiPolygon> {
  const land = await import('./data/land.json');
  return { type: 'MultiPolygon', coordinates: land.default.map((rings) => rings.map(ring)) };
}
