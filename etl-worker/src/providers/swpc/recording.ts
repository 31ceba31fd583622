import { DAY_MS } from '@orrery/contract';
import { snapshot } from '../../recordings/answer.ts';
import { momentOf } from './moments.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';
import { cutRows, isRowList, timedRows, type Row, type TimedRows } from '../../recordings/rows.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const SPAN = /^(.+)-(\d+)-(minute|hour|day)\.json$/;
const WEEK_MS = 7 * DAY_MS;
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
/** Lists that are given from their beginning. */
const WHOLE = /observed-solar-cycle-indices/;
/** A smoothed number of a month needs the six months after it. */
const SMOOTHING_MONTHS = 6;

/**
 * SWPC: by the name of the file; a shorter span is cut out of a recorded longer one, and nothing is served before it
 * was known.
 */
function answer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
  const asked = question.url.pathname.split('/').at(-1) ?? '';
  const ours = recordings.filter(({ path }) => path.startsWith('swpc-responses/') || path.includes('/transcribed/'));
  const name = ours.some((recording) => recording.name === asked) ? asked : (ALIASES[asked] ?? asked);
  const span = SPAN.exec(name);
  const family = ours.filter((recording) =>
    span ? SPAN.exec(recording.name)?.[1] === span[1] : recording.name === name,
  );
  const type = name.endsWith('.txt') ? 'text/plain' : 'application/json';
  if (question.nowMs === null) return snapshot(oldestFirst(family), question, type);
  const lists = FORECAST.test(name) ? [] : oldestFirst(family).flatMap((recording) => keptListOf(recording) ?? []);
  if (lists.length === 0) return snapshot(family, question, type);
  const { nowMs } = question;
  if (WHOLE.test(name)) return cutMonths(lists, nowMs);
  const spanMs = span ? Number(span[2]) * (UNIT_MS[span[3] ?? ''] ?? 0) : WEEK_MS;
  return cut(lists, nowMs - spanMs, nowMs);
}

const LISTS = new WeakMap<Recording, TimedRows | null>();

/** The same, read once, for a fast clock asks every few seconds. */
function keptListOf(recording: Recording): TimedRows | null {
  const known = LISTS.get(recording);
  if (known !== undefined) return known;
  const list = listOf(recording);
  LISTS.set(recording, list);
  return list;
}

/** Rows of a recording, when it is a list of rows with times. */
function listOf(recording: Recording): TimedRows | null {
  const rows: unknown = recording.name.endsWith('.json') ? JSON.parse(recording.read()) : null;
  const timed = isRowList(rows) ? timedRows(rows) : null;
  return timed !== null && !Number.isNaN(timed.timesMs.at(-1) ?? NaN) ? timed : null;
}

const LAST_MS = new WeakMap<Recording, number>();

/** Time of the last row of a recording, or when it was known. */
function lastMsOf(recording: Recording): number {
  const lastMs = LAST_MS.get(recording) ?? listOf(recording)?.timesMs.at(-1) ?? recording.knownMs() ?? 0;
  LAST_MS.set(recording, lastMs);
  return lastMs;
}

/** Recordings by their last row. */
function oldestFirst(recordings: readonly Recording[]): readonly Recording[] {
  return [...recordings].sort((a, b) => lastMsOf(a) - lastMsOf(b));
}

const answerOfRows = (rows: readonly Row[]): ReplayAnswer => ({ body: JSON.stringify(rows), type: 'application/json' });

/** Of the recordings that overlap the span the newest one, cut. */
function cut(lists: readonly TimedRows[], fromMs: number, toMs: number): ReplayAnswer {
  for (const list of [...lists].reverse()) {
    const kept = cutRows(list, fromMs, toMs);
    if (kept.length > (list.head === null ? 0 : 1)) return answerOfRows(kept);
  }
  return 'nothingYet';
}

/** Months that were over, the smoothed numbers of the last ones as the provider writes what is not known: -1. */
function cutMonths(lists: readonly TimedRows[], nowMs: number): ReplayAnswer {
  const kept = lists.at(-1) ? cutRows(lists.at(-1)!, -Infinity, nowMs) : [];
  if (kept.length === 0) return 'nothingYet';
  return answerOfRows(
    kept.map((row, i) =>
      i < kept.length - SMOOTHING_MONTHS
        ? row
        : Object.fromEntries(Object.entries(row).map(([key, value]) => [key, key.startsWith('smoothed') ? -1 : value])),
    ),
  );
}

/** GOES X-rays of several days, put together from answers. */
function xraysOfCsv(text: string): string {
  const rows = text.trimEnd().split('\n').slice(1);
  return JSON.stringify(
    rows.map((line) => {
      const [time_tag, energy, satellite, flux, observed_flux] = line.split(',');
      return {
        time_tag,
        satellite: Number(satellite),
        flux: Number(flux),
        observed_flux: Number(observed_flux),
        energy,
      };
    }),
  );
}

export const recording: ProviderRecording = {
  folders: ['swpc-responses'],
  path: ({ day, name }) => `swpc-responses/${day}_${name}`,
  answer,
  reshaped: [{ matches: /^goes\d+_xrays_\w+\.csv$/, name: 'xrays-7-day.json', read: xraysOfCsv }],
  knownMs: momentOf,
};
