import type { PoolClient } from 'pg';
import { readDays, writeDays, type Ids } from './day-table.ts';
import { bestOf, merge, type SeriesDay } from './days.ts';
import type { Labels } from './labels.ts';
import { writeSummaries, type DayToSum } from './summaries.ts';

/** Advisory locks of writers live in a space of their own: (space, series modulo so many). */
const WRITER_LOCKS = 7_034;
const WRITER_SLOTS = 256;

/**
 * Writers of one series take turns until they commit, so that each sees the days as the one before left them. All take
 * their turns in the same order, before any row: they cannot wait for each other in a circle.
 */
export async function takeTurns(client: PoolClient, seriesIds: Iterable<number>): Promise<void> {
  const slots = [...new Set([...seriesIds].map((id) => id % WRITER_SLOTS))].sort((a, b) => a - b);
  await client.query('SELECT pg_advisory_xact_lock($1, slot) FROM unnest($2::int[]) AS slot', [WRITER_LOCKS, slots]);
}

/**
 * Brings points into the days that are stored, and the summaries of those that changed up to date. Needs the turn of
 * their series, and the numbers of all their names.
 */
export async function writePoints(
  client: PoolClient,
  labels: Labels,
  ids: Ids,
  days: readonly SeriesDay[],
): Promise<void> {
  const stored = byStart(
    await readDays(
      client,
      labels,
      ids,
      [...byStart(days).values()].map((same) => same[0]!),
    ),
  );
  const changed = days.flatMap((day): SeriesDay[] => {
    const known = stored.get(startOf(day))?.find(({ revision }) => revision === day.revision);
    const points = merge(known?.points ?? [], day.points);
    return points === null ? [] : [{ ...day, points }];
  });
  if (changed.length === 0) return;
  await writeDays(client, ids, changed);
  const sums = [...byStart(changed)].map(([start, fresh]): DayToSum => {
    const before = stored.get(start) ?? [];
    const kept = before.filter(({ revision }) => fresh.every((day) => day.revision !== revision));
    const { series, startMs } = fresh[0]!;
    return { seriesId: ids.get(series)!, startMs, points: bestOf([...kept, ...fresh]), wasStored: before.length > 0 };
  });
  await writeSummaries(client, sums);
}

const startOf = ({ series, startMs }: SeriesDay): string => `${startMs} ${series}`;

/** The revisions of each day of a series. */
function byStart(days: readonly SeriesDay[]): ReadonlyMap<string, readonly SeriesDay[]> {
  const groups = new Map<string, SeriesDay[]>();
  for (const day of days) {
    const group = groups.get(startOf(day));
    if (group) group.push(day);
    else groups.set(startOf(day), [day]);
  }
  return groups;
}
