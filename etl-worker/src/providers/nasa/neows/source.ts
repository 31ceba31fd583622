import { DAY_MS } from '@orrery/contract';
import type { ExtractContext, RawResponse, Source } from '../../source.ts';
import { nasa, NASA } from '../provider.ts';
import { askAll } from '../../ask.ts';
import { transformNeows } from './transform.ts';

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Yesterday and six days more: seven days are the most that the feed gives in one call. */
function extract(context: ExtractContext): Promise<readonly RawResponse[]> {
  const query = new URLSearchParams({
    start_date: day(context.nowMs - DAY_MS),
    end_date: day(context.nowMs + 5 * DAY_MS),
    detailed: 'false',
  });
  return askAll(context, nasa, [`/neo/rest/v1/feed?${query}`]);
}

export const nasaNeows: Source = {
  info: {
    ...NASA,
    id: 'nasa-neows',
    title: 'Near-Earth objects of the week',
    publisher: 'NASA NeoWs (data of JPL/CNEOS)',
    address: 'https://api.nasa.gov/#NeoWS',
    cadenceMs: 6 * 3_600_000,
    naturalKey: 'Designation, body and day of the closest moment (TDB)',
    provides: [{ name: 'closeApproach', unit: 'none', title: 'Close approaches: au, km/s, metres, hazard' }],
  },
  provider: nasa,
  extract,
  transform: transformNeows,
};
