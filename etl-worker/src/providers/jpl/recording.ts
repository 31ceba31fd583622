import { snapshot, whole } from '../../recordings/answer.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';
import { endOfDate, parseTime } from '../../recordings/rows.ts';

/** A table of which only the first rows are recorded is none. */
const PART = /_first\d+\.json$/;

/** JPL: close approaches, fireballs, Sentry where recorded, and objects of SBDB by name. */
function answer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
  const { url, nowMs } = question;
  const find = (pattern: RegExp): Recording | undefined => recordings.find(({ path }) => pattern.test(path));
  if (url.pathname.endsWith('/cad.api'))
    return snapshot(
      recordings.filter(({ name, path }) => /^cad[_.].*json$/.test(name) && !PART.test(path)),
      question,
    );
  if (url.pathname.endsWith('/fireball.api')) return fireballsBy(find(/\/fireball_[^/]*\.json$/), nowMs);
  if (url.pathname.endsWith('/sentry.api')) return whole(find(/\/sentry[^/]*\.json$/));
  if (!url.pathname.endsWith('/sbdb.api')) return null;
  const wanted = (
    url.searchParams.get('sstr') ??
    url.searchParams.get('des') ??
    url.searchParams.get('spk') ??
    ''
  ).toLowerCase();
  return whole(
    recordings.find(
      ({ path, read }) =>
        path.includes('/sbdb/') && (path.toLowerCase().includes(`/${wanted}.`) || mentions(read(), wanted)),
    ),
  );
}

/** The table of fireballs up to now, with the number of them. */
function fireballsBy(recording: Recording | undefined, nowMs: number | null): ReplayAnswer {
  if (recording === undefined || nowMs === null) return whole(recording);
  const table = JSON.parse(recording.read()) as {
    readonly fields: readonly string[];
    readonly data: readonly (readonly unknown[])[];
  };
  const column = table.fields.indexOf('date');
  const data = table.data.filter((row) => parseTime(row[column]) <= nowMs);
  if (data.length === 0) return 'nothingYet';
  return { body: JSON.stringify({ ...table, count: String(data.length), data }), type: 'application/json' };
}

/** Is it the object of this designation, number or name? */
function mentions(text: string, wanted: string): boolean {
  const { object } = JSON.parse(text) as { readonly object?: Readonly<Record<string, unknown>> };
  return ['des', 'spkid', 'fullname', 'shortname'].some(
    (name) => String(object?.[name] ?? '').toLowerCase() === wanted,
  );
}

const APPROACH_FIELDS = [
  'des',
  'orbit_id',
  'jd',
  'cd',
  'dist',
  'dist_min',
  'dist_max',
  'v_rel',
  'v_inf',
  't_sigma_f',
  'h',
] as const;

function approachesOfList(text: string): string {
  const { approaches, snapshot } = JSON.parse(text) as {
    readonly snapshot: string;
    readonly approaches: readonly Readonly<Record<string, unknown>>[];
  };
  return JSON.stringify({
    signature: { version: '1.5', source: 'NASA/JPL SBDB Close Approach Data API' },
    snapshot,
    count: approaches.length,
    fields: APPROACH_FIELDS,
    data: approaches.map((approach) =>
      APPROACH_FIELDS.map((field) => (field in approach ? String(approach[field]) : null)),
    ),
  });
}

/** End of the day on which the reshaped table was taken. */
const takenMs = (text: string): number =>
  endOfDate(String((JSON.parse(text) as { readonly snapshot: unknown }).snapshot));

export const recording: ProviderRecording = {
  folders: ['nasa-jpl-responses'],
  path: ({ day, name }) => `nasa-jpl-responses/cneos/${name.replace('.api', '')}_${day}.json`,
  answer,
  // Close approaches of the year after a day, with fewer columns than cad.api gives.
  reshaped: [{ matches: /^perigee_cad\.json$/, name: 'cad_reshaped.json', read: approachesOfList }],
  knownMs: (name, read) => (name === 'cad_reshaped.json' ? takenMs(read()) : null),
};
