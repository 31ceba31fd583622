import { Body as EngineBody, e_tilt, HelioVector, Rotation_EQJ_EQD, SiderealTime } from 'astronomy-engine';
import type { Body } from '@orrery/contract';
import { geocentricMoon, heliocentricPlanet } from '../theory/index.ts';
import { ttToTime, ut1FromTt } from '../time/index.ts';
import { BODY_FACTS } from './bodies.ts';
import type { Track } from './interpolation.ts';
import { addScaled, vec } from './vectors.ts';

/** Earth rotation angle in degrees, not reduced: IAU 2000 Resolution B1.8, split so that whole turns cost no digits. */
export const earthRotationAngle = (ut1Days: number): number =>
  360 * (0.779057273264 + 0.00273781191135448 * ut1Days + (ut1Days % 1));

/** Mean obliquity of the ecliptic at J2000, degrees (IAU 2006). */
export const OBLIQUITY_J2000 = 84_381.406 / 3600;

/** Components of the orientation track: the matrix EQJ -> true equator of date by rows, then two angles in degrees. */
export const ORIENTATION = { obliquity: 9, gastMinusEra: 10, size: 11 } as const;
/** The fastest wave, of the nutation, takes 13.7 days and reaches 0.2″. */
const ORIENTATION_STEP_DAYS = 2;

const computeOrientation: Track = (tt, out) => {
  const time = ttToTime(tt);
  const { rot } = Rotation_EQJ_EQD(time);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[3 * i + j] = rot[j]![i]!;
  out[ORIENTATION.obliquity] = e_tilt(time).tobl;
  const difference = (15 * SiderealTime(time) - earthRotationAngle(ut1FromTt(tt))) % 360;
  out[ORIENTATION.gastMinusEra] = difference - 360 * Math.round(difference / 360);
};

/** Pluto alone comes from astronomy-engine, which integrates its path: within 8″ of JPL DE441 from 1900 to 2099. */
const computePluto: Track = (tt, out) => {
  const { x, y, z } = HelioVector(EngineBody.Pluto, ttToTime(tt));
  out[0] = x;
  out[1] = y;
  out[2] = z;
};

/** Geometric place of a body straight from its theory, AU EQJ: heliocentric, but geocentric for the Moon. */
export function computePlace(body: Body): Track {
  if (body === 'sun') return (_tt, out) => void out.fill(0);
  if (body === 'moon') return geocentricMoon;
  if (body === 'pluto') return computePluto;
  return (tt, out) => heliocentricPlanet(body, tt, out);
}

/** Nodes of the Earth: its path carries the monthly swing about the barycentre, 6″ wide. */
const EARTH_STEP_DAYS = 3;

/** How values on a grid of `stepDays` are joined: see `interpolation.ts`. */
export type Joining = (compute: Track, components: number, stepDays: number) => Track;

export const computeEarth: Track = (tt, out) => heliocentricPlanet('earth', tt, out);

/** Geometric heliocentric place of the Earth, AU EQJ. */
export const earthTrack = (joining: Joining): Track => joining(computeEarth, 3, EARTH_STEP_DAYS);

/** Geometric heliocentric place of any body, AU EQJ. */
export function bodyTrack(body: Body, earthAt: Track, joining: Joining): Track {
  const bodyAt = joining(computePlace(body), 3, BODY_FACTS[body].stepDays);
  if (body !== 'moon') return bodyAt;
  const earth = vec();
  return (tt, out) => {
    earthAt(tt, earth);
    bodyAt(tt, out);
    addScaled(out, 1, earth, out);
  };
}

/** How the Earth stands: see `ORIENTATION` for the components. */
export const orientationTrack = (joining: Joining): Track =>
  joining(computeOrientation, ORIENTATION.size, ORIENTATION_STEP_DAYS);
