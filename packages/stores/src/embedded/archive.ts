import type { ArchiveStore } from '../ports/index.ts';
import { bucketsOfRows } from './buckets.ts';
import type { Database } from './database.ts';
import { countPoints, findSeries, migratePoints, pagesOfPoints, readPoints, writePoints } from './points.ts';

/** Archive in the embedded database; its points are those of the live series. */
export async function createEmbeddedArchiveStore(database: Database): Promise<ArchiveStore> {
  await migratePoints(database);
  return {
    archive: (points) => writePoints(database, points),
    summaries: async (series, resolution, fromMs, toMs) => {
      const found = await findSeries(database, series);
      if (!found) return [];
      const rows = await database.read(
        `SELECT start_ms, n, min, mean, max, last FROM archive_summary
         WHERE series_id = ?::INTEGER AND resolution = ? AND start_ms BETWEEN ?::BIGINT AND ?::BIGINT ORDER BY start_ms`,
        [found.id, resolution, fromMs, toMs],
      );
      return bucketsOfRows(rows);
    },
    history: (series, fromMs, toMs) => readPoints(database, series, fromMs, toMs),
    points: (series, fromMs, toMs) => pagesOfPoints(database, series, fromMs, toMs),
    seriesNames: async () =>
      (await database.read('SELECT name FROM archive_series ORDER BY name')).map(([name]) => name as string),
    count: (series) => countPoints(database, series),
  };
}
