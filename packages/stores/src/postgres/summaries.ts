import type { ClientBase } from 'pg';
import { RESOLUTIONS, type Resolution, type SeriesBucket, type SeriesPoint } from '../ports/index.ts';
import { toArray } from './arrays.ts';

/** A day of a series whose summaries must be updated from its points. */
export interface DayToSum {
  readonly seriesId: number;
  readonly startMs: number;
  /** The best revision of each moment, in order of time. */
  readonly points: readonly SeriesPoint[];
  /** Whether it has summaries that may have to be deleted. */
  readonly wasStored: boolean;
}

type Bucket = SeriesBucket & { readonly seriesId: number; readonly resolution: Resolution };
const RESOLUTION_NAMES = Object.keys(RESOLUTIONS) as Resolution[];

/** Buckets of points in chronological order; those without a value are left out. */
export function bucketsOf(points: readonly SeriesPoint[], everyMs: number): SeriesBucket[] {
  const buckets: SeriesBucket[] = [];
  let [endMs, n, min, sum, max, last] = [-Infinity, 0, Infinity, 0, -Infinity, 0];
  const close = (): void => {
    if (n > 0) buckets.push({ timeMs: endMs - everyMs, n, min, mean: sum / n, max, last });
  };
  for (const { timeMs, value } of points) {
    if (value === null) continue;
    if (timeMs >= endMs) {
      close();
      [endMs, n, min, sum, max] = [(Math.floor(timeMs / everyMs) + 1) * everyMs, 0, Infinity, 0, -Infinity];
    }
    n += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    last = value;
  }
  close();
  return buckets;
}

/** Updates the summaries of these days and of their hours; those without a value are deleted. */
export async function writeSummaries(client: ClientBase, days: readonly DayToSum[]): Promise<void> {
  const buckets = days.flatMap(({ seriesId, points }) =>
    RESOLUTION_NAMES.flatMap((resolution) =>
      bucketsOf(points, RESOLUTIONS[resolution]).map((bucket): Bucket => ({ seriesId, resolution, ...bucket })),
    ),
  );
  const keys = [
    toArray(
      'int4',
      buckets.map(({ seriesId }) => seriesId),
    ),
    buckets.map(({ resolution }) => resolution),
    toArray(
      'timestamptz',
      buckets.map(({ timeMs }) => timeMs),
    ),
  ];
  const stored = days.filter(({ wasStored }) => wasStored);
  if (stored.length > 0)
    await client.query(DELETE, [
      toArray(
        'int4',
        stored.map(({ seriesId }) => seriesId),
      ),
      toArray(
        'timestamptz',
        stored.map(({ startMs }) => startMs),
      ),
      ...keys,
    ]);
  if (buckets.length === 0) return;
  await client.query(UPSERT, [
    ...keys,
    toArray(
      'int4',
      buckets.map(({ n }) => n),
    ),
    ...(['min', 'mean', 'max', 'last'] as const).map((name) =>
      toArray(
        'float8',
        buckets.map((bucket) => bucket[name]),
      ),
    ),
  ]);
}

const DELETE = `
  DELETE FROM summary AS s USING unnest($1::int[], $2::timestamptz[]) AS day (series_id, start)
  WHERE s.series_id = day.series_id AND s.start >= day.start AND s.start < day.start + interval '24 hours' AND NOT EXISTS (
    SELECT FROM unnest($3::int[], $4::text[], $5::timestamptz[]) AS fresh (series_id, resolution, start)
    WHERE fresh.series_id = s.series_id AND fresh.resolution = s.resolution AND fresh.start = s.start
  )`;

const UPSERT = `
  INSERT INTO summary AS s (series_id, resolution, start, n, min, mean, max, last)
  SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::int[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
  ON CONFLICT (series_id, resolution, start) DO UPDATE
    SET n = EXCLUDED.n, min = EXCLUDED.min, mean = EXCLUDED.mean, max = EXCLUDED.max, last = EXCLUDED.last
    WHERE (s.n, s.min, s.mean, s.max, s.last)
      IS DISTINCT FROM (EXCLUDED.n, EXCLUDED.min, EXCLUDED.mean, EXCLUDED.max, EXCLUDED.last)`;
