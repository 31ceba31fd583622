import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { whole } from '../../recordings/answer.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';

/** Hours of an interval of Kp, and of Hp30. */
const KP_HOURS = 3;
const HP30_HOURS = 0.5;

type Day = Readonly<Record<string, unknown>> & { readonly year: number; readonly month: number; readonly day: number };

/** GFZ: the nowcast lists, which hold both numbers of an index (Kp and ap), as far as they were known. */
function answer(recordings: readonly Recording[], { url, nowMs }: ReplayQuestion): ReplayAnswer {
  const index = url.searchParams.get('index') ?? /(Hp30|Kp)[^/]*\.json$/i.exec(url.pathname)?.[1];
  if (index === undefined || !/^(hp30|kp)$/i.test(index)) return null;
  const recording = recordings.find(({ name }) => name === `gfz_${index.toLowerCase()}_nowcast.json`);
  if (recording === undefined || nowMs === null) return whole(recording);
  const rows = JSON.parse(recording.read()) as readonly Day[];
  const kept = rows.flatMap((row) =>
    typeof row['hh_h'] === 'number' ? halfHour(row, row['hh_h'], nowMs) : dayOf(row, nowMs),
  );
  return kept.length === 0 ? 'nothingYet' : { body: JSON.stringify(kept), type: 'application/json' };
}

const startOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day);

const halfHour = (row: Day, hour: number, nowMs: number): readonly Day[] =>
  startOf(row) + (hour + HP30_HOURS) * HOUR_MS <= nowMs ? [row] : [];

/**
 * A day with the intervals that were over; the others, and what is of the whole day, are -1, as GFZ writes what is not
 * there yet.
 */
function dayOf(row: Day, nowMs: number): readonly Day[] {
  const startMs = startOf(row);
  if (startMs + DAY_MS <= nowMs) return [row];
  const over = Math.floor((nowMs - startMs) / (KP_HOURS * HOUR_MS));
  if (over < 1) return [];
  const known = (key: string): boolean => {
    const interval = /^(?:kp|ap)(\d)$/.exec(key)?.[1];
    return interval === undefined ? !/^(ap|sn|f107obs|f107adj)$/i.test(key) : Number(interval) <= over;
  };
  const entries = Object.entries(row).map(([key, value]) => [key, known(key) ? value : -1]);
  return [Object.fromEntries(entries) as Day];
}

export const recording: ProviderRecording = {
  folders: ['space-weather'],
  path: ({ day, name }) => `space-weather/gfz_${day}_${name}`,
  answer,
};
