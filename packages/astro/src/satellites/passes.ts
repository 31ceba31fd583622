import { throwIfAborted, type Notice, type Observer, type StopSignal, DAY_MS } from '@orrery/contract';
import { toRadians } from '../earth/angles.ts';
import { gmst82At } from '../earth/sidereal-time.ts';
import { earthOrientationNotice } from '../time/index.ts';
import { lookAt, stationOf, toEarthFixed, type LookAngles } from './earth-fixed.ts';
import { elementAgeNotices, type ElementSet } from './elements.ts';
import { createPropagator, PROPAGATION_FAILURES, type FailureCode } from './propagator.ts';
import { gridOf, greatestWithin, spansWhere, type Span } from './spans.ts';
import { createSun, shadowMargin } from './sunlight.ts';

/** Rise and set of a pass that reaches out of the window are searched this far outside. */
export const PASS_SEARCH_BOUND_MS = 2 * DAY_MS;

/**
 * With the Sun this far below the horizon (degrees) the sky is dark enough for bright satellites: end of civil
 * twilight.
 */
export const DARK_SUN_ALTITUDE = -6;

/**
 * One pass of a satellite over an observer. Times in epoch ms UTC, angles in degrees, azimuths from north through east.
 */
export interface SatellitePass {
  readonly noradId: number;
  readonly name: string;
  /** Where the elevation rises through `minElevation`; null where that lies out of reach. */
  readonly riseMs: number | null;
  readonly culminationMs: number;
  readonly setMs: number | null;
  /** At the culmination, geometric (no refraction). */
  readonly maxElevation: number;
  readonly riseAzimuth: number | null;
  readonly culminationAzimuth: number;
  readonly setAzimuth: number | null;
  /** Whether the Sun shines on the satellite at its culmination (penumbra counts). */
  readonly sunlit: boolean;
  /** Whether it can be seen at some moment: above `minElevation`, sunlit, and the Sun below −6° at the observer. */
  readonly visible: boolean;
  /** First and last such moment; between them the satellite may pass through the shadow. */
  readonly visibleFromMs: number | null;
  readonly visibleToMs: number | null;
}

export interface PassesInput {
  readonly elements: ElementSet;
  readonly observer: Observer;
  readonly fromMs: number;
  readonly toMs: number;
  readonly minElevation: number;
  readonly visibleOnly: boolean;
  readonly signal?: StopSignal | undefined;
}

/**
 * Steps of the search. Seen from a turning Earth the elevation has about one maximum a revolution; 24 steps for each,
 * made for the speed at perigee, leave no room for a second between neighbours (property-tested against 1-s scans).
 */
const STEPS_PER_REVOLUTION = 24;

/** Longest step in ms that resolves every pass of an orbit. */
export function passStepMs({ omm }: ElementSet): number {
  const e = omm.ECCENTRICITY;
  // Angular speed at perigee over the mean motion: (1+e)² / (1−e²)^1.5 (Kepler's second law).
  const perigeeFactor = (1 + e) ** 2 / (1 - e * e) ** 1.5;
  return DAY_MS / omm.MEAN_MOTION / STEPS_PER_REVOLUTION / perigeeFactor;
}

/** All that the search asks about one satellite and one observer. NaN where there is no position. */
function createView(elements: ElementSet, observer: Observer) {
  const propagator = createPropagator(elements);
  const station = stationOf(observer);
  const h = station.horizon;
  const sunAt = createSun();
  const [teme, fixed, sun, sunFixed] = [6, 6, 6, 6].map((n) => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const look: LookAngles = { elevation: NaN, azimuth: NaN, range: NaN, rangeRate: NaN };
  const failures = new Map<FailureCode, number>();
  const lookAtTime = (timeMs: number): LookAngles => {
    const code = propagator.into(timeMs, teme);
    if (code !== 0) failures.set(code, Math.min(failures.get(code) ?? Infinity, timeMs));
    toEarthFixed(teme, gmst82At(timeMs), fixed);
    lookAt(station, fixed, look);
    return look;
  };
  /** Positive where the Sun shines on the satellite, in radians. */
  const sunlitMargin = (timeMs: number): number => {
    if (propagator.into(timeMs, teme) !== 0) return NaN;
    sunAt(timeMs, sun);
    return shadowMargin(teme, sun);
  };
  /** Positive where the sky is dark at the observer, in radians. */
  const darkMargin = (timeMs: number): number => {
    sunAt(timeMs, sun);
    toEarthFixed(sun, gmst82At(timeMs), sunFixed);
    const distance = Math.hypot(sunFixed[0]!, sunFixed[1]!, sunFixed[2]!);
    const up = h[6] * sunFixed[0]! + h[7] * sunFixed[1]! + h[8] * sunFixed[2]!;
    return toRadians(DARK_SUN_ALTITUDE) - Math.asin(up / distance);
  };
  return { lookAtTime, sunlitMargin, darkMargin, failures };
}
type View = ReturnType<typeof createView>;

/** The sampling grid: the window, and on both sides all points up to the first below, within the bound. */
function searchGrid(above: (t: number) => number, input: PassesInput, stepMs: number): number[] {
  const inside = gridOf(input.fromMs, input.toMs, stepMs);
  const outward = (startMs: number, direction: 1 | -1): number[] => {
    const found: number[] = [];
    const most = Math.ceil(PASS_SEARCH_BOUND_MS / stepMs);
    for (let k = 1; k <= most; k++) {
      const t = startMs + direction * k * stepMs;
      found.push(t);
      if (!(above(t) >= 0)) break;
    }
    return found;
  };
  return [...outward(input.fromMs, -1).reverse(), ...inside, ...outward(input.toMs, 1)];
}

/** Resolution of the search for visibility: passes through the shadow take minutes, short passes get shorter steps. */
const visibilityStepMs = (durationMs: number): number => Math.min(120_000, Math.max(1_000, durationMs / 60));

/** First and last visible moment within a pass, null where there is none. */
function visibility(view: View, fromMs: number, toMs: number): { fromMs: number; toMs: number } | null {
  // By day the answer is known without the satellite.
  const margin = (t: number): number => {
    const dark = view.darkMargin(t);
    return dark < 0 ? dark : Math.min(dark, view.sunlitMargin(t));
  };
  const spans = spansWhere(margin, gridOf(fromMs, toMs, visibilityStepMs(toMs - fromMs)));
  const [first, last] = [spans[0], spans.at(-1)];
  return first && last ? { fromMs: first.fromMs, toMs: last.toMs } : null;
}

function passOf(view: View, input: PassesInput, span: Span, stepMs: number): SatellitePass {
  const unbounded = span.startMs === null && span.endMs === null;
  const fromMs = unbounded ? Math.max(span.fromMs, input.fromMs) : span.fromMs;
  const toMs = unbounded ? Math.min(span.toMs, input.toMs) : span.toMs;
  const elevation = (t: number): number => view.lookAtTime(t).elevation;
  const top = greatestWithin(elevation, fromMs, toMs, Math.min(stepMs, Math.max(1, (toMs - fromMs) / 8)));
  const azimuth = (t: number | null): number | null => (t === null ? null : view.lookAtTime(t).azimuth);
  const seen = visibility(view, fromMs, toMs);
  return {
    noradId: input.elements.noradId,
    name: input.elements.name,
    riseMs: span.startMs,
    culminationMs: top.t,
    setMs: span.endMs,
    maxElevation: top.f,
    riseAzimuth: azimuth(span.startMs),
    culminationAzimuth: view.lookAtTime(top.t).azimuth,
    setAzimuth: azimuth(span.endMs),
    sunlit: view.sunlitMargin(top.t) >= 0,
    visible: seen !== null,
    visibleFromMs: seen?.fromMs ?? null,
    visibleToMs: seen?.toMs ?? null,
  };
}

function passNotices(input: PassesInput, view: View, passes: readonly SatellitePass[]): Notice[] {
  const { elements, fromMs, toMs, minElevation } = input;
  const who = `${elements.name} (${elements.noradId})`;
  const endless = passes.some((p) => p.riseMs === null && p.setMs === null && view.failures.size === 0);
  const text = `${who} stays above ${minElevation}° through the whole range and two days around it: one pass without rise and set.`;
  const always: Notice[] = endless ? [{ severity: 'info', text }] : [];
  const failed = [...view.failures].map(([code, firstMs]): Notice => {
    const reason = `${who}: no position from ${new Date(firstMs).toISOString()} on, passes there are missing: ${PROPAGATION_FAILURES[code]}.`;
    return { severity: 'warning', text: reason };
  });
  return [
    ...elementAgeNotices([elements], fromMs, toMs),
    ...earthOrientationNotice(fromMs, toMs),
    ...always,
    ...failed,
  ];
}

/** The search is broken off between so many samples when it is no longer wanted. */
const SAMPLES_PER_CHECK = 1024;

/**
 * All passes above `minElevation` (degrees, geometric) that touch the window [fromMs, toMs] (epoch ms UTC), in order.
 * Passes begun before or ending after the window are whole: their rise and set are searched up to two days outside.
 * A satellite that is always up gives one pass with null rise and set and a notice. Rise and set are good to 1 ms of
 * the model. Throws OrreryError `cancelled` when `signal` is aborted.
 */
export function findPasses(input: PassesInput): { passes: SatellitePass[]; notices: Notice[] } {
  const view = createView(input.elements, input.observer);
  const stepMs = passStepMs(input.elements);
  let samples = 0;
  const above = (t: number): number => {
    if (samples++ % SAMPLES_PER_CHECK === 0) throwIfAborted(input.signal);
    return view.lookAtTime(t).elevation - input.minElevation;
  };
  const spans = spansWhere(above, searchGrid(above, input, stepMs));
  const passes = spans
    .filter((span) => span.toMs >= input.fromMs && span.fromMs <= input.toMs)
    .map((span) => {
      throwIfAborted(input.signal);
      return passOf(view, input, span, stepMs);
    })
    .filter((pass) => pass.visible || !input.visibleOnly);
  return { passes, notices: passNotices(input, view, passes) };
}
