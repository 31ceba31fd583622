import { snapshot, whole, type ReplayAnswer, type ReplayQuestion } from './answers.ts';
import type { Recording } from './recordings.ts';
import { cutRows, headOf, isRowList, timeOf, type Row } from './rows.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const SPAN = /^(.+)-(\d+)-(minute|hour|day)\.json$/;
const WEEK_MS = 7 * 86_400_000;
/** Files that were recorded under another name than the provider's. */
const ALIASES: Readonly<Record<string, string>> = {
  'solar-wind-mag-field.json': 'solar-wind-magnetic-field.json',
  'planetary_k_index_1m.json': 'planetary_k_index_1m.sample.json',
  'alerts.json': 'swpc_alerts.sample.json',
  // Served since 2026 in place of the 7-day lists, whose shape the transforms still know.
  'rtsw_wind_1m.json': 'plasma-1-day.json',
  'rtsw_mag_1m.json': 'mag-1-day.json',
};
/** Lists whose rows reach into the future on purpose: forecasts are not cut at now. */
const FORECAST = /forecast|predicted|outlook/;

/** SWPC: by the name of the file; a shorter span is cut out of a recorded longer one, and nothing is served before it was known. */
export function swpcAnswer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
  const asked = question.url.pathname.split('/').at(-1) ?? '';
  const name = ALIASES[asked] ?? asked;
  const ours = recordings.filter(({ path }) => path.startsWith('swpc-responses/') || path.includes('/transcribed/'));
  const span = SPAN.exec(name);
  const same = ours.filter((recording) => recording.name === name);
  if (question.nowMs === null) return snapshot(same, question, typeOf(name));
  const family = span ? ours.filter((recording) => SPAN.exec(recording.name)?.[1] === span[1]) : same;
  const lists = FORECAST.test(name) ? [] : family.flatMap((recording) => rowsOf(recording) ?? []);
  if (lists.length === 0) return snapshot(same, question, typeOf(name));
  const spanMs = span ? Number(span[2]) * (UNIT_MS[span[3] ?? ''] ?? 0) : WEEK_MS;
  return cut(lists, question.nowMs - spanMs, question.nowMs);
}

const typeOf = (name: string): string => (name.endsWith('.txt') ? 'text/plain' : 'application/json');

/** Rows of a recording, when it is a list of rows with times. */
function rowsOf(recording: Recording): readonly (readonly Row[])[] | null {
  if (!recording.name.endsWith('.json')) return null;
  const rows: unknown = JSON.parse(recording.read());
  if (!isRowList(rows)) return null;
  const last = rows.at(-1);
  return last !== undefined && !Number.isNaN(timeOf(last, headOf(rows))) ? [rows] : null;
}

/** Of the recordings that overlap the span the newest one, cut. */
function cut(lists: readonly (readonly Row[])[], fromMs: number, toMs: number): ReplayAnswer {
  for (const rows of [...lists].reverse()) {
    const head = headOf(rows);
    const kept = cutRows(rows, fromMs, toMs);
    if (kept.length > (head === null ? 0 : 1)) return { body: JSON.stringify(kept), type: 'application/json' };
  }
  return 'nothingYet';
}

/** GFZ: the nowcast lists, cut by day; values of the day that was not over yet are what the provider writes for them. */
export function gfzAnswer(recordings: readonly Recording[], { url, nowMs }: ReplayQuestion): ReplayAnswer {
  const name = /hp30/i.test(url.href) ? 'gfz_hp30_nowcast.json' : 'gfz_kp_nowcast.json';
  const recording = recordings.find((one) => one.name === name);
  if (recording === undefined || nowMs === null) return whole(recording);
  const rows = JSON.parse(recording.read()) as readonly {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hh_h?: number;
  }[];
  const kept = rows.filter(
    ({ year, month, day, hh_h = 0 }) => Date.UTC(year, month - 1, day) + hh_h * 3_600_000 <= nowMs,
  );
  return kept.length === 0 ? 'nothingYet' : { body: JSON.stringify(kept), type: 'application/json' };
}
