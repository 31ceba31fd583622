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
import { nearestWithin, partWithin, spansAbove, type Span } from './visibility.ts';

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

/** What is seen of an eclipse at its greatest part above the horizon. */
function textOf(place: Place, contacts: Contacts, best: number, central: Span | null): string {
  const { maximum } = contacts;
  const bestMs = utcOf(best);
  const covered = percentText(coveredAt(place, best));
  const duration = central ? [`${contacts.type} for ${durationText(utcOf(central[1]) - utcOf(central[0]))}`] : [];
  if (best === maximum) {
    const height = Math.max(0, place.horizontal('sun', best).altitude).toFixed(0);
    return [
      `The Moon covers ${covered} of the Sun at ${utcText(bestMs)}, with the Sun ${height}° high`,
      ...duration,
    ].join(', ');
  }
  const change = best > maximum ? 'rises' : 'sets';
  const unseen = `${percentText(coveredAt(place, maximum))} at maximum below the horizon at ${clockText(utcOf(maximum), bestMs)}`;
  return [`Of the Sun ${covered} are covered when it ${change} at ${utcText(bestMs)}`, unseen, ...duration].join(', ');
}

/**
 * The eclipse as seen at a place, or null where nothing of it is above the horizon. Type and numbers are those of the
 * part with the Sun's upper limb above the visible horizon, and the peak is the maximum, or the rise or set of the Sun
 * that is nearest to it; begin and end are first and last contact, also below the horizon.
 */
export function localEclipse(place: Place, eclipse: GlobalEclipse): SkyEvent | null {
  const contacts = contactsAt(place, eclipse);
  if (!contacts) return null;
  const seen = spansAbove((ut) => altitudeOfLimb(place, 'sun', ut), [contacts.first, contacts.last]);
  const [begin, end] = [seen[0]?.[0], seen.at(-1)?.[1]];
  if (begin === undefined || end === undefined) return null;
  const best = nearestWithin(seen, contacts.maximum);
  const central = partWithin(seen, contacts.central);
  const type = central ? contacts.type : 'partial';
  const discs = discsAt(place, best);
  const [timeMs, timeEndMs, peakMs] = [utcOf(contacts.first), utcOf(contacts.last), utcOf(best)];
  const { altitude, azimuth } = place.horizontal('sun', best);
  const horizon = [
    ...(begin > contacts.first && begin !== best ? [`the Sun rises at ${clockText(utcOf(begin), peakMs)}`] : []),
    ...(end < contacts.last && end !== best ? [`the Sun sets at ${clockText(utcOf(end), peakMs)}`] : []),
  ];
  const limits = `from ${clockText(timeMs, peakMs)} to ${clockText(timeEndMs, peakMs)}`;
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'solarEclipse',
    subtype: type,
    body: 'sun',
    otherBody: 'moon',
    title: `${type[0]!.toUpperCase()}${type.slice(1)} solar eclipse`,
    text: `${[textOf(place, contacts, best, central), limits, ...horizon].join(', ')}.`,
    altitude,
    azimuth,
    magnitude: (discs.sun + discs.moon - discs.separation) / (2 * discs.sun),
    obscuration: coveredAt(place, best),
    latitude: place.observer.latitude,
    longitude: place.observer.longitude,
  });
}
