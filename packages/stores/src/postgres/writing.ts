import type { PoolClient } from 'pg';
import { readDays, writeDays, type Ids } from './day-table.ts';
import { bestOf, merge, type SeriesDay } from './days.ts';
import type { Labels } from './labels.ts';
import { writeSummaries, type DayToSum } from './summaries.ts';

/** Advisory locks of writers have a key space of their own: (space, series modulo this number). */
const WRITER_LOCKS = 7_034;
const WRITER_SLOTS = 256;

/**
 * Writers of one series are serialised until they commit, so that each sees the days of the previous one. All take
 * their locks in the same order, before any row, so they cannot deadlock.
 */
export async function takeTurns(client: PoolClient, seriesIds: Iterable<number>): Promise<void> {
  const slots = [...new Set([...seriesIds].map((id) => id % WRITER_SLOTS))].sort((a, b) => a - b);
  await client.query('SELECT pg_advisory_xact_lock($1, slot) FROM unnest($2::int[]) AS slot', [WRITER_LOCKS, slots]);
}

/**
 * Merges points into the stored days and updates the summaries of the changed ones. Needs the locks of their series and
 * the ids of all their names.
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
