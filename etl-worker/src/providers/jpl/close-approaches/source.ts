import { DAY_MS } from '@orrery/contract';
import type { ExtractContext, RawResponse, Source } from '../../source.ts';
import { jpl, JPL } from '../provider.ts';
import { askAll } from '../../ask.ts';
import { transformCloseApproaches } from './transform.ts';

const BACK_DAYS = 7;
const AHEAD_DAYS = 365;

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Approaches to the Earth within 0.05 au (JPL's own default), from a week ago to a year ahead. */
function extract(context: ExtractContext): Promise<readonly RawResponse[]> {
  const query = new URLSearchParams({
    'date-min': day(context.nowMs - BACK_DAYS * DAY_MS),
    'date-max': day(context.nowMs + AHEAD_DAYS * DAY_MS),
    'dist-max': '0.05',
    sort: 'date',
    diameter: 'true',
    fullname: 'true',
  });
  return askAll(context, jpl, [`/cad.api?${query}`]);
}

export const jplCloseApproaches: Source = {
  info: {
    ...JPL,
    id: 'jpl-close-approaches',
    title: 'Close approaches',
    address: 'https://ssd-api.jpl.nasa.gov/doc/cad.html',
    cadenceMs: 6 * 3_600_000,
    naturalKey: 'Designation, body and day of the closest moment (TDB)',
    provides: [{ name: 'closeApproach', unit: 'none', title: 'Close approaches: au, km/s, minutes, metres' }],
  },
  provider: jpl,
  extract,
  transform: transformCloseApproaches,
};
