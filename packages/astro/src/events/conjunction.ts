import type { Body } from '@orrery/contract';
import { angleBetween, latitude, length, longitude } from '../ephemeris/vectors.ts';
import { angleText, atStart, inSentence, nameOf, northOrSouth, utcText } from './format.ts';
import { crossings } from './roots.ts';
import { utcOf, wrapped, type Sky } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** Faster bodies first: the first of a pair passes the second. */
const CONJUNCTION_BODIES: readonly Body[] = [
  'moon',
  'mercury',
  'venus',
  'mars',
  'jupiter',
  'saturn',
  'uranus',
  'neptune',
  'pluto',
  'sun',
];

type Pair = readonly [Body, Body];

/**
 * All pairs among the bodies; of a single body its pairs with every other. Moon and Sun are left out: their
 * conjunction is the new moon of `moonPhase`.
 */
export function conjunctionPairs(bodies: readonly Body[]): Pair[] {
  const partners = bodies.length === 1 ? CONJUNCTION_BODIES : bodies;
  return CONJUNCTION_BODIES.flatMap((first, i) =>
    CONJUNCTION_BODIES.slice(i + 1)
      .filter((second) => bodies.includes(first) || bodies.includes(second))
      .filter((second) => partners.includes(first) && partners.includes(second))
      .filter((second) => !(first === 'moon' && second === 'sun'))
      .map((second): Pair => [first, second]),
  );
}

/** The Moon passes a planet once in a month; two conjunctions of planets about a station are found as a pair. */
const MOON_STEP_DAYS = 1;
const PLANET_STEP_DAYS = 4;

type Angle = (body: Body, ut: number) => number;

/** The same angle of a body serves all its pairs on the grid they share. */
function remembered(angle: Angle): Angle {
  const known = new Map<Body, Map<number, number>>();
  return (body, ut) => {
    const ofBody = known.get(body) ?? new Map<number, number>();
    known.set(body, ofBody);
    const value = ofBody.get(ut) ?? angle(body, ut);
    ofBody.set(ut, value);
    return value;
  };
}

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  const ascension = remembered((body, ut) => longitude(sky.at(body, ut)));
  const eclipticLongitude = remembered((body, ut) => sky.ecliptic(body, ut).longitude);
  for (const [body, other] of conjunctionPairs(search.bodies)) {
    const [moon, withSun] = [body === 'moon', other === 'sun'];
    const angle = withSun ? eclipticLongitude : ascension;
    const ahead = (ut: number): number => wrapped(angle(body, ut) - angle(other, ut));
    const scan = { ...search, step: moon ? MOON_STEP_DAYS : PLANET_STEP_DAYS, wraps: true, pairs: !moon && !withSun };
    for (const { at } of crossings(ahead, scan)) {
      yield withSun ? withSunEvent(sky, body, at) : pairEvent(sky, body, other, at);
    }
  }
}

function pairEvent(sky: Sky, body: Body, other: Body, at: number): SkyEvent {
  const timeMs = utcOf(at);
  const [first, second] = [sky.at(body, at), sky.at(other, at)];
  const separation = angleBetween(first, second);
  const side = northOrSouth(latitude(first) - latitude(second));
  const where = `${angleText(separation)} ${side} of`;
  const elongation = angleBetween(second, sky.at('sun', at));
  return skyEvent({
    timeMs,
    kind: 'conjunction',
    subtype: body === 'moon' ? 'moon' : 'planet',
    body,
    otherBody: other,
    title: `${nameOf(body)} ${where} ${nameOf(other)}`,
    text: `${atStart(body)} passes ${where} ${inSentence(other)} at ${utcText(timeMs)}, ${Math.round(elongation)}° from the Sun (in right ascension, from the centre of the Earth).`,
    separation,
    elongation,
    distance: length(first),
  });
}

function withSunEvent(sky: Sky, body: Body, at: number): SkyEvent {
  const timeMs = utcOf(at);
  const [planet, sun] = [sky.at(body, at), sky.at('sun', at)];
  const separation = angleBetween(planet, sun);
  const inner = body === 'mercury' || body === 'venus';
  const subtype = !inner ? 'solar' : length(planet) < length(sun) ? 'inferior' : 'superior';
  const side = northOrSouth(sky.ecliptic(body, at).latitude);
  return skyEvent({
    timeMs,
    kind: 'conjunction',
    subtype,
    body,
    otherBody: 'sun',
    title: inner ? `${nameOf(body)} in ${subtype} conjunction` : `${nameOf(body)} in conjunction with the Sun`,
    text: `${nameOf(body)} passes ${inner && subtype === 'inferior' ? 'between Earth and Sun' : 'beyond the Sun'} at ${utcText(timeMs)}, ${angleText(separation)} ${side} of the Sun's centre.`,
    separation,
    elongation: separation,
    distance: length(planet),
    magnitude: sky.magnitude(body, at),
  });
}

/**
 * Seen from the centre of the Earth: planets and Moon among themselves when their apparent right ascensions of date are
 * equal (the almanacs' definition), planets and the Sun when their apparent ecliptic longitudes are. What the
 * places err (`computeEphemeris`) is minutes for slow pairs: Jupiter passes Saturn at 17″ an hour.
 */
export const conjunctionFinder: EventFinder = {
  kind: 'conjunction',
  bodies: CONJUNCTION_BODIES,
  defaultBodies: CONJUNCTION_BODIES,
  find,
};
