import { KM_PER_AU } from 'astronomy-engine';
import type { Body } from '@orrery/contract';
import { BODY_FACTS } from '../ephemeris/bodies.ts';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { angleText, clockText, durationText, nameOf, utcText } from './format.ts';
import { altitudeOfLimb } from './place.ts';
import { crossings, minimumBetween, rootBetween } from './roots.ts';
import { DEGREE, utcOf, wrapped, type Sky } from './sky.ts';
import { ECLIPSE_SUN_RADIUS_KM } from './solar-shadow.ts';
import { nearestWithin, spansAbove, type Span } from './visibility.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

const INNER_PLANETS: readonly Body[] = ['mercury', 'venus'];
const STEP_DAYS: Partial<Record<Body, number>> = { mercury: 8, venus: 20 };
/** A transit takes up to 8 h; its ends are looked for this far from its middle. */
const REACH_DAYS = 0.3;
/** Beyond this distance from the Sun at the conjunction in longitude there is no transit; the Sun's radius is 0.27°. */
const NEAR_DEGREES = 0.6;
const PEAK_TOLERANCE_DAYS = 1e-6;

const radius = (km: number, distanceAu: number): number => Math.asin(km / KM_PER_AU / distanceAu) / DEGREE;

/**
 * Separation of the centres less the sum of the radii, degrees: negative while any part of the planet is on the Sun.
 */
function clearance(sky: Sky, body: Body, ut: number): number {
  const [planet, sun] = [sky.at(body, ut), sky.at('sun', ut)];
  const radii = radius(ECLIPSE_SUN_RADIUS_KM, length(sun)) + radius(BODY_FACTS[body].radiusKm, length(planet));
  return angleBetween(planet, sun) - radii;
}

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  const reach = { ...search, from: search.from - 1, to: search.to + 1 };
  for (const body of search.bodies) {
    const ahead = (ut: number): number => wrapped(sky.ecliptic(body, ut).longitude - sky.ecliptic('sun', ut).longitude);
    for (const { at, rising } of crossings(ahead, { ...reach, step: STEP_DAYS[body] ?? 8, wraps: true })) {
      // The planet overtakes the Sun at superior conjunction and falls behind at inferior conjunction.
      if (rising || angleBetween(sky.at(body, at), sky.at('sun', at)) > NEAR_DEGREES) continue;
      const event = transitNear(search, body, at);
      if (event) yield event;
    }
  }
}

function transitNear({ sky, place }: Search, body: Body, conjunction: number): SkyEvent | null {
  const distance = (ut: number): number => clearance(sky, body, ut);
  const middle = minimumBetween(distance, conjunction - REACH_DAYS, conjunction + REACH_DAYS, PEAK_TOLERANCE_DAYS);
  if (distance(middle) >= 0) return null;
  const whole: Span = [
    rootBetween(distance, middle - REACH_DAYS, middle),
    rootBetween(distance, middle, middle + REACH_DAYS),
  ];
  const seen = place ? spansAbove((ut) => altitudeOfLimb(place, 'sun', ut), whole) : [whole];
  const [begin, end] = [seen[0]?.[0], seen.at(-1)?.[1]];
  if (begin === undefined || end === undefined) return null;
  const peak = nearestWithin(seen, middle);
  const [timeMs, timeEndMs, peakMs] = [utcOf(begin), utcOf(end), utcOf(peak)];
  const separation = angleBetween(sky.at(body, peak), sky.at('sun', peak));
  const at = place?.horizontal('sun', peak);
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'planetTransit',
    subtype: 'transit',
    body,
    otherBody: 'sun',
    title: `${nameOf(body)} transits the Sun`,
    text: `${nameOf(body)} crosses the Sun's disc for ${durationText(timeEndMs - timeMs)} from ${utcText(timeMs)} to ${utcText(timeEndMs)}${begin > whole[0] || end < whole[1] ? ' as far as the Sun is up' : ''}, nearest to its centre (${angleText(separation)}) at ${clockText(peakMs, timeMs)} (from the centre of the Earth).`,
    separation,
    distance: length(sky.at(body, peak)),
    altitude: at?.altitude ?? null,
    azimuth: at?.azimuth ?? null,
  });
}

/**
 * Mercury or Venus before the Sun of NASA's catalogues, first to last outer contact, from the centre of the Earth. With
 * an observer the part with the Sun up; a transit that is not seen is none.
 */
export const planetTransitFinder: EventFinder = {
  kind: 'planetTransit',
  bodies: INNER_PLANETS,
  defaultBodies: INNER_PLANETS,
  find,
};
