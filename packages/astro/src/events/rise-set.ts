import { BODIES, type Body } from '@orrery/contract';
import { atStart, azimuthText, nameOf, utcText } from './format.ts';
import { altitudeOfLimb, type Place } from './place.ts';
import { crossings } from './roots.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** Altitudes are sampled each hour; the top of an arc between samples is searched where it may pass the horizon. */
export const ALTITUDE_STEP_DAYS = 1 / 24;

type Direction = 'rise' | 'set';

function titleOf(body: Body, direction: Direction): string {
  if (body === 'sun' || body === 'moon') return `${nameOf(body)}${direction}`;
  return `${nameOf(body)} ${direction}s`;
}

function horizonEvent(place: Place, body: Body, direction: Direction, at: number): SkyEvent {
  const timeMs = utcOf(at);
  const { azimuth } = place.horizontal(body, at);
  const title = titleOf(body, direction);
  const text = `${atStart(body)} ${direction}s at ${utcText(timeMs)} at azimuth ${azimuthText(azimuth)}.`;
  return skyEvent({ timeMs, kind: direction, subtype: direction, body, title, text, azimuth });
}

function* find(search: Search, direction: Direction): Generator<SkyEvent> {
  const { place } = search;
  if (place === null) return;
  for (const body of search.bodies) {
    const found = crossings((ut) => altitudeOfLimb(place, body, ut), {
      ...search,
      step: ALTITUDE_STEP_DAYS,
      pairs: true,
    });
    for (const { at, rising } of found) {
      if (rising === (direction === 'rise')) yield horizonEvent(place, body, direction, at);
    }
  }
}

const finder = (kind: Direction): EventFinder => ({
  kind,
  bodies: BODIES,
  defaultBodies: ['sun', 'moon'],
  find: (search) => find(search, kind),
});

/**
 * The upper limb (of planets the centre) touches the horizon of level ground, with the 34′ of refraction of the
 * almanacs at sea level and less in the thinner air of a higher place.
 */
export const riseFinder = finder('rise');
export const setFinder = finder('set');
