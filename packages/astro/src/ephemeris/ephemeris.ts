import { KM_PER_AU } from 'astronomy-engine';
import {
  OrreryError,
  QUANTITIES,
  throwIfAborted,
  type Body,
  type Observer,
  type Quantity,
  type StopSignal,
} from '@orrery/contract';
import { assertCovered, ttDays } from '../time/index.ts';
import { toDegrees } from '../earth/angles.ts';
import { createApparentPlace, motionOver, type ApparentPlace } from './apparent-place.ts';
import { BODY_FACTS } from './bodies.ts';
import { STEP_ORDER, STEPS, type Step } from './steps.ts';
import { latitude, longitude } from './vectors.ts';

export interface EphemerisRequest {
  readonly body: Body;
  readonly quantities: readonly Quantity[];
  /** Epoch ms UTC, in any order, inside `EPHEMERIS_SPAN`. */
  readonly timesMs: Float64Array;
  /** A place on the Earth (WGS84); absent = the centre of the Earth. */
  readonly observer?: Observer | undefined;
  /** `date`: true equator and ecliptic of date; `J2000`: mean equator and ecliptic of J2000. */
  readonly equinox: 'date' | 'J2000';
  /** Whether `altitude` is raised by a standard atmosphere. */
  readonly refraction: boolean;
  /** `astrometric`: corrected for light time alone; `apparent`: for bending by the Sun and for aberration too. */
  readonly light: 'apparent' | 'astrometric';
  /** Throws `cancelled` as soon as it is set. */
  readonly signal?: StopSignal | undefined;
}

/** Some milliseconds of work. */
const POINTS_PER_CHECK = 256;

interface Reader {
  readonly needs: readonly Step[];
  readonly read: (place: ApparentPlace) => number;
}

const ASTROMETRIC = ['lightTime', 'distance'] as const;
const APPARENT = [...ASTROMETRIC, 'observerVelocity', 'deflection', 'aberration'] as const;
const EQUATORIAL = [...APPARENT, 'precessionNutation'] as const;
const ECLIPTIC = [...EQUATORIAL, 'ecliptic'] as const;
const HORIZONTAL = [...APPARENT, 'orientation', 'horizontal'] as const;
const PHASE = [...ASTROMETRIC, 'phaseAngle'] as const;

const angularDiameter = ({ distance, body }: ApparentPlace): number =>
  3600 * toDegrees(2 * Math.asin(BODY_FACTS[body].radiusKm / (KM_PER_AU * distance)));

/** How each quantity is read off an apparent place, and which steps it needs. */
const READERS: Readonly<Record<Quantity, Reader>> = {
  rightAscension: { needs: EQUATORIAL, read: (p) => longitude(p.equatorial) },
  declination: { needs: EQUATORIAL, read: (p) => latitude(p.equatorial) },
  altitude: { needs: [...HORIZONTAL, 'refraction'], read: (p) => p.horizontal.altitude },
  azimuth: { needs: HORIZONTAL, read: (p) => p.horizontal.azimuth },
  hourAngle: { needs: HORIZONTAL, read: (p) => p.horizontal.hourAngle },
  eclipticLongitude: { needs: ECLIPTIC, read: (p) => longitude(p.ecliptic) },
  eclipticLatitude: { needs: ECLIPTIC, read: (p) => latitude(p.ecliptic) },
  elongation: { needs: [...APPARENT, 'elongation'], read: (p) => p.elongation },
  distance: { needs: ASTROMETRIC, read: (p) => p.distance },
  phaseAngle: { needs: PHASE, read: (p) => p.phaseAngle },
  illuminated: { needs: PHASE, read: (p) => 50 * (1 + Math.cos((p.phaseAngle * Math.PI) / 180)) },
  magnitude: { needs: [...PHASE, 'magnitude'], read: (p) => p.magnitude },
  angularDiameter: { needs: ASTROMETRIC, read: angularDiameter },
  x: { needs: ['heliocentric'], read: (p) => p.heliocentric[0]! },
  y: { needs: ['heliocentric'], read: (p) => p.heliocentric[1]! },
  z: { needs: ['heliocentric'], read: (p) => p.heliocentric[2]! },
};

function assertObserver({ quantities, observer }: EphemerisRequest): void {
  const lacking = quantities.filter((quantity) => !observer && QUANTITIES[quantity].needsObserver);
  if (lacking.length === 0) return;
  throw new OrreryError(
    'missingParameter',
    `${lacking.join(', ')}: defined only for a place on the Earth. Give an observer, or leave ${lacking.length > 1 ? 'them' : 'it'} out.`,
    [{ path: 'observer', message: `Required by ${lacking.join(', ')}` }],
  );
}

function neededSteps(request: EphemerisRequest): Step[] {
  const needed = new Set<Step>(request.quantities.flatMap((quantity) => READERS[quantity].needs));
  if (needed.has('precessionNutation') && request.equinox === 'date') needed.add('orientation');
  if (needed.has('lightTime') && request.observer) needed.add('orientation').add('topocentric');
  return STEP_ORDER.filter((step) => needed.has(step));
}

/**
 * Quantities of a body at many moments, a column for each. Degrees, AU, arc seconds (full angle), magnitudes, percent,
 * as in `QUANTITIES` of the contract. With an observer everything is seen from there, without one from the centre of
 * the Earth; x, y and z are heliocentric, geometric, mean equator J2000, whoever looks. Altitude, azimuth and hour
 * angle (-180 to 180, west of the meridian positive) belong to the equator of date whatever `equinox` says; elongation
 * is the angle between body and Sun, 0 to 180. NaN where a quantity has no meaning: phase angle and illuminated part of
 * the Sun, magnitude of Mercury and Venus so near to the Sun that it was never measured.
 *
 * Places follow VSOP87 and ELP/MPP02 (`../theory`), interpolated by polynomials where there are many moments (error
 * below 0.01″); Pluto, precession and nutation follow astronomy-engine. `findSkyEvents` uses the same places. Against
 * JPL, 1900 to 2099, seen from the Earth: Sun, Moon and planets to Saturn within 1″, Uranus 2″, Neptune 2.5″, Pluto 5″.
 * Polar motion (0.3″) is left out.
 *
 * Throws OrreryError: `missingParameter` where a quantity needs an observer and none is given, `outOfRange` where a
 * moment lies outside `EPHEMERIS_SPAN`.
 */
export function computeEphemeris(request: EphemerisRequest): Map<Quantity, Float64Array> {
  assertObserver(request);
  const { timesMs, quantities } = request;
  const columns = new Map(quantities.map((quantity) => [quantity, new Float64Array(timesMs.length)]));
  if (timesMs.length === 0) return columns;
  const fromMs = timesMs.reduce((a, b) => Math.min(a, b));
  const toMs = timesMs.reduce((a, b) => Math.max(a, b));
  assertCovered(fromMs, toMs);

  const { body, observer, equinox, light, refraction } = request;
  const motion = motionOver(body, ttDays(fromMs), ttDays(toMs), timesMs.length);
  const place = createApparentPlace({ body, observer, equinox, light, refraction, motion });
  const steps = neededSteps(request).map((step) => STEPS[step]);
  const outputs = [...columns].map(([quantity, column]) => ({ column, read: READERS[quantity].read }));
  for (let i = 0; i < timesMs.length; i++) {
    if (i % POINTS_PER_CHECK === 0) throwIfAborted(request.signal);
    place.tt = ttDays(timesMs[i]!);
    for (const step of steps) step(place);
    for (const { column, read } of outputs) column[i] = read(place);
  }
  return columns;
}
