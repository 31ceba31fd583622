import { whole, type ReplayAnswer, type ReplayQuestion } from './answers.ts';
import type { Recording } from './recordings.ts';
import { isRowList, timeOf, type Row } from './rows.ts';

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
  const events = recordings
    .filter(({ path }) => /(^|\/)donki_/.test(path))
    .flatMap((recording) => donkiEvents(recording, type));
  if (events.length === 0) return { body: '[]', type: 'application/json' };
  const fromMs = dateParameter(url, 'startDate', -Infinity);
  const toMs = dateParameter(url, 'endDate', Infinity) + DAY_MS;
  const kept = events.filter((event) => {
    const timeMs = timeOf(event, null);
    return timeMs >= fromMs && timeMs < toMs && (nowMs === null || timeMs <= nowMs);
  });
  return { body: JSON.stringify(kept), type: 'application/json' };
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

/** JPL: close approaches, fireballs, Sentry where recorded, and objects of SBDB by name. */
export function jplAnswer(recordings: readonly Recording[], { url }: ReplayQuestion): ReplayAnswer {
  const find = (pattern: RegExp): Recording | undefined => recordings.find(({ path }) => pattern.test(path));
  if (url.pathname.endsWith('/cad.api')) return whole(find(/\/cad_v1\.5[^/]*\.json$/) ?? find(/\/cad_[^/]*\.json$/));
  if (url.pathname.endsWith('/fireball.api')) return whole(find(/\/fireball_[^/]*\.json$/));
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

/** Is it the object of this designation, number or name? */
function mentions(text: string, wanted: string): boolean {
  const { object } = JSON.parse(text) as { readonly object?: Readonly<Record<string, unknown>> };
  return ['des', 'spkid', 'fullname', 'shortname'].some(
    (name) => String(object?.[name] ?? '').toLowerCase() === wanted,
  );
}
