import { utcText } from './format.ts';
import { ALTITUDE_STEP_DAYS } from './rise-set.ts';
import { crossings } from './roots.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** Altitude of the Sun's centre without refraction, by definition (USNO, Explanatory Supplement §14.1.2). */
const LIMITS = [
  { name: 'civil', altitude: -6 },
  { name: 'nautical', altitude: -12 },
  { name: 'astronomical', altitude: -18 },
] as const;

function* find(search: Search): Generator<SkyEvent> {
  const { place } = search;
  if (place === null) return;
  for (const { name, altitude } of LIMITS) {
    const above = (ut: number): number => place.horizontal('sun', ut).altitude - altitude;
    for (const { at, rising } of crossings(above, { ...search, step: ALTITUDE_STEP_DAYS, pairs: true })) {
      const timeMs = utcOf(at);
      const part = rising ? 'dawn' : 'dusk';
      const title = `${name[0]!.toUpperCase()}${name.slice(1)} ${part}`;
      const change = rising ? 'begins, the Sun is' : 'ends, the Sun is';
      yield skyEvent({
        timeMs,
        kind: 'twilight',
        subtype: `${name}${rising ? 'Dawn' : 'Dusk'}`,
        body: 'sun',
        title,
        text: `${name[0]!.toUpperCase()}${name.slice(1)} twilight ${change} ${-altitude}° below the horizon at ${utcText(timeMs)}.`,
        altitude,
        azimuth: place.horizontal('sun', at).azimuth,
      });
    }
  }
}

/** Dawn begins and dusk ends where the centre of the Sun passes −6°, −12° and −18°. */
export const twilightFinder: EventFinder = { kind: 'twilight', bodies: ['sun'], defaultBodies: ['sun'], find };
