import { REVISIONS, type Observation } from '@orrery/contract';
import type { Pool } from 'pg';
import type { Resolution, SeriesBucket, SeriesPoint } from '../ports/index.ts';
import { readRange, toMs, toTime } from './day-table.ts';
import { allOf, bestOf, dayOf, type SeriesDay } from './days.ts';
import type { Labels } from './labels.ts';

interface Reader {
  readonly pool: Pool;
  readonly labels: Labels;
}

/** Revisions of days per page: tens of thousands of points at one-minute spacing. */
const PAGE = 32;

/** Summaries that start in a range, ends included. */
export async function readSummaries(
  { pool, labels }: Reader,
  series: string,
  resolution: Resolution,
  fromMs: number,
  untilMs: number,
): Promise<SeriesBucket[]> {
  const id = await labels.find(series);
  if (id === null) return [];
  const { rows } = await pool.query<SeriesBucket>(
    `SELECT ${toMs('start')} AS "timeMs", n, min, mean, max, last FROM summary
     WHERE series_id = $1 AND resolution = $2 AND start >= ${toTime('$3')} AND start <= ${toTime('$4')} ORDER BY start`,
    [id, resolution, fromMs, untilMs],
  );
  return rows;
}

/** Archived points of a range, the best revision of each moment. */
export async function readHistory(
  { pool, labels }: Reader,
  series: string,
  fromMs: number,
  toMs: number,
): Promise<SeriesPoint[]> {
  const id = await labels.find(series);
  if (id === null) return [];
  const points: SeriesPoint[] = [];
  for (const day of byDay(await readRange(pool, labels, id, [dayOf(fromMs), toMs], null)))
    for (const { timeMs, value, revision } of bestOf(day))
      if (timeMs >= fromMs && timeMs <= toMs) points.push({ timeMs, value, revision });
  return points;
}

/** All revisions of a range with their sources, page by page. */
export async function* pagesOfPoints(
  { pool, labels }: Reader,
  series: string,
  fromMs: number,
  toMs: number,
): AsyncGenerator<Observation> {
  const id = await labels.find(series);
  for (let startMs = dayOf(fromMs); id !== null; ) {
    const page = await readRange(pool, labels, id, [startMs, toMs], PAGE * REVISIONS.length);
    const days = byDay(page);
    const isLast = page.length < PAGE * REVISIONS.length;
    // Revisions of the last day of a page may be on the next one.
    for (const day of isLast ? days : days.slice(0, -1))
      for (const point of allOf(day)) if (point.timeMs >= fromMs && point.timeMs <= toMs) yield point;
    if (isLast) return;
    startMs = days.at(-1)![0]!.startMs;
  }
}

/** Days of a series in chronological order, those of one time together. */
function byDay(days: readonly SeriesDay[]): readonly (readonly SeriesDay[])[] {
  const groups: SeriesDay[][] = [];
  for (const day of days) {
    const last = groups.at(-1);
    if (last?.[0]!.startMs === day.startMs) last.push(day);
    else groups.push([day]);
  }
  return groups;
}

/** Natural keys of a series. */
export async function countPoints({ pool, labels }: Reader, series: string): Promise<number> {
  const id = await labels.find(series);
  if (id === null) return 0;
  const { rows } = await pool.query<{ n: number }>(
    'SELECT coalesce(sum(cardinality(offset_ms)), 0)::int AS n FROM observation_day WHERE series_id = $1',
    [id],
  );
  return rows[0]!.n;
}

/** Series that have points. Labels are names of series or sources. */
export async function seriesNames(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM label WHERE EXISTS (SELECT FROM observation_day WHERE series_id = label.id) ORDER BY name COLLATE "C"',
  );
  return rows.map(({ name }) => name);
}
