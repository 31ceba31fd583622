import { DAY_MS } from '@orrery/contract';
import type { ExtractContext, Source } from '../../source.ts';
import { jpl, JPL } from '../provider.ts';
import { askAll } from '../../ask.ts';
import { transformFireballs } from './transform.ts';

/** Fireballs are published weeks late and corrected later; after the first pull a year is asked for. */
const BACK_DAYS = 365;

const extract: Source['extract'] = async (context: ExtractContext) => {
  const query = new URLSearchParams({ 'vel-comp': 'true', sort: '-date' });
  if (context.cursor?.answeredMs !== undefined) {
    query.set('date-min', new Date(context.nowMs - BACK_DAYS * DAY_MS).toISOString().slice(0, 10));
  }
  const answers = await askAll(context, jpl, [`/fireball.api?${query}`]);
  if (answers.length > 0) await context.setCursor({ answeredMs: context.nowMs });
  return answers;
};

export const jplFireballs: Source = {
  info: {
    ...JPL,
    id: 'jpl-fireballs',
    title: 'Fireballs',
    address: 'https://ssd-api.jpl.nasa.gov/doc/fireball.html',
    cadenceMs: 86_400_000,
    naturalKey: 'Time of the brightest moment, UTC',
    provides: [{ name: 'fireball', unit: 'none', title: 'Fireballs: 10¹⁰ J, kt, degrees, km, km/s' }],
  },
  provider: jpl,
  extract,
  transform: transformFireballs,
};
