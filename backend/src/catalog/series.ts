import { UNITS, type SeriesEntry } from '@orrery/contract';
import { unknownName } from '../queries/nearest.ts';

/** Series of a service that pulls its sources itself. */
export const SERIES: readonly SeriesEntry[] = [
  {
    id: 'kp',
    title: 'Kp',
    unit: UNITS.none,
    source: 'NOAA SWPC, estimated planetary K index',
    sourceId: null,
    description: 'Planetary K index, 0 to 9 in thirds, of the 3-hour interval that begins at the time',
    cadenceMs: 3 * 3600_000,
  },
];

/** The series of that id; throws `unknownName` naming `path` and the nearest series. */
export function findSeries(known: readonly SeriesEntry[], id: string, path: string): SeriesEntry {
  const found = known.find((s) => s.id === id);
  if (!found) throw unknownName(path, 'series', id, known.map((s) => s.id)); // prettier-ignore
  return found;
}
