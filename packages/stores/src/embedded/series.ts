import type { SeriesPoint, SeriesStore } from '../ports/index.ts';
import { BUCKET_AGGREGATES, bucketsOfRows, bucketStart } from './buckets.ts';
import type { Database } from './database.ts';
import { bestRevisions, countPoints, findSeries, migratePoints, pointOf, readPoints, writePoints } from './points.ts';

/** Rows read at once for the newest value: all revisions of the last moments. */
const NEWEST_PAGE = 64;

/** Live series in the embedded database; their points are those of the archive. */
export async function createEmbeddedSeriesStore(database: Database): Promise<SeriesStore> {
  await migratePoints(database);
  return {
    write: (points) => writePoints(database, points),
    read: (series, fromMs, toMs, revision) => readPoints(database, series, fromMs, toMs, revision),
    readBuckets: async (series, fromMs, toMs, everyMs) => {
      const found = await findSeries(database, series);
      if (!found) return [];
      const every = `${Math.trunc(everyMs)}::BIGINT`;
      const rows = await database.read(
        `SELECT ${bucketStart('time_ms', every)} AS start, ${BUCKET_AGGREGATES}
         FROM (${bestRevisions(found.plain)}) GROUP BY start HAVING count(value) > 0 ORDER BY start`,
        [found.id, fromMs, toMs],
      );
      return bucketsOfRows(rows);
    },
    newest: (series) => newest(database, series),
    count: (series) => countPoints(database, series),
  };
}

async function newest(database: Database, series: string): Promise<SeriesPoint | null> {
  const found = await findSeries(database, series);
  let beforeMs = Number.MAX_SAFE_INTEGER;
  while (found) {
    const rows = await database.read(
      `SELECT time_ms::DOUBLE, value, revision FROM archive_point WHERE series_id = ?::INTEGER AND time_ms < ?::BIGINT
       ORDER BY time_ms DESC, revision DESC LIMIT ${NEWEST_PAGE}`,
      [found.id, beforeMs],
    );
    for (const point of rows.map(pointOf)) {
      // The first row of a moment is its best revision.
      if (point.timeMs < beforeMs && point.value !== null) return point;
      beforeMs = point.timeMs;
    }
    if (rows.length < NEWEST_PAGE) return null;
  }
  return null;
}
