import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY_MS } from '@orrery/contract';
import type { RawResponse, Source } from '../../source.ts';
import { computeAlmanac, dayOfSite, type AlmanacDay, type AlmanacSite } from './compute.ts';
import { transformAlmanac } from './transform.ts';

/** Days from the current one on that are computed at the first run; later runs add what is new. */
const AHEAD_DAYS = 14;

function daysDone(state: unknown): Readonly<Record<string, string>> {
  const entries = typeof state === 'object' && state !== null ? Object.entries(state) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The days of a site that are missing, `2026-08-01`, none of them twice. */
function missingDays(site: AlmanacSite, nowMs: number, lastDone: string | undefined): readonly string[] {
  const today = dayOfSite(site, nowMs);
  const days = Array.from({ length: AHEAD_DAYS + 1 }, (_, n) =>
    new Date(Date.parse(today) + n * DAY_MS).toISOString().slice(0, 10),
  );
  return lastDone === undefined ? days : days.filter((day) => day > lastDone);
}

const extract: Source['extract'] = async ({ nowMs, sites, state, setState }) => {
  const done = daysDone(state);
  const next: Record<string, string> = { ...done };
  const answers: RawResponse[] = [];
  for (const site of sites) {
    const dates = missingDays(site, nowMs, done[site.id]);
    const last = dates.at(-1);
    if (last === undefined) continue;
    const days: AlmanacDay[] = [];
    for (const date of dates) {
      days.push(computeAlmanac(site, date));
      // A day takes 10 to 15 ms: others get their turn in between.
      await nextTurn();
    }
    answers.push({
      url: `computed:almanac/${encodeURIComponent(site.id)}/${dates[0]}/${last}`,
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ site, days }),
      retrievedAtMs: nowMs,
    });
    next[site.id] = last;
  }
  await setState(next);
  return answers;
};

export const almanac: Source = {
  info: {
    id: 'almanac',
    title: 'Daily almanac of the sites',
    publisher: 'Orrery (computed)',
    terms: 'Computed here, free to use.',
    address: 'https://aa.usno.navy.mil/data/RS_OneDay',
    cadenceMs: 6 * 3_600_000,
    politeness: 'Nobody is asked.',
    naturalKey: 'Site and day of local mean solar time',
    provides: [{ name: 'almanac', unit: 'none', title: 'Rise, transit, set, twilight and phase, by site and day' }],
  },
  provider: null,
  extract,
  transform: transformAlmanac,
};
