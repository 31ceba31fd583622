import { KM_PER_AU } from 'astronomy-engine';
import { OrreryError, QUANTITIES, type Body, type Observer, type Quantity } from '@orrery/contract';
import { assertCovered, ttDays } from '../time/index.ts';
import { BODY_FACTS } from './bodies.ts';
import { refracted } from './topocentric.ts';
import { makeSight, tracksOver, type Sight } from './apparent-place.ts';
import { STEP_ORDER, STEPS, type Step } from './steps.ts';
import { latitude, longitude, toDegrees } from './vectors.ts';

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
}

interface Reader {
  readonly needs: readonly Step[];
  readonly read: (sight: Sight, request: EphemerisRequest) => number;
}

const SEEN = ['light', 'distance'] as const;
const EQUATORIAL = [...SEEN, 'direction', 'equatorial'] as const;
const ECLIPTIC = [...EQUATORIAL, 'ecliptic'] as const;
const HORIZONTAL = [...SEEN, 'orientation', 'direction', 'horizontal'] as const;
const PHASE = [...SEEN, 'phase'] as const;

const angularDiameter = ({ distance }: Sight, { body }: EphemerisRequest): number =>
  3600 * toDegrees(2 * Math.asin(BODY_FACTS[body].radiusKm / (KM_PER_AU * distance)));

/** How each quantity is read off a sight, and which steps it needs. */
const READERS: Readonly<Record<Quantity, Reader>> = {
  rightAscension: { needs: EQUATORIAL, read: (s) => longitude(s.equatorial) },
  declination: { needs: EQUATORIAL, read: (s) => latitude(s.equatorial) },
  altitude: {
    needs: HORIZONTAL,
    read: ({ horizontal: { altitude } }, { refraction }) => (refraction ? refracted(altitude) : altitude),
  },
  azimuth: { needs: HORIZONTAL, read: (s) => s.horizontal.azimuth },
  hourAngle: { needs: HORIZONTAL, read: (s) => s.horizontal.hourAngle },
  eclipticLongitude: { needs: ECLIPTIC, read: (s) => longitude(s.ecliptic) },
  eclipticLatitude: { needs: ECLIPTIC, read: (s) => latitude(s.ecliptic) },
  elongation: { needs: [...SEEN, 'direction', 'elongation'], read: (s) => s.elongation },
  distance: { needs: SEEN, read: (s) => s.distance },
  phaseAngle: { needs: PHASE, read: (s) => s.phaseAngle },
  illuminated: { needs: PHASE, read: (s) => 50 * (1 + Math.cos((s.phaseAngle * Math.PI) / 180)) },
  magnitude: { needs: [...PHASE, 'magnitude'], read: (s) => s.magnitude },
  angularDiameter: { needs: SEEN, read: angularDiameter },
  x: { needs: ['heliocentric'], read: (s) => s.heliocentric[0]! },
  y: { needs: ['heliocentric'], read: (s) => s.heliocentric[1]! },
  z: { needs: ['heliocentric'], read: (s) => s.heliocentric[2]! },
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
  if (needed.has('equatorial') && request.equinox === 'date') needed.add('orientation');
  if (needed.has('light') && request.observer) needed.add('orientation').add('observer');
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
 * Places follow VSOP87 and ELP/MPP02 (`../theory`), joined by polynomials where many points ask for it (error below
 * 0.01″); Pluto, precession and nutation follow astronomy-engine. `findSkyEvents` uses the same places. Against JPL,
 * 1900 to 2099, seen from the Earth: Sun, Moon and planets to Saturn within 1″, Uranus 2″, Neptune 2.5″, Pluto 5″.
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

  const { body, observer, equinox, light } = request;
  const tracks = tracksOver(body, ttDays(fromMs), ttDays(toMs), timesMs.length);
  const sight = makeSight({ body, observer, equinox, light, tracks });
  const steps = neededSteps(request).map((step) => STEPS[step]);
  const outputs = [...columns].map(([quantity, column]) => ({ column, read: READERS[quantity].read }));
  for (let i = 0; i < timesMs.length; i++) {
    sight.tt = ttDays(timesMs[i]!);
    for (const step of steps) step(sight);
    for (const { column, read } of outputs) column[i] = read(sight, request);
  }
  return columns;
}
