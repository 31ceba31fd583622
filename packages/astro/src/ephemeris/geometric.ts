import { Body as EngineBody, HelioVector } from 'astronomy-engine';
import type { Body } from '@orrery/contract';
import { geocentricMoon, heliocentricPlanet } from '../theory/index.ts';
import { ttToTime } from '../time/index.ts';
import { BODY_FACTS } from './bodies.ts';
import type { Interpolate, TimeFunction } from './interpolation.ts';
import { addScaled, vec } from './vectors.ts';

/** Pluto alone comes from astronomy-engine, which integrates its path: within 8″ of JPL DE441 from 1900 to 2099. */
const computePluto: TimeFunction = (tt, out) => {
  const { x, y, z } = HelioVector(EngineBody.Pluto, ttToTime(tt));
  out[0] = x;
  out[1] = y;
  out[2] = z;
};

/** Geometric position of a body straight from its theory, AU EQJ: heliocentric, but geocentric for the Moon. */
export function computePosition(body: Body): TimeFunction {
  if (body === 'sun') return (_tt, out) => void out.fill(0);
  if (body === 'moon') return geocentricMoon;
  if (body === 'pluto') return computePluto;
  return (tt, out) => heliocentricPlanet(body, tt, out);
}

/** Nodes of the Earth: its path carries the monthly swing about the barycentre, 6″ wide. */
const EARTH_STEP_DAYS = 3;

export const computeEarth: TimeFunction = (tt, out) => heliocentricPlanet('earth', tt, out);

/** Geometric heliocentric position of the Earth, AU EQJ. */
export const heliocentricEarth = (interpolate: Interpolate): TimeFunction =>
  interpolate(computeEarth, 3, EARTH_STEP_DAYS);

/** Geometric heliocentric position of any body, AU EQJ. */
export function heliocentricBody(body: Body, earthAt: TimeFunction, interpolate: Interpolate): TimeFunction {
  const bodyAt = interpolate(computePosition(body), 3, BODY_FACTS[body].stepDays);
  if (body !== 'moon') return bodyAt;
  const earth = vec();
  return (tt, out) => {
    earthAt(tt, earth);
    bodyAt(tt, out);
    addScaled(out, 1, earth, out);
  };
}
