import { KM_PER_AU } from 'astronomy-engine';
import { BODIES, type Body } from '@orrery/contract';
import { computeEarth, computePosition } from '../ephemeris/geometric.ts';
import { length, vec } from '../ephemeris/vectors.ts';
import { auText, nameOf, utcText } from './format.ts';
import { extrema } from './roots.ts';
import { ttOf, utcOf } from './sky.ts';
import { skyEvent, type EventFinder, type Search, type SkyEvent } from './types.ts';

/** Steps small enough to hold one apsis at most: under a fifth of the way from one to the next. */
const STEP_DAYS: Readonly<Record<Body, number>> = {
  sun: 20,
  moon: 2,
  mercury: 8,
  venus: 20,
  mars: 60,
  jupiter: 200,
  saturn: 400,
  uranus: 1000,
  neptune: 300,
  pluto: 1000,
};

/**
 * The Sun's motion around the barycentre moves Neptune and Pluto so much against it that their distance has several
 * small extrema about each apsis. An apsis is then the extremum of these spans, about 0.15 of the period either way.
 */
const SURROUNDINGS_DAYS: Partial<Record<Body, number>> = { neptune: 9_000, pluto: 13_600 };
const SURROUNDINGS_STEP_DAYS = 50;

/** Geometric distance, AU, by UT1: of the Moon from the Earth, for `sun` that of the Earth, else from the Sun. */
function orbitDistance(body: Body): (ut: number) => number {
  const compute = body === 'sun' ? computeEarth : computePosition(body);
  const place = vec();
  return (ut) => {
    compute(ttOf(ut), place);
    return length(place);
  };
}

function isExtremumOfSurroundings(body: Body, distanceAt: (ut: number) => number, at: number, sign: number): boolean {
  const span = SURROUNDINGS_DAYS[body];
  if (span === undefined) return true;
  const here = sign * distanceAt(at);
  for (let days = SURROUNDINGS_STEP_DAYS; days <= span; days += SURROUNDINGS_STEP_DAYS) {
    if (sign * distanceAt(at - days) < here || sign * distanceAt(at + days) < here) return false;
  }
  return true;
}

function* find(search: Search): Generator<SkyEvent> {
  for (const body of search.bodies) {
    const distanceAt = orbitDistance(body);
    const step = STEP_DAYS[body];
    for (const { at, rising } of extrema(distanceAt, step / 200, { ...search, step })) {
      if (isExtremumOfSurroundings(body, distanceAt, at, rising ? 1 : -1))
        yield apsisEvent(body, at, rising, distanceAt(at));
    }
  }
}

function apsisEvent(body: Body, at: number, nearest: boolean, distance: number): SkyEvent {
  const timeMs = utcOf(at);
  const moon = body === 'moon';
  const subtype = moon ? (nearest ? 'perigee' : 'apogee') : nearest ? 'perihelion' : 'aphelion';
  // Seen from the Earth the Sun is nearest when the Earth is at perihelion.
  const name = body === 'sun' ? 'Earth' : nameOf(body);
  const far = moon ? `${Math.round(distance * KM_PER_AU)} km from the Earth` : `${auText(distance)} from the Sun`;
  const subject = body === 'sun' || moon ? `The ${name}` : name;
  return skyEvent({
    timeMs,
    kind: 'apsis',
    subtype,
    body,
    title: `${name} at ${subtype}`,
    text: `${subject} is at ${subtype} at ${utcText(timeMs)}, ${far}.`,
    distance,
  });
}

/**
 * Perihelion and aphelion of the planets, perigee and apogee of the Moon. The body `sun` stands for the Earth's own
 * perihelion and aphelion. Centre to centre, geometric.
 */
export const apsisFinder: EventFinder = { kind: 'apsis', bodies: BODIES, defaultBodies: BODIES, find };
