import { INPUT_NAMES, type Column, type History, type Input } from '../history.ts';
import { driversOf, type Drivers } from './coupling.ts';
import { lookback, type Lookback } from './lookback.ts';

/** A history with the drivers computed from it, once for many moments. */
export type Derived = Readonly<Record<Input | keyof Drivers, Column>>;

export const derive = (history: History): Derived => ({ ...withoutFlares(history), ...driversOf(history) });

/** The data known at a moment; every feature is a function of this alone. */
export interface View {
  readonly atMs: number;
  readonly of: Readonly<Record<Input | keyof Drivers, Lookback>>;
}

export const DERIVED_NAMES: readonly (keyof Derived)[] = [
  ...INPUT_NAMES,
  'newell',
  'southward',
  'electric',
  'pressure',
];

export function viewAt(derived: Derived, atMs: number): View {
  const entries = DERIVED_NAMES.map((name) => [name, lookback(derived[name], atMs)] as const);
  return { atMs, of: Object.fromEntries(entries) as View['of'] };
}

/**
 * A flare during the noon measurement raises F10.7 by up to hundreds of sfu for minutes (2011-03-07 reads 938.6). A day
 * that exceeds the median of the seven days before it by half of it and by 40 sfu is left out; later days are not used.
 */
function withoutFlares(history: History): History {
  const { f107 } = history;
  const values = f107.values.slice();
  for (let day = 0; day < values.length; day++) {
    const before = Array.from(values.subarray(Math.max(0, day - 7), day)).filter((value) => value === value);
    if (before.length < 4) continue;
    const median = before.sort((a, b) => a - b)[before.length >> 1] as number;
    const value = values[day] as number;
    if (value > median * FLARE_RATIO && value > median + FLARE_EXCESS_SFU) values[day] = NaN;
  }
  return { ...history, f107: { ...f107, values } };
}

/** The background rises by far less than half in a day (largest since 1957 about a fifth). */
const FLARE_RATIO = 1.5;
const FLARE_EXCESS_SFU = 40;
