import { throwIfAborted, type Notice, type Observer, type StopSignal } from '@orrery/contract';
import { ecefToGeodetic, type Geodetic } from '../earth/geodetic.ts';
import { gmst82At } from '../earth/sidereal-time.ts';
import { earthOrientationNotice } from '../time/index.ts';
import { lookAt, stationOf, toEarthFixed, type LookAngles } from './earth-fixed.ts';
import { elementAgeNotices, type ElementSet } from './elements.ts';
import { createPropagator, PROPAGATION_FAILURES, type FailureCode } from './propagator.ts';
import { createSun, isSunlit } from './sunlight.ts';

/** Moments without a position, summed up by reason; the indexes are those of `timesMs`. */
export interface TrackFailure {
  readonly code: FailureCode;
  readonly reason: string;
  readonly count: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
}

/** Columns of one satellite, one place for each moment; NaN (null in `sunlit`) where there is no position. */
export interface SatelliteTrack {
  /** Degrees north, geodetic (WGS84). */
  readonly latitude: Float64Array;
  /** Degrees east, −180 to 180. */
  readonly longitude: Float64Array;
  /** Kilometres above the ellipsoid. */
  readonly altitude: Float64Array;
  /** Kilometres a second in the inertial frame (TEME), not over ground. */
  readonly speed: Float64Array;
  /** False in the umbra; the penumbra counts as sunlit. */
  readonly sunlit: (boolean | null)[];
  /** With an observer: degrees above the horizon, without refraction. */
  readonly elevation?: Float64Array;
  /** Degrees from north through east. */
  readonly azimuth?: Float64Array;
  /** Kilometres from the observer. */
  readonly range?: Float64Array;
  /** Kilometres a second, positive while the satellite goes away. */
  readonly rangeRate?: Float64Array;
  readonly failures: readonly TrackFailure[];
  readonly notices: readonly Notice[];
}

interface Looks {
  readonly elevation: Float64Array;
  readonly azimuth: Float64Array;
  readonly range: Float64Array;
  readonly rangeRate: Float64Array;
}

/** Some milliseconds of work. */
const MOMENTS_PER_CHECK = 512;
const LOOKS = ['elevation', 'azimuth', 'range', 'rangeRate'] as const;
const column = (length: number): Float64Array => new Float64Array(length).fill(NaN);

/** Collects failures by code. */
function failureLog(): { add: (code: FailureCode, index: number) => void; list: () => TrackFailure[] } {
  const found = new Map<FailureCode, { count: number; firstIndex: number; lastIndex: number }>();
  return {
    add: (code, index) => {
      const entry = found.get(code);
      if (!entry) found.set(code, { count: 1, firstIndex: index, lastIndex: index });
      else {
        entry.count++;
        entry.lastIndex = index;
      }
    },
    list: () => [...found].map(([code, entry]) => ({ code, reason: PROPAGATION_FAILURES[code], ...entry })),
  };
}

/** The notice about moments without position: how many, from when, why. */
export function failureNotice(elements: ElementSet, failure: TrackFailure, timesMs: ArrayLike<number>): Notice {
  const from = new Date(timesMs[failure.firstIndex]!).toISOString();
  const text = `${elements.name} (${elements.noradId}): no position for ${failure.count} of ${timesMs.length} moments, the first at ${from}: ${failure.reason}.`;
  return { severity: 'warning', text };
}

function notices(elements: ElementSet, timesMs: Float64Array, failures: readonly TrackFailure[]): Notice[] {
  if (timesMs.length === 0) return [];
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const t of timesMs) {
    fromMs = Math.min(fromMs, t);
    toMs = Math.max(toMs, t);
  }
  return [
    ...elementAgeNotices([elements], fromMs, toMs),
    ...earthOrientationNotice(fromMs, toMs),
    ...failures.map((f) => failureNotice(elements, f, timesMs)),
  ];
}

/**
 * Where a satellite is at the given moments (epoch ms UTC, any order): geodetic place, speed, sunlight, and for an
 * observer where to look. TEME is turned to the Earth by GMST (IAU 1982) of UT1, polar motion (some 10 m) is neglected.
 * A moment at which the propagation fails is missing in every column, its reason is in `failures` and in a notice.
 * Throws OrreryError `cancelled` when `signal` is set.
 */
export function computeTrack(input: {
  readonly elements: ElementSet;
  readonly timesMs: Float64Array;
  readonly observer?: Observer | undefined;
  readonly signal?: StopSignal | undefined;
}): SatelliteTrack {
  const { elements, timesMs, observer } = input;
  const n = timesMs.length;
  const place = { latitude: column(n), longitude: column(n), altitude: column(n), speed: column(n) };
  const sunlit: (boolean | null)[] = new Array<boolean | null>(n).fill(null);
  const looks: Looks | null = observer
    ? { elevation: column(n), azimuth: column(n), range: column(n), rangeRate: column(n) }
    : null;
  const station = observer ? stationOf(observer) : null;
  const propagator = createPropagator(elements);
  const sunAt = createSun();
  const log = failureLog();
  const [teme, fixed, sun] = [new Float64Array(6), new Float64Array(6), new Float64Array(3)];
  const geodetic: Geodetic = { latitude: 0, longitude: 0, altitude: 0 };
  const look: LookAngles = { elevation: 0, azimuth: 0, range: 0, rangeRate: 0 };
  for (let i = 0; i < n; i++) {
    if (i % MOMENTS_PER_CHECK === 0) throwIfAborted(input.signal);
    const timeMs = timesMs[i]!;
    const code = propagator.into(timeMs, teme);
    if (code !== 0) {
      log.add(code, i);
      continue;
    }
    toEarthFixed(teme, gmst82At(timeMs), fixed);
    ecefToGeodetic(fixed, geodetic);
    place.latitude[i] = geodetic.latitude;
    place.longitude[i] = geodetic.longitude;
    place.altitude[i] = geodetic.altitude;
    place.speed[i] = Math.hypot(teme[3]!, teme[4]!, teme[5]!);
    sunAt(timeMs, sun);
    sunlit[i] = isSunlit(teme, sun);
    if (!looks || !station) continue;
    lookAt(station, fixed, look);
    for (const key of LOOKS) looks[key][i] = look[key];
  }
  const failures = log.list();
  return { ...place, sunlit, ...(looks ?? {}), failures, notices: notices(elements, timesMs, failures) };
}
