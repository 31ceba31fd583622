import { utcText } from './format.ts';
import { crossings } from './roots.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** Nodes follow each other after 13 to 14 days. */
const STEP_DAYS = 5;

function* find(search: Search): Generator<SkyEvent> {
  const latitude = (ut: number): number => search.sky.ecliptic('moon', ut).latitude;
  for (const { at, rising } of crossings(latitude, { ...search, step: STEP_DAYS })) {
    const timeMs = utcOf(at);
    const [name, way] = rising ? ['ascending', 'northward'] : ['descending', 'southward'];
    const { longitude } = search.sky.ecliptic('moon', at);
    yield skyEvent({
      timeMs,
      kind: 'moonNode',
      subtype: name!,
      body: 'moon',
      title: `Moon at ${name!} node`,
      text: `The Moon crosses the ecliptic ${way!} at ${utcText(timeMs)}, at ecliptic longitude ${longitude.toFixed(1)}°.`,
    });
  }
}

/** The Moon's ecliptic latitude of date is zero. */
export const moonNodeFinder: EventFinder = { kind: 'moonNode', bodies: ['moon'], defaultBodies: ['moon'], find };
