import { coveredFraction } from './discs.ts';
import { minimumBetween, rootBetween } from './roots.ts';
import type { Sky } from './sky.ts';
import {
  axisDistance,
  centralPoint,
  geodeticOf,
  limbOf,
  limbPoint,
  PENUMBRAL_K,
  shadowPlane,
  UMBRAL_K,
} from './solar-shadow.ts';

type SolarEclipseType = 'partial' | 'annular' | 'total' | 'hybrid';

/** A solar eclipse on the Earth as a whole; moments in UT1 days since J2000. */
export interface GlobalEclipse {
  readonly type: SolarEclipseType;
  /** First and last contact of the penumbra with the Earth. */
  readonly first: number;
  readonly last: number;
  /** Greatest eclipse: the axis of the shadow is nearest to the centre of the Earth. */
  readonly greatest: number;
  /** Distance of the axis from the centre then, in equatorial radii, negative when it passes south. */
  readonly gamma: number;
  readonly magnitude: number;
  readonly obscuration: number;
  /** Where the axis then meets the Earth; else the point of the outline nearest to it. */
  readonly latitude: number;
  readonly longitude: number;
  readonly central: boolean;
}

/** Distance of axis and Earth's centre at new moon, in Earth radii, beyond which there is no eclipse. */
const NEAR_RADII = 2.2;
/** The penumbra stays on the Earth for up to 6.3 h. */
const REACH_DAYS = 0.2;
const TOLERANCE_DAYS = 1e-6;
/**
 * The outline is taken in the plane through the Earth's centre, where the shadow touches it up to 2e-5 radii (130 m)
 * beside that, and 0.03″ in the place of the Moon are as much: an eclipse that grazes by less does not count as
 * touching.
 */
const OUTLINE_ACCURACY = 3e-5;
/** Points of the central line at which total and annular parts are told apart. */
const PATH_POINTS = 60;

/** The eclipse of a new moon, or null. */
export function globalEclipse(sky: Sky, newMoon: number): GlobalEclipse | null {
  const plane = (ut: number) => shadowPlane(sky, ut);
  if (axisDistance(plane(newMoon)) > NEAR_RADII) return null;
  const [from, to] = [newMoon - REACH_DAYS, newMoon + REACH_DAYS];
  const greatest = minimumBetween((ut) => axisDistance(plane(ut)), from, to, TOLERANCE_DAYS);
  const penumbraGap = (ut: number): number => {
    const at = plane(ut);
    return limbOf(at).distance - at.penumbra;
  };
  // Near the edge the outline, which is no circle, moves the closest approach away from the greatest eclipse.
  const deepest = minimumBetween(penumbraGap, greatest - 0.05, greatest + 0.05, TOLERANCE_DAYS);
  if (penumbraGap(deepest) >= 0) return null;
  return {
    type: typeOf(sky, greatest),
    first: rootBetween(penumbraGap, greatest - REACH_DAYS, deepest),
    last: rootBetween(penumbraGap, deepest, greatest + REACH_DAYS),
    greatest,
    ...greatestOf(sky, greatest),
  };
}

function typeOf(sky: Sky, greatest: number): SolarEclipseType {
  const limbDistance = (ut: number): number => limbOf(shadowPlane(sky, ut)).distance;
  const deepest = minimumBetween(limbDistance, greatest - 0.02, greatest + 0.02, TOLERANCE_DAYS);
  if (limbDistance(deepest) > -OUTLINE_ACCURACY) return grazingType(sky, greatest);
  // The ends of the central line, a little inside, where the axis touches the outline.
  const start = rootBetween(limbDistance, greatest - REACH_DAYS, deepest) + TOLERANCE_DAYS;
  const end = rootBetween(limbDistance, deepest, greatest + REACH_DAYS) - TOLERANCE_DAYS;
  const radii: number[] = [];
  for (let i = 0; i <= PATH_POINTS; i++) {
    const hit = centralPoint(shadowPlane(sky, start + ((end - start) * i) / PATH_POINTS));
    if (hit) radii.push(hit.umbra);
  }
  if (Math.max(...radii) <= 0) return 'total';
  return Math.min(...radii) > 0 ? 'annular' : 'hybrid';
}

/** The axis passes by: the umbra or its extension may still graze the Earth. */
function grazingType(sky: Sky, greatest: number): SolarEclipseType {
  const umbraGap = (ut: number): number => {
    const plane = shadowPlane(sky, ut);
    return limbOf(plane).distance - Math.abs(plane.umbra);
  };
  const deepest = minimumBetween(umbraGap, greatest - 0.02, greatest + 0.02, TOLERANCE_DAYS);
  if (umbraGap(deepest) > -OUTLINE_ACCURACY) return 'partial';
  return shadowPlane(sky, deepest).umbra < 0 ? 'total' : 'annular';
}

type Greatest = Pick<GlobalEclipse, 'gamma' | 'magnitude' | 'obscuration' | 'latitude' | 'longitude' | 'central'>;

/** Magnitude as in NASA's catalogues: ratio of the diameters where the eclipse is central, else the covered part. */
function greatestOf(sky: Sky, ut: number): Greatest {
  const plane = shadowPlane(sky, ut);
  const hit = limbOf(plane).distance < -OUTLINE_ACCURACY ? centralPoint(plane) : null;
  const height = hit?.height ?? 0;
  const penumbra = plane.penumbra - height * plane.penumbraSlope;
  const umbra = plane.umbra - height * plane.umbraSlope;
  // The radii of the cones are as the sum and the difference of the apparent radii of Sun and Moon. A central eclipse
  // takes the smaller Moon of the umbra for both; the mean of the two radii stands in `penumbra - umbra`.
  const moon = ((penumbra - umbra) / 2) * (hit ? (2 * UMBRAL_K) / (PENUMBRAL_K + UMBRAL_K) : 1);
  const sun = hit ? umbra + moon : (penumbra + umbra) / 2;
  const separation = hit ? 0 : Math.max(0, limbOf(plane).distance);
  return {
    gamma: Math.sign(plane.y) * axisDistance(plane),
    magnitude: hit ? moon / sun : (sun + moon - separation) / (2 * sun),
    obscuration: 100 * coveredFraction(sun, moon, separation),
    ...geodeticOf(sky, hit?.point ?? limbPoint(plane), ut),
    central: hit !== null,
  };
}
