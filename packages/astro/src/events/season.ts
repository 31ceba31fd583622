import { latitude } from '../ephemeris/vectors.ts';
import { utcText } from './format.ts';
import { crossings } from './roots.ts';
import { utcOf, wrapped } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** The Sun moves 1° a day: at most one quarter of the year begins in a step. */
const STEP_DAYS = 20;

const SEASONS = [
  { longitude: 0, subtype: 'marchEquinox', title: 'March equinox' },
  { longitude: 90, subtype: 'juneSolstice', title: 'June solstice' },
  { longitude: 180, subtype: 'septemberEquinox', title: 'September equinox' },
  { longitude: 270, subtype: 'decemberSolstice', title: 'December solstice' },
] as const;

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  for (const { longitude, subtype, title } of SEASONS) {
    const past = (ut: number): number => wrapped(sky.ecliptic('sun', ut).longitude - longitude);
    for (const { at } of crossings(past, { ...search, step: STEP_DAYS, wraps: true })) {
      const timeMs = utcOf(at);
      const height = latitude(sky.at('sun', at));
      const where =
        longitude % 180 === 0 ? 'crosses the equator' : `stands ${Math.abs(height).toFixed(2)}° from the equator`;
      const text = `${title} at ${utcText(timeMs)}: the Sun ${where} at ecliptic longitude ${longitude}°.`;
      yield skyEvent({ timeMs, kind: 'season', subtype, body: 'sun', title, text });
    }
  }
}

/** The Sun's apparent ecliptic longitude of date is 0°, 90°, 180° or 270°. */
export const seasonFinder: EventFinder = { kind: 'season', bodies: ['sun'], defaultBodies: ['sun'], find };
