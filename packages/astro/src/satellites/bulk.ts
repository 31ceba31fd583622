import { DAY_MS } from '@orrery/contract';
import { BulkPropagator, createSingleThreadRuntime, EciBaseCalculator, type SatRec } from 'satellite.js';
import type { ElementSet } from './elements.ts';
import { minutesSinceEpoch, propagateRecord, satRecOf } from './propagator.ts';

/** Positions of many satellites, moment after moment. */
export interface BulkPositions {
  readonly count: number;
  /** `plain` is JavaScript; `wasm` is satellite.js's C++ build of SGP4. */
  readonly kind: 'plain' | 'wasm';
  /**
   * x y z in km, TEME, satellite after satellite, at a moment (epoch ms UTC; `wasm` rounds it to whole ms); three NaN
   * where there is no position. Written into `out` (3·count long) where given, else into a new array.
   */
  readonly at: (timeMs: number, out?: Float64Array) => Float64Array;
  /** Frees the memory outside JavaScript; the object must not be used afterwards. */
  readonly dispose: () => void;
}

/**
 * In JavaScript: nothing to load or to free, the faster way up to some fifty moments (initialised records are reused).
 */
export function createBulkPositions(elementSets: readonly ElementSet[]): BulkPositions {
  const records = elementSets.map(satRecOf);
  const count = records.length;
  const at = (timeMs: number, out: Float64Array = new Float64Array(3 * count)): Float64Array => {
    for (let i = 0; i < count; i++) {
      propagateRecord(records[i]!, minutesSinceEpoch(elementSets[i]!, timeMs), out, 3 * i, false);
    }
    return out;
  };
  return { count, kind: 'plain', at, dispose: () => undefined };
}

/**
 * A Date that the library turns into day 0 of its day count. It takes moments and epochs as Julian dates, whose float64
 * is good to 40 µs (0.3 m in low orbits) only; counted from this zero both keep their digits.
 */
const DAY_ZERO_MS = Date.UTC(-4712, 0, 14, 12);
/**
 * The library's day count, made for 1901–2099, leaves the calendar of Date where a century is no leap year: 12 years
 * on.
 */
const WASM_SPAN_DAYS = 10 * 365;

type Runtime = Awaited<ReturnType<typeof createSingleThreadRuntime>>;

/** None where the environment has no WebAssembly or its content security policy forbids it. */
const loadRuntime = (): Promise<Runtime | null> => createSingleThreadRuntime().catch(() => null);

/**
 * The same over WebAssembly: worth its loading (10 ms) and set-up (20 ms a thousand satellites) where many moments
 * follow, as in an animation. The module comes embedded in the library's code, no file is fetched. Falls back to
 * JavaScript where WebAssembly is not to be had (content security policy without `wasm-unsafe-eval`), and for moments
 * more than ten years from the epochs.
 */
export async function createWasmBulkPositions(elementSets: readonly ElementSet[]): Promise<BulkPositions> {
  const plain = createBulkPositions(elementSets);
  const runtime = elementSets.length === 0 ? null : await loadRuntime();
  if (!runtime) return plain;
  const count = elementSets.length;
  const referenceMs = Math.floor(elementSets[0]!.epochMs);
  const records = elementSets.map((e): SatRec => ({ ...satRecOf(e), jdsatepoch: (e.epochMs - referenceMs) / DAY_MS }));
  const propagator = new BulkPropagator({
    runtime,
    calculators: [new EciBaseCalculator()],
    satRecsCount: count,
    datesCount: 1,
  });
  propagator.setSatRecs(records);
  const at = (timeMs: number, out: Float64Array = new Float64Array(3 * count)): Float64Array => {
    const sinceMs = Math.round(timeMs) - referenceMs;
    if (!(Math.abs(sinceMs) < WASM_SPAN_DAYS * DAY_MS)) return plain.at(timeMs, out);
    propagator.setDates([new Date(DAY_ZERO_MS + sinceMs)]);
    propagator.run({ eci: { communityDecayCheckEnabled: true } });
    const { position, error } = propagator.getRawOutput().eci;
    out.set(position);
    for (let i = 0; i < count; i++) if (error[i] !== 0) out.fill(NaN, 3 * i, 3 * i + 3);
    return out;
  };
  return { count, kind: 'wasm', at, dispose: () => propagator.dispose() };
}
