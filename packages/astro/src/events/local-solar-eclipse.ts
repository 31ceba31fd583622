import { KM_PER_AU } from 'astronomy-engine';
import { WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { coveredFraction } from './discs.ts';
import { clockText, durationText, percentText, utcText } from './format.ts';
import { altitudeOfLimb, type Place } from './place.ts';
import { minimumBetween, rootBetween } from './roots.ts';
import { DEGREE, utcOf } from './sky.ts';
import type { GlobalEclipse } from './global-solar-eclipse.ts';
import { ECLIPSE_SUN_RADIUS_KM, PENUMBRAL_K, UMBRAL_K } from './solar-shadow.ts';
import { skyEvent, type SkyEvent } from './types.ts';

/** Sun and Moon as an observer sees them, degrees. */
interface Discs {
  readonly separation: number;
  readonly sun: number;
  readonly moon: number;
  /** The Moon's radius to the bottom of the valleys of its edge, through which the last sunlight comes. */
  readonly solidMoon: number;
}

function discsAt(place: Place, ut: number): Discs {
  const [sun, moon] = [place.at('sun', ut), place.at('moon', ut)];
  const angle = (km: number, au: number): number => Math.asin(km / KM_PER_AU / au) / DEGREE;
  return {
    separation: angleBetween(sun, moon),
    sun: angle(ECLIPSE_SUN_RADIUS_KM, length(sun)),
    moon: angle(PENUMBRAL_K * WGS84_RADIUS_KM, length(moon)),
    solidMoon: angle(UMBRAL_K * WGS84_RADIUS_KM, length(moon)),
  };
}

/** Covered part of the Sun's disc, percent. */
function coveredAt(place: Place, ut: number): number {
  const { sun, solidMoon, separation } = discsAt(place, ut);
  return 100 * coveredFraction(sun, solidMoon, separation);
}

/** First, second, third and fourth contact at a place and the maximum; UT1 days since J2000. */
interface Contacts {
  readonly type: 'partial' | 'annular' | 'total';
  readonly first: number;
  readonly maximum: number;
  readonly last: number;
  /** Begin and end of totality or annularity. */
  readonly central: readonly [number, number] | null;
}

const SAMPLES = 40;
const TOLERANCE_DAYS = 1e-6;
/** Longest half of a central phase: 12.5 min / 2, with room. */
const CENTRAL_REACH_DAYS = 0.02;

function contactsAt(place: Place, eclipse: GlobalEclipse): Contacts | null {
  const { first, last } = eclipse;
  const step = (last - first) / SAMPLES;
  const separation = (ut: number): number => discsAt(place, ut).separation;
  const samples = Array.from({ length: SAMPLES + 1 }, (_, i) => separation(first + i * step));
  const nearest = first + samples.indexOf(Math.min(...samples)) * step;
  const maximum = minimumBetween(separation, nearest - step, nearest + step, TOLERANCE_DAYS);
  const gap = (ut: number): number => {
    const discs = discsAt(place, ut);
    return discs.separation - discs.sun - discs.moon;
  };
  if (gap(maximum) >= 0) return null;
  const centralGap = (ut: number): number => {
    const discs = discsAt(place, ut);
    return discs.separation - Math.abs(discs.solidMoon - discs.sun);
  };
  const isCentral = centralGap(maximum) < 0;
  const { sun, solidMoon } = discsAt(place, maximum);
  return {
    type: !isCentral ? 'partial' : solidMoon > sun ? 'total' : 'annular',
    // The penumbra touches the Earth within these bounds, so no place sees an earlier or later contact.
    first: rootBetween(gap, first - step, maximum),
    maximum,
    last: rootBetween(gap, maximum, last + step),
    central: isCentral
      ? [
          rootBetween(centralGap, maximum - CENTRAL_REACH_DAYS, maximum),
          rootBetween(centralGap, maximum, maximum + CENTRAL_REACH_DAYS),
        ]
      : null,
  };
}

/** How the Sun's upper limb stands during an eclipse: up throughout, in part (with the moment of the change), never. */
function sunDuring(
  place: Place,
  { first, last }: Contacts,
): { readonly seen: boolean; readonly change: number | null; readonly rises: boolean } {
  const step = (last - first) / SAMPLES;
  const up = (ut: number): number => altitudeOfLimb(place, 'sun', ut);
  let seen = up(first) > 0;
  let change: number | null = null;
  let rises = false;
  for (let i = 0; i < SAMPLES; i++) {
    const [a, b] = [first + i * step, first + (i + 1) * step];
    const [before, after] = [up(a), up(b)];
    seen ||= after > 0;
    if (before > 0 === after > 0) continue;
    change = rootBetween(up, a, b, before, after);
    rises = after > 0;
  }
  return { seen, change, rises };
}

/**
 * The eclipse as seen at a place, or null where nothing of it is above the horizon. The numbers are those of the
 * maximum, also where that is below the horizon (a negative altitude); the text then says what is seen at sunrise or
 * sunset.
 */
export function localEclipse(place: Place, eclipse: GlobalEclipse): SkyEvent | null {
  const contacts = contactsAt(place, eclipse);
  if (!contacts) return null;
  const { seen, change, rises } = sunDuring(place, contacts);
  if (!seen) return null;
  const { type, maximum, central } = contacts;
  const discs = discsAt(place, maximum);
  const magnitude = (discs.sun + discs.moon - discs.separation) / (2 * discs.sun);
  const obscuration = coveredAt(place, maximum);
  const [timeMs, timeEndMs, peakMs] = [utcOf(contacts.first), utcOf(contacts.last), utcOf(maximum)];
  const { altitude, azimuth } = place.horizontal('sun', maximum);
  const text = [
    altitude < 0 && change !== null
      ? `Of the Sun ${percentText(coveredAt(place, change))} are covered when it ${rises ? 'rises' : 'sets'} at ${utcText(utcOf(change))}, ${percentText(obscuration)} at maximum below the horizon at ${clockText(peakMs, timeMs)}`
      : `The Moon covers ${percentText(obscuration)} of the Sun at ${utcText(peakMs)}, with the Sun ${Math.max(0, altitude).toFixed(0)}° high`,
    `from ${clockText(timeMs, peakMs)} to ${clockText(timeEndMs, peakMs)}`,
    ...(central ? [`${type} for ${durationText(utcOf(central[1]) - utcOf(central[0]))}`] : []),
    ...(change === null || altitude < 0
      ? []
      : [`the Sun ${rises ? 'rises' : 'sets'} at ${clockText(utcOf(change), peakMs)}`]),
  ];
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'solarEclipse',
    subtype: type,
    body: 'sun',
    otherBody: 'moon',
    title: `${type[0]!.toUpperCase()}${type.slice(1)} solar eclipse`,
    text: `${text.join(', ')}.`,
    altitude,
    azimuth,
    magnitude,
    obscuration,
    latitude: place.observer.latitude,
    longitude: place.observer.longitude,
  });
}
