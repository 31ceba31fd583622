import type { SeriesEntry } from '@orrery/contract';
import { unknownName } from '../queries/nearest.ts';

/** The series of that id; throws `unknownName` naming `path` and the nearest series. */
export function findSeries(known: readonly SeriesEntry[], id: string, path: string): SeriesEntry {
  const found = known.find((s) => s.id === id);
  if (!found)
    throw unknownName(
      path,
      'series',
      id,
      known.map((s) => s.id),
    );
  return found;
}
