import { KM_PER_AU } from 'astronomy-engine';
import { length } from '../ephemeris/vectors.ts';
import { utcText } from './format.ts';
import { phases } from './lunation.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

const SUBTYPES = ['new', 'firstQuarter', 'full', 'lastQuarter'] as const;
const TITLES = ['New moon', 'First quarter', 'Full moon', 'Last quarter'] as const;

function* find(search: Search): Generator<SkyEvent> {
  for (const { quarter, at } of phases(search.sky, search)) {
    const timeMs = utcOf(at);
    const distance = length(search.sky.at('moon', at));
    const title = TITLES[quarter];
    yield skyEvent({
      timeMs,
      kind: 'moonPhase',
      subtype: SUBTYPES[quarter],
      body: 'moon',
      title,
      text: `${title} at ${utcText(timeMs)}, at a distance of ${Math.round(distance * KM_PER_AU)} km.`,
      distance,
    });
  }
}

/** The Moon's apparent ecliptic longitude exceeds the Sun's by 0°, 90°, 180° or 270°. */
export const moonPhaseFinder: EventFinder = { kind: 'moonPhase', bodies: ['moon'], defaultBodies: ['moon'], find };
