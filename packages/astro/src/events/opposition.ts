import type { Body } from '@orrery/contract';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { auText, nameOf, utcText } from './format.ts';
import { crossings } from './roots.ts';
import { utcOf, wrapped } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

const OUTER_PLANETS: readonly Body[] = ['mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
const STEP_DAYS = 15;

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  for (const body of search.bodies) {
    const beyond = (ut: number): number => wrapped(sky.longitudeFromSun(body, ut) - sky.longitudeFromSun('sun', ut));
    for (const { at } of crossings(beyond, { ...search, step: STEP_DAYS, wraps: true })) {
      const timeMs = utcOf(at);
      const vector = sky.at(body, at);
      const distance = length(vector);
      const magnitude = sky.magnitude(body, at);
      yield skyEvent({
        timeMs,
        kind: 'opposition',
        subtype: 'opposition',
        body,
        otherBody: 'sun',
        title: `${nameOf(body)} at opposition`,
        text: `${nameOf(body)} is opposite the Sun at ${utcText(timeMs)}, ${auText(distance)} from the Earth, at magnitude ${magnitude!.toFixed(1)}.`,
        elongation: angleBetween(vector, sky.at('sun', at)),
        distance,
        magnitude,
      });
    }
  }
}

/**
 * Seen from the Sun, Earth and planet have the same geometric ecliptic longitude of date, as in the tables of JPL. The
 * apparent longitudes of planet and Sun, shifted by light time and aberration, are opposite 5 to 20 min later.
 */
export const oppositionFinder: EventFinder = {
  kind: 'opposition',
  bodies: OUTER_PLANETS,
  defaultBodies: OUTER_PLANETS,
  find,
};
