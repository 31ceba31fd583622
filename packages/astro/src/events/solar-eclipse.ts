import { clockText, placeText, utcText } from './format.ts';
import { globalEclipse, type GlobalEclipse } from './global-solar-eclipse.ts';
import { localEclipse } from './local-solar-eclipse.ts';
import { phases } from './lunation.ts';
import { utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

function* find(search: Search): Generator<SkyEvent> {
  const reach = { ...search, from: search.from - 1, to: search.to + 1 };
  for (const { at } of phases(search.sky, reach, [0])) {
    const eclipse = globalEclipse(search.sky, at);
    if (!eclipse) continue;
    const event = search.place ? localEclipse(search.place, eclipse) : globalEvent(eclipse);
    if (event) yield event;
  }
}

function globalEvent(eclipse: GlobalEclipse): SkyEvent {
  const { type, magnitude, obscuration, latitude, longitude } = eclipse;
  const [timeMs, timeEndMs, peakMs] = [utcOf(eclipse.first), utcOf(eclipse.last), utcOf(eclipse.greatest)];
  const where = placeText(latitude, longitude);
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'solarEclipse',
    subtype: type,
    body: 'sun',
    otherBody: 'moon',
    title: `${type[0]!.toUpperCase()}${type.slice(1)} solar eclipse`,
    text: `The Moon's shadow is on the Earth from ${utcText(timeMs)} to ${utcText(timeEndMs)}, greatest at ${clockText(peakMs, timeMs)} at ${where} with magnitude ${magnitude.toFixed(3)}.`,
    magnitude,
    obscuration,
    latitude,
    longitude,
  });
}

/**
 * Without an observer the eclipses of the whole Earth, from first to last contact of the penumbra; with one those of
 * which something can be seen there, from first to last contact at the place, with the type as seen there.
 */
export const solarEclipseFinder: EventFinder = {
  kind: 'solarEclipse',
  bodies: ['sun', 'moon'],
  defaultBodies: ['sun'],
  find,
};
