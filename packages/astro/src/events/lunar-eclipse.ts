import { KM_PER_AU } from 'astronomy-engine';
import { BODY_FACTS } from '../ephemeris/bodies.ts';
import { WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { coveredFraction } from './discs.ts';
import { angleText, clockText, durationText, utcText } from './format.ts';
import { phases } from './lunation.ts';
import { altitudeOfLimb } from './place.ts';
import { minimumBetween, rootBetween } from './roots.ts';
import { DEGREE, scaled, utcOf, type Sky } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';
import { nearestWithin, partWithin, spansAbove, type Span } from './visibility.ts';

/** Moon's radius in equatorial radii of the Earth (IAU 1982), as in NASA's catalogues. */
const MOON_RADIUS = 0.2725076;
/** Earth's radius at latitude 45°, and Chauvenet's enlargement of the shadow by 1/50 for the atmosphere. */
const MEAN_EARTH = 0.99834;
const ENLARGEMENT = 1.02;
/** Angle between Moon and shadow axis at full moon beyond which there is no eclipse. */
const NEAR_DEGREES = 2;
/** A penumbral phase takes up to 6.3 h. */
const REACH_DAYS = 0.2;
const PEAK_TOLERANCE_DAYS = 1e-6;

/** Angles at the centre of the Earth, degrees: Moon's centre to the shadow's axis, and the radii. */
interface Shadow {
  readonly separation: number;
  readonly moon: number;
  readonly penumbra: number;
  readonly umbra: number;
}

function shadowAt(sky: Sky, ut: number): Shadow {
  const [sun, moon] = [sky.at('sun', ut), sky.at('moon', ut)];
  const angle = (km: number, au: number): number => Math.asin(km / KM_PER_AU / au) / DEGREE;
  const moonParallax = angle(WGS84_RADIUS_KM, length(moon));
  const sunParallax = angle(WGS84_RADIUS_KM, length(sun));
  const sunRadius = angle(BODY_FACTS.sun.radiusKm, length(sun));
  const body = MEAN_EARTH * moonParallax + sunParallax;
  return {
    separation: angleBetween(moon, scaled(sun, -1)),
    moon: angle(MOON_RADIUS * WGS84_RADIUS_KM, length(moon)),
    penumbra: ENLARGEMENT * (body + sunRadius),
    umbra: ENLARGEMENT * (body - sunRadius),
  };
}

/** From when to when the Moon's centre is within `limit` of the axis, around `peak`; null where it never is. */
function within(sky: Sky, peak: number, limit: (s: Shadow) => number): Span | null {
  const outside = (ut: number): number => {
    const shadow = shadowAt(sky, ut);
    return shadow.separation - limit(shadow);
  };
  if (outside(peak) >= 0) return null;
  return [rootBetween(outside, peak - REACH_DAYS, peak), rootBetween(outside, peak, peak + REACH_DAYS)];
}

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  const reach = { ...search, from: search.from - 1, to: search.to + 1 };
  for (const { at } of phases(sky, reach, [2])) {
    const separation = (ut: number): number => shadowAt(sky, ut).separation;
    if (separation(at) > NEAR_DEGREES) continue;
    const peak = minimumBetween(separation, at - REACH_DAYS, at + REACH_DAYS, PEAK_TOLERANCE_DAYS);
    const penumbral = within(sky, peak, (s) => s.penumbra + s.moon);
    const event = penumbral && eclipseEvent(search, peak, penumbral);
    if (event) yield event;
  }
}

const spanText = ([from, to]: Span, dayOf: number): string =>
  `from ${clockText(utcOf(from), dayOf)} to ${clockText(utcOf(to), dayOf)}`;

/** Null where the Moon is below the horizon of the place all the time. */
function eclipseEvent({ sky, place }: Search, greatest: number, penumbral: Span): SkyEvent | null {
  const up = place && spansAbove((ut) => altitudeOfLimb(place, 'moon', ut), penumbral);
  const seen = up ?? [penumbral];
  const [begin, end] = [seen[0]?.[0], seen.at(-1)?.[1]];
  if (begin === undefined || end === undefined) return null;
  const partial = partWithin(
    seen,
    within(sky, greatest, (s) => s.umbra + s.moon),
  );
  const total = partWithin(
    seen,
    within(sky, greatest, (s) => s.umbra - s.moon),
  );
  const peak = nearestWithin(seen, greatest);
  const shadow = shadowAt(sky, peak);
  const subtype = total ? 'total' : partial ? 'partial' : 'penumbral';
  const edge = partial ? shadow.umbra : shadow.penumbra;
  const magnitude = (edge + shadow.moon - shadow.separation) / (2 * shadow.moon);
  const [timeMs, timeEndMs, peakMs] = [utcOf(begin), utcOf(end), utcOf(peak)];
  const at = place?.horizontal('moon', peak);
  const clipped = begin > penumbral[0] ? ['from moonrise on'] : end < penumbral[1] ? ['until moonset'] : [];
  const text = [
    `The Moon is in the Earth's shadow from ${utcText(timeMs)} to ${utcText(timeEndMs)}`,
    ...(partial ? [`in the umbra ${spanText(partial, timeMs)}`] : []),
    ...(total ? [`totally eclipsed for ${durationText(utcOf(total[1]) - utcOf(total[0]))}`] : []),
    `deepest at ${clockText(peakMs, timeMs)} (${partial ? 'umbral' : 'penumbral'} magnitude ${magnitude.toFixed(3)})`,
    ...(at ? [`then ${angleText(Math.max(0, at.altitude))} above the horizon`] : []),
    ...clipped.map((limit) => `seen ${limit}`),
  ];
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'lunarEclipse',
    subtype,
    body: 'moon',
    otherBody: 'sun',
    title: `${subtype[0]!.toUpperCase()}${subtype.slice(1)} lunar eclipse`,
    text: `${text.join(', ')}.`,
    altitude: at?.altitude ?? null,
    azimuth: at?.azimuth ?? null,
    magnitude,
    obscuration: 100 * coveredFraction(shadow.moon, shadow.umbra, shadow.separation),
  });
}

/**
 * From first to last contact with the penumbra; the peak is the moment at which the Moon's centre is nearest to the
 * axis of the shadow. With an observer all this is of the part with the Moon's upper limb above the visible horizon,
 * and an eclipse that is not seen is none. Of penumbral eclipses the magnitude is that in the penumbra, else that in
 * the umbra. With Danjon's smaller shadow, which NASA's catalogue of 2009 takes, umbral magnitudes are 0.006 and
 * penumbral ones 0.026 less, and the contacts with the penumbra up to 2 min nearer to the middle.
 */
export const lunarEclipseFinder: EventFinder = {
  kind: 'lunarEclipse',
  bodies: ['moon'],
  defaultBodies: ['moon'],
  find,
};
