import { MINUTE_MS } from '@orrery/contract';
import { json2satrec, sgp4, checkForDecay, twoline2satrec, type SatRec } from 'satellite.js';
import type { ElementSet } from './elements.ts';
import { writeTleLines } from './tle-format.ts';

/**
 * Why a propagation gave no position. 1–6 are the codes of Vallado et al., AIAA 2006-6753 (5 is not used by current
 * versions of SGP4); 7 is ours, for a result that is no finite number.
 */
export const PROPAGATION_FAILURES = {
  1: 'the mean eccentricity left the range 0 to 1 or the orbit shrank into the Earth: decayed, or too far from the epoch',
  2: 'the mean motion fell below zero: too far from the epoch of the elements',
  3: 'the perturbed eccentricity left the range 0 to 1: decayed, or too far from the epoch',
  4: 'the semi-latus rectum fell below zero: the elements describe no orbit at this time',
  5: 'the elements are sub-orbital',
  6: 'decayed: the computed position is below the surface of the Earth',
  7: 'the propagation gave no finite number',
} as const;
export type FailureCode = keyof typeof PROPAGATION_FAILURES;

/** Position in km and velocity in km/s in TEME (true equator, mean equinox of date), or why there is none. */
export type PropagatedState =
  | {
      readonly ok: true;
      readonly position: readonly [number, number, number];
      readonly velocity: readonly [number, number, number];
    }
  | { readonly ok: false; readonly code: FailureCode; readonly reason: string };

/** SGP4 of one satellite. Times in epoch ms UTC, fractions allowed. */
export interface Propagator {
  readonly elements: ElementSet;
  readonly at: (timeMs: number) => PropagatedState;
  /**
   * Writes x y z (km) vx vy vz (km/s) of TEME into the first six places; answers 0, or the failure and NaN in all six.
   */
  readonly into: (timeMs: number, out: Float64Array) => 0 | FailureCode;
}

/**
 * The initialised model, in Vallado's improved mode (`i`) with WGS72, the one that reproduces the verification set. The
 * library takes an epoch to 0.86 ms (TLE columns) or 1 ms (OMM, cut), which moves only Sun, Moon and sidereal time of
 * the initialisation; elements on the TLE grid go through the columns, so that nothing is lost, all others by OMM with
 * the nearest millisecond: at worst some centimetres in very high orbits. The times since the epoch are always exact.
 */
function initialise({ omm, epochMs }: ElementSet): SatRec {
  // The id plays no part in the propagation, and a TLE has no room for nine digits.
  const lines = writeTleLines(omm, epochMs, '00001');
  if (lines) return twoline2satrec(...lines);
  return json2satrec({ ...omm, EPOCH: new Date(Math.round(epochMs)).toISOString(), CLASSIFICATION_TYPE: 'U' });
}

/** Any satellite does: every record of the library has the same fields. */
const EXAMPLE = [
  '1 25544U 98067A   25113.77221326  .00022023  00000+0  39391-3 0  9998',
  '2 25544  51.6359 216.5553 0005513  67.1671 292.9899 15.49908296506721',
] as const;

/** A record whose numbers all have fractions. */
function shapeOf(record: SatRec): SatRec {
  const fractions = Object.entries(record).filter(([, value]) => typeof value === 'number');
  return Object.assign({ ...record }, Object.fromEntries(fractions.map(([key]) => [key, 0.5])));
}
const SHAPE = shapeOf(twoline2satrec(...EXAMPLE));

/**
 * V8 gives records other hidden classes where a field of one happens to hold a whole number; SGP4 over many of them is
 * then three to five times slower. Copied into one shape they are alike.
 */
const sameShape = (record: SatRec): SatRec => Object.assign({ ...SHAPE }, record);

/** Initialised once for each element set, and freed with it. */
const initialised = new WeakMap<ElementSet, SatRec>();

/** The library's record of an element set; SGP4 keeps its integrator in it, so it is never read across calls. */
export function satRecOf(elements: ElementSet): SatRec {
  const known = initialised.get(elements);
  if (known) return known;
  const fresh = sameShape(initialise(elements));
  initialised.set(elements, fresh);
  return fresh;
}

/** The library's error as ours; a failing result without a code is one that is no number. */
const failureOf = (record: SatRec): FailureCode => (record.error === 0 ? 7 : record.error);

/**
 * One propagation, minutes after the epoch; `out` as in `Propagator.into`, written from `offset`, velocity only where
 * `withVelocity`. Objects that decayed long ago, for which plain SGP4 gives meaningless positions, count as decayed
 * (6).
 */
export function propagateRecord(
  record: SatRec,
  minutes: number,
  out: Float64Array,
  offset: number,
  withVelocity: boolean,
): 0 | FailureCode {
  const state = sgp4(record, minutes);
  const decayed = state !== null && checkForDecay(record);
  if (state === null || decayed || !Number.isFinite(state.position.x + state.position.y + state.position.z)) {
    out.fill(NaN, offset, offset + (withVelocity ? 6 : 3));
    return decayed ? 6 : failureOf(record);
  }
  out[offset] = state.position.x;
  out[offset + 1] = state.position.y;
  out[offset + 2] = state.position.z;
  if (withVelocity) {
    out[offset + 3] = state.velocity.x;
    out[offset + 4] = state.velocity.y;
    out[offset + 5] = state.velocity.z;
  }
  return 0;
}

/** Minutes of a moment (epoch ms UTC) after the epoch of the elements. */
export const minutesSinceEpoch = (elements: ElementSet, timeMs: number): number =>
  (timeMs - elements.epochMs) / MINUTE_MS;

/** SGP4 for one satellite; its initialisation is done once for each element set, whoever asks. */
export function createPropagator(elements: ElementSet): Propagator {
  const record = satRecOf(elements);
  const state = new Float64Array(6);
  const into = (timeMs: number, out: Float64Array): 0 | FailureCode =>
    propagateRecord(record, minutesSinceEpoch(elements, timeMs), out, 0, true);
  const at = (timeMs: number): PropagatedState => {
    const code = into(timeMs, state);
    if (code !== 0) return { ok: false, code, reason: PROPAGATION_FAILURES[code] };
    const [x, y, z, vx, vy, vz] = state as unknown as readonly [number, number, number, number, number, number];
    return { ok: true, position: [x, y, z], velocity: [vx, vy, vz] };
  };
  return { elements, at, into };
}
