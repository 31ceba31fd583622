import type { Body } from '@orrery/contract';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { nameOf, utcText } from './format.ts';
import { extrema } from './roots.ts';
import { utcOf, wrapped } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

const INNER_PLANETS: readonly Body[] = ['mercury', 'venus'];
const STEP_DAYS: Partial<Record<Body, number>> = { mercury: 5, venus: 10 };
const HALF_DIFFERENCE_DAYS = 0.02;

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  for (const body of search.bodies) {
    const elongationAt = (ut: number): number => angleBetween(sky.at(body, ut), sky.at('sun', ut));
    const scan = { ...search, step: STEP_DAYS[body] ?? 5 };
    for (const { at, rising } of extrema(elongationAt, HALF_DIFFERENCE_DAYS, scan)) {
      if (rising) continue;
      const timeMs = utcOf(at);
      const vector = sky.at(body, at);
      const elongation = elongationAt(at);
      const ahead = wrapped(sky.ecliptic(body, at).longitude - sky.ecliptic('sun', at).longitude);
      const [side, when] = ahead > 0 ? (['east', 'evening'] as const) : (['west', 'morning'] as const);
      const magnitude = sky.magnitude(body, at);
      yield skyEvent({
        timeMs,
        kind: 'maxElongation',
        subtype: side,
        body,
        otherBody: 'sun',
        title: `${nameOf(body)} at greatest elongation ${side}`,
        text: `${nameOf(body)} stands ${elongation.toFixed(1)}° ${side} of the Sun at ${utcText(timeMs)}, in the ${when} sky, at magnitude ${magnitude!.toFixed(1)}.`,
        elongation,
        distance: length(vector),
        magnitude,
      });
    }
  }
}

/** The angle between planet and Sun, seen from the centre of the Earth, is at a maximum. */
export const maxElongationFinder: EventFinder = {
  kind: 'maxElongation',
  bodies: INNER_PLANETS,
  defaultBodies: INNER_PLANETS,
  find,
};
