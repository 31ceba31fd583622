import { BODIES } from '@orrery/contract';
import { angleText, atStart, nameOf, utcText } from './format.ts';
import { crossings } from './roots.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** The hour angle gains about 90° in a quarter of a day, so that a step holds one passage at most. */
const STEP_DAYS = 0.25;

function* find(search: Search): Generator<SkyEvent> {
  const { place } = search;
  if (place === null) return;
  for (const body of search.bodies) {
    const hourAngle = (ut: number): number => place.horizontal(body, ut).hourAngle;
    for (const { at } of crossings(hourAngle, { ...search, step: STEP_DAYS, wraps: true })) {
      const timeMs = utcOf(at);
      const { altitude, azimuth } = place.horizontal(body, at);
      const where = altitude < 0 ? `${angleText(-altitude)} below the horizon` : `${angleText(altitude)} high`;
      yield skyEvent({
        timeMs,
        kind: 'transit',
        subtype: 'upper',
        body,
        title: `${nameOf(body)} on the meridian`,
        text: `${atStart(body)} crosses the meridian at ${utcText(timeMs)}, ${where}.`,
        altitude,
        azimuth,
      });
    }
  }
}

/** Upper culmination: the hour angle is zero. Altitude without refraction. */
export const culminationFinder: EventFinder = { kind: 'transit', bodies: BODIES, defaultBodies: ['sun', 'moon'], find };
