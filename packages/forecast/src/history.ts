import { HOUR_MS } from '@orrery/contract';

/**
 * Inputs of the models: series of the archive, their step and how long after the END of a step its value is known
 * (`delayMs`).
 */
export const INPUTS = {
  kp: { stepMs: 3 * HOUR_MS },
  /** Measured at 20 UT and dated to the day, so known when the day has ended. */
  f107: { stepMs: 24 * HOUR_MS },
  dst: { stepMs: HOUR_MS },
  solarWindSpeed: { stepMs: HOUR_MS },
  solarWindDensity: { stepMs: HOUR_MS },
  bt: { stepMs: HOUR_MS },
  by: { stepMs: HOUR_MS },
  bz: { stepMs: HOUR_MS },
} as const;
export type Input = keyof typeof INPUTS;
export const INPUT_NAMES = Object.keys(INPUTS) as readonly Input[];

/**
 * Evenly spaced values: `values[i]` belongs to [startMs + i·stepMs, + stepMs); NaN is missing. A value is known at the
 * end of its step.
 */
export interface Column {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/** What is known of the inputs, each on its own grid aligned to the epoch; nT, km/s, cm⁻³, sfu. */
export type History = Readonly<Record<Input, Column>>;

/**
 * The official forecast of Kp as published: known from `knownMs` on; `kp[i]` is of the 3-hour interval that begins at
 * startsMs[i].
 */
export interface OfficialForecast {
  readonly knownMs: number;
  readonly startsMs: readonly number[];
  readonly kp: readonly number[];
}

/**
 * A column from points; of several points in one step the last counts, steps without one are NaN. No points give an
 * empty column.
 */
export function columnOf(
  input: Input,
  points: Iterable<{ readonly timeMs: number; readonly value: number | null }>,
): Column {
  const { stepMs } = INPUTS[input];
  const known = [...points].filter(({ value }) => value !== null && Number.isFinite(value));
  if (known.length === 0) return { startMs: 0, stepMs, values: new Float64Array(0) };
  const slots = known.map(({ timeMs }) => Math.floor(timeMs / stepMs));
  let first = Infinity;
  let last = -Infinity;
  for (const slot of slots) {
    if (slot < first) first = slot;
    if (slot > last) last = slot;
  }
  const values = new Float64Array(last - first + 1).fill(NaN);
  known.forEach(({ value }, i) => (values[(slots[i] as number) - first] = value as number));
  return { startMs: first * stepMs, stepMs, values };
}

/** The value of the step that contains the time; NaN where unknown. */
export function valueAt({ startMs, stepMs, values }: Column, timeMs: number): number {
  return values[Math.floor((timeMs - startMs) / stepMs)] ?? NaN;
}

/** End of the last step of the column. */
export const endOf = ({ startMs, stepMs, values }: Column): number => startMs + values.length * stepMs;

/** The history as known at a time: steps that end later are removed. Shares memory with the original. */
export function knownAt(history: History, atMs: number): History {
  const cut = (column: Column): Column => {
    const steps = Math.floor((atMs - column.startMs) / column.stepMs);
    return { ...column, values: column.values.subarray(0, Math.max(0, Math.min(column.values.length, steps))) };
  };
  return Object.fromEntries(INPUT_NAMES.map((name) => [name, cut(history[name])])) as History;
}

/** The official forecast of the 3-hour interval that begins at the time; NaN where it does not reach. */
export function officialAt({ startsMs, kp }: OfficialForecast, startMs: number): number {
  const index = startsMs.indexOf(startMs);
  return index < 0 ? NaN : (kp[index] as number);
}

/** The official forecast published last by the time; null where there is none. */
export function newestOfficial(officials: readonly OfficialForecast[], atMs: number): OfficialForecast | null {
  return officials.reduce<OfficialForecast | null>(
    (best, one) => (one.knownMs <= atMs && one.knownMs > (best?.knownMs ?? -Infinity) ? one : best),
    null,
  );
}
