import { DAY_MS, HOUR_MS, readBody, STATE } from '@orrery/contract';
import type { OfficialForecast } from '@orrery/forecast';
import type { Stores } from '@orrery/stores';
import { listState } from '@orrery/stores/typed';

const BULLETIN = '3-day-forecast:';
/**
 * NOAA issues twice a day; a bulletin older than this suggests that one was missed, and the running list may be newer.
 */
const BULLETIN_FRESH_MS = 30 * HOUR_MS;
const REACH_MS = 4 * DAY_MS;
const LIST_SOURCE = 'swpc-kp-forecast';
const RUNS = 50;

type OfficialStores = Pick<Stores, 'series' | 'documents' | 'state'>;

/**
 * NOAA's 3-day forecasts issued within [fromMs, toMs], oldest first. A bulletin counts as known from its time of issue.
 */
export async function readOfficials(
  { documents }: Pick<Stores, 'documents'>,
  fromMs: number,
  toMs: number,
): Promise<readonly OfficialForecast[]> {
  const records = await documents.find('outlook', { fromMs, toMs });
  return records
    .filter(({ id, timeMs }) => id.startsWith(BULLETIN) && timeMs >= fromMs)
    .flatMap((record): OfficialForecast[] => {
      const { body } = readBody('outlook', record.body);
      const kp = body?.kp ?? [];
      if (body === null || kp.length === 0) return [];
      return [
        {
          knownMs: body.issuedAtMs,
          startsMs: kp.map(({ timeMs }) => timeMs),
          kp: kp.map(({ value }) => value),
        },
      ];
    })
    .sort((a, b) => a.knownMs - b.knownMs);
}

/**
 * The newest official forecast of Kp known by `beforeMs`, or null: the last bulletin, or the predicted values of the
 * series where the bulletin is old.
 */
export async function readOfficial(stores: OfficialStores, beforeMs: number): Promise<OfficialForecast | null> {
  const bulletin = (await readOfficials(stores, beforeMs - REACH_MS, beforeMs)).at(-1) ?? null;
  if (bulletin !== null && beforeMs - bulletin.knownMs <= BULLETIN_FRESH_MS) return bulletin;
  return (await readList(stores, beforeMs)) ?? bulletin;
}

/**
 * The series holds only the newest prediction of each interval, without its time of issue: it counts as known from the
 * run of the source that brought it, and is not used where that run was after `beforeMs`.
 */
async function readList({ series, state }: OfficialStores, beforeMs: number): Promise<OfficialForecast | null> {
  const runs = await listState(state, STATE.runs, [LIST_SOURCE], RUNS);
  const loaded = runs.map(({ value }) => value).filter(({ outcome }) => outcome === 'loaded');
  const knownMs = Math.max(-Infinity, ...loaded.map(({ startedMs }) => startedMs));
  if (!(knownMs <= beforeMs && beforeMs - knownMs <= BULLETIN_FRESH_MS)) return null;
  const points = (await series.read('kp', beforeMs - DAY_MS, beforeMs + REACH_MS, 'predicted')).filter(
    ({ value }) => value !== null,
  );
  if (points.length === 0) return null;
  return { knownMs, startsMs: points.map(({ timeMs }) => timeMs), kp: points.map(({ value }) => value as number) };
}
