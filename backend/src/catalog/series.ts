import { UNITS } from '@orrery/contract';
import { unknownName } from '../queries/nearest.ts';

/** A series that `observations` can be asked for. */
export interface Series {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly source: string;
  readonly description: string;
  readonly cadenceMs: number;
}

export const SERIES: readonly Series[] = [
  {
    id: 'kp',
    title: 'Kp',
    unit: UNITS.none,
    source: 'NOAA SWPC, estimated planetary K index',
    description: 'Planetary K index, 0 to 9 in thirds, of the 3-hour interval that begins at the time',
    cadenceMs: 3 * 3600_000,
  },
];

/** The series of that id; throws `unknownName` naming `path` and the nearest series. */
export function findSeries(id: string, path: string): Series {
  const found = SERIES.find((s) => s.id === id);
  if (!found) throw unknownName(path, 'series', id, SERIES.map((s) => s.id)); // prettier-ignore
  return found;
}
