import { DAY_MS } from '@orrery/contract';
import { whole } from '../../recordings/answer.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';
import { isRowList, parseTime, timeOf, type Row } from '../../recordings/rows.ts';

/** Names of the lists in the recorded wrapper by DONKI's names of its services. */
const DONKI_LISTS: Readonly<Record<string, string>> = {
  FLR: 'solar_flares',
  CME: 'cme',
  GST: 'geomagnetic_storms',
  SEP: 'solar_energetic_particles',
};

/** NASA: DONKI lists by dates, NeoWs feed, browse and lookup. */
function answer(recordings: readonly Recording[], question: ReplayQuestion): ReplayAnswer {
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

export const recording: ProviderRecording = {
  folders: ['nasa-jpl-responses'],
  path: ({ url, day, name }) =>
    /DONKI/i.test(url.pathname)
      ? `nasa-jpl-responses/donki_${name.toLowerCase()}_${day}.json`
      : `nasa-jpl-responses/api_nasa/neows_${name}_${day}.json`,
  answer,
};
