import { snapshot, whole, type ReplayAnswer, type ReplayQuestion } from './answer.ts';
import type { Recording } from './recordings.ts';
import { isRowList, parseTime, timeOf, type Row } from './rows.ts';

const DAY_MS = 86_400_000;
/** Names of the lists in the recorded wrapper by DONKI's names of its services. */
const DONKI_LISTS: Readonly<Record<string, string>> = {
  FLR: 'solar_flares',
  CME: 'cme',
  GST: 'geomagnetic_storms',
  SEP: 'solar_energetic_particles',
};

/** NASA: DONKI lists by dates, NeoWs feed, browse and lookup. */
export function nasaAnswer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
  const { pathname } = question.url;
  const donki = /\/DONKI\/(?:WS\/get\/)?([A-Z]+)$/i.exec(pathname)?.[1];
  if (donki !== undefined) return donkiAnswer(recordings, donki, question);
  const named = (start: string): Recording | undefined =>
    recordings.find(({ path }) => path.includes('/api_nasa/') && path.endsWith('.json') && path.includes(`/${start}`));
  if (pathname.endsWith('/neo/rest/v1/feed')) return whole(named('neows_feed'));
  if (pathname.endsWith('/neo/browse')) return whole(named('neows_browse'));
  if (/\/neo\/\d+$/.test(pathname)) return whole(named('neows_lookup'));
  return null;
}

function donkiAnswer(recordings: readonly Recording[], service: string, { url, nowMs }: ReplayQuestion): ReplayAnswer {
  const type = service.toUpperCase();
  const lists = recordings.filter(({ path }) => /(^|\/)donki_/.test(path));
  if (lists.length === 0) return null;
  const events = lists.flatMap((recording) => donkiEvents(recording, type));
  const kept = nowMs === null ? events : eventsBy(events, url, nowMs);
  return { body: JSON.stringify(kept), type: 'application/json' };
}

/** Events of the days asked for that were over by now; a storm shows what it has reached while it lasts. */
function eventsBy(events: readonly Row[], url: URL, nowMs: number): readonly Row[] {
  const fromMs = dateParameter(url, 'startDate', -Infinity);
  const toMs = dateParameter(url, 'endDate', Infinity) + DAY_MS;
  return events.flatMap((event) => {
    const timeMs = timeOf(event, null);
    const { endTime, allKpIndex } = event as Readonly<Record<string, unknown>>;
    const endMs = parseTime(endTime);
    if (timeMs < fromMs || timeMs >= toMs || (Number.isNaN(endMs) ? timeMs : endMs) > nowMs) return [];
    if (!isRowList(allKpIndex)) return [event];
    const reached = allKpIndex.filter(
      (row) => parseTime((row as Readonly<Record<string, unknown>>)['observedTime']) <= nowMs,
    );
    return reached.length === 0 ? [] : [{ ...event, allKpIndex: reached }];
  });
}

function donkiEvents(recording: Recording, type: string): readonly Row[] {
  const content: unknown = JSON.parse(recording.read());
  if (isRowList(content)) return recording.path.includes(`donki_${type.toLowerCase()}_`) ? content : [];
  const list = (content as Readonly<Record<string, unknown>>)[DONKI_LISTS[type] ?? ''];
  return isRowList(list) ? list : [];
}

function dateParameter(url: URL, name: string, fallback: number): number {
  const value = Date.parse(url.searchParams.get(name) ?? '');
  return Number.isNaN(value) ? fallback : value;
}

/** A table of which only the first rows are recorded is none. */
const PART = /_first\d+\.json$/;

/** JPL: close approaches, fireballs, Sentry where recorded, and objects of SBDB by name. */
export function jplAnswer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
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
