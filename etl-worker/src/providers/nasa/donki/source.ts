import { SPACE_WEATHER_KINDS, DAY_MS, HOUR_MS } from '@orrery/contract';
import type { ExtractContext, RawResponse, Source } from '../../source.ts';
import { nasa, NASA } from '../provider.ts';
import { askAll } from '../../ask.ts';
import { transformDonki } from './transform.ts';

/** Events are corrected and linked to others for days after they are first told. */
const BACK_DAYS = { first: 30, later: 10 } as const;
/** Eight requests a run: with DEMO_KEY (50 a day, of which NeoWs takes four) five runs a day fit. */
const DEMO_INTERVAL_MS = 5 * HOUR_MS;

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const extract: Source['extract'] = async (context: ExtractContext): Promise<readonly RawResponse[]> => {
  const { nowMs } = context;
  const lastMs = context.cursor?.answeredMs ?? null;
  if (lastMs !== null && context.nasaApiKey === 'DEMO_KEY' && nowMs < lastMs + DEMO_INTERVAL_MS) return [];
  const backDays = lastMs === null ? BACK_DAYS.first : BACK_DAYS.later;
  const query = new URLSearchParams({ startDate: day(nowMs - backDays * DAY_MS), endDate: day(nowMs) });
  const paths = Object.values(SPACE_WEATHER_KINDS).map(({ code }) => `/DONKI/${code}?${query}`);
  const answers = await askAll(context, nasa, paths);
  await context.setCursor({ answeredMs: nowMs });
  return answers;
};

export const nasaDonki: Source = {
  info: {
    ...NASA,
    id: 'nasa-donki',
    title: 'Space weather events',
    publisher: 'NASA CCMC, DONKI (M2M Space Weather Analysis Office)',
    address: 'https://ccmc.gsfc.nasa.gov/tools/DONKI/',
    cadenceMs: HOUR_MS,
    naturalKey: 'Activity id',
    provides: [{ name: 'spaceWeatherEvent', unit: 'none', title: 'Space weather events: W/m², Kp, km/s' }],
  },
  provider: nasa,
  extract,
  transform: transformDonki,
};
