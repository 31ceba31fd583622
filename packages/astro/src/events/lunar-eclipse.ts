import { KM_PER_AU } from 'astronomy-engine';
import { BODY_FACTS } from '../ephemeris/bodies.ts';
import { WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { angleBetween, length } from '../ephemeris/vectors.ts';
import { coveredFraction } from './discs.ts';
import { angleText, clockText, durationText, utcText } from './format.ts';
import { phases } from './lunation.ts';
import { minimumBetween, rootBetween } from './roots.ts';
import { DEGREE, scaled, utcOf, type Sky } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

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

type Interval = readonly [startMs: number, endMs: number];

/** From when to when the Moon's centre is within `limit` of the axis, around `peak`; null where it never is. */
function within(sky: Sky, peak: number, limit: (s: Shadow) => number): Interval | null {
  const outside = (ut: number): number => {
    const shadow = shadowAt(sky, ut);
    return shadow.separation - limit(shadow);
  };
  if (outside(peak) >= 0) return null;
  const ends = [rootBetween(outside, peak - REACH_DAYS, peak), rootBetween(outside, peak, peak + REACH_DAYS)] as const;
  return [utcOf(ends[0]), utcOf(ends[1])];
}

function* find(search: Search): Generator<SkyEvent> {
  const { sky } = search;
  const reach = { ...search, from: search.from - 1, to: search.to + 1 };
  for (const { at } of phases(sky, reach, [2])) {
    const separation = (ut: number): number => shadowAt(sky, ut).separation;
    if (separation(at) > NEAR_DEGREES) continue;
    const peak = minimumBetween(separation, at - REACH_DAYS, at + REACH_DAYS, PEAK_TOLERANCE_DAYS);
    const penumbral = within(sky, peak, (s) => s.penumbra + s.moon);
    if (penumbral) yield eclipseEvent(search, peak, penumbral);
  }
}

function eclipseEvent(search: Search, peak: number, penumbral: Interval): SkyEvent {
  const { sky, place } = search;
  const partial = within(sky, peak, (s) => s.umbra + s.moon);
  const total = within(sky, peak, (s) => s.umbra - s.moon);
  const shadow = shadowAt(sky, peak);
  const peakMs = utcOf(peak);
  const subtype = total ? 'total' : partial ? 'partial' : 'penumbral';
  const edge = partial ? shadow.umbra : shadow.penumbra;
  const magnitude = (edge + shadow.moon - shadow.separation) / (2 * shadow.moon);
  const at = place?.horizontal('moon', peak);
  const [timeMs, timeEndMs] = penumbral;
  return skyEvent({
    timeMs,
    timeEndMs,
    peakMs,
    kind: 'lunarEclipse',
    subtype,
    body: 'moon',
    otherBody: 'sun',
    title: `${subtype[0]!.toUpperCase()}${subtype.slice(1)} lunar eclipse`,
    text:
      [
        `The Moon is in the Earth's shadow from ${utcText(timeMs)} to ${utcText(timeEndMs)}`,
        ...(partial ? [`in the umbra from ${clockText(partial[0], timeMs)} to ${clockText(partial[1], timeMs)}`] : []),
        ...(total ? [`totally eclipsed for ${durationText(total[1] - total[0])}`] : []),
        `deepest at ${clockText(peakMs, timeMs)} (${partial ? 'umbral' : 'penumbral'} magnitude ${magnitude.toFixed(3)})`,
        ...(at
          ? [at.altitude > 0 ? `then ${angleText(at.altitude)} above the horizon` : 'then below the horizon']
          : []),
      ].join(', ') + '.',
    altitude: at?.altitude ?? null,
    azimuth: at?.azimuth ?? null,
    magnitude,
    obscuration: 100 * coveredFraction(shadow.moon, shadow.umbra, shadow.separation),
  });
}

/**
 * From first to last contact with the penumbra; the peak is the moment at which the Moon's centre is nearest to the
 * axis of the shadow. Of penumbral eclipses the magnitude is that in the penumbra, else that in the umbra. With
 * Danjon's smaller shadow, which NASA's catalogue of 2009 takes, umbral magnitudes are 0.006 and penumbral ones 0.026
 * less, and the contacts with the penumbra up to 2 min nearer to the middle.
 */
export const lunarEclipseFinder: EventFinder = {
  kind: 'lunarEclipse',
  bodies: ['moon'],
  defaultBodies: ['moon'],
  find,
};
