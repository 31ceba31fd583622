import type { SceneField, SceneFrame } from '../frames.ts';

/** Frames as the service returns them, for tests. */
export function ephemerisFrame(
  body: string,
  timesMs: readonly number[],
  quantities: Readonly<Record<string, readonly (number | null)[]>>,
  observer?: {
    readonly latitude: number;
    readonly longitude: number;
    readonly elevation: number;
    readonly name?: string;
  },
): SceneFrame {
  const labels = { body, ...(observer ? { observer: 'somewhere' } : {}) };
  const fields = Object.entries(quantities).map(
    ([name, values]): SceneField => ({ name, type: 'number', labels, values }),
  );
  return {
    name: body,
    meta: { custom: observer ? { observer } : {} },
    fields: [{ name: 'time', type: 'time', values: timesMs }, ...fields],
  };
}

export interface ElementRow {
  readonly noradId: number;
  readonly name: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly omm?: string;
}

export function elementsFrame(rows: readonly ElementRow[]): SceneFrame {
  const column = (name: keyof ElementRow, type: string): SceneField => ({
    name,
    type,
    values: rows.map((row) => row[name] ?? null),
  });
  return {
    name: 'elements',
    fields: [
      column('noradId', 'number'),
      column('name', 'string'),
      column('line1', 'string'),
      column('line2', 'string'),
      column('omm', 'string'),
    ],
  };
}

/** The frame of an `aurora` query: cells of latitude, longitude and percent. */
export function auroraFrame(cells: readonly (readonly [number, number, number])[], timeMs: number): SceneFrame {
  const column = (name: string, i: 0 | 1 | 2): SceneField => ({
    name,
    type: 'number',
    values: cells.map((cell) => cell[i]),
  });
  return {
    name: 'aurora',
    meta: { custom: { queryType: 'aurora' } },
    fields: [
      { name: 'time', type: 'time', values: cells.map(() => timeMs) },
      column('latitude', 0),
      column('longitude', 1),
      column('probability', 2),
    ],
  };
}

/** Evenly spaced times from `fromMs` to `toMs`, both included. */
export const moments = (fromMs: number, toMs: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => fromMs + ((toMs - fromMs) * i) / (count - 1));

/** The International Space Station, elements of 2025-04-23 (CelesTrak). */
export const ISS: ElementRow = {
  noradId: 25544,
  name: 'ISS (ZARYA)',
  line1: '1 25544U 98067A   25113.77221326  .00022023  00000+0  39391-3 0  9998',
  line2: '2 25544  51.6359 216.5553 0005513  67.1671 292.9899 15.49908296506721',
};
