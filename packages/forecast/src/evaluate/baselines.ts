import {
  FORECAST_TARGETS,
  validAtMs,
  type ForecastBaseline,
  type ForecastTarget,
  DAY_MS,
  HOUR_MS,
} from '@orrery/contract';
import { knownAt, valueAt, type Column, type History } from '../history.ts';
import { climatologyAt, type Climatology } from './climatology.ts';

/**
 * Bartels rotation. The synodic one takes 27.27 days, but activity depends on the hour of the day, which whole days
 * preserve.
 */
const ROTATION_MS = 27 * DAY_MS;
/** Rotations to look back; two, since a stream rarely lives longer. */
const ROTATIONS = 2;
/** Share of the last day that must be known for its mean. */
const MIN_SHARE = 0.5;

/** Values of each baseline, by lead from the first; NaN where it has none. */
export type Baselines = Readonly<Record<ForecastBaseline, Float64Array>>;

/**
 * The baselines of a target as they could have been issued at a moment (epoch ms), one value for every lead of the
 * target: `persistence` the last known value; `mean24h` the mean of the last 24 h, all NaN for F10.7, whose last day is
 * persistence already; `recurrence` the value 27 days before the valid step, 54 where that one is missing;
 * `climatology` that of the season and hour, all NaN without a fitted one. Nothing that was not known at the moment of
 * issue is used. F10.7 should be given without flare days, else persistence repeats them.
 */
export function baselinesAt(
  target: ForecastTarget,
  history: History,
  issuedAtMs: number,
  climatology: Climatology | null,
): Baselines {
  const { leads, stepMs } = FORECAST_TARGETS[target];
  const known = knownAt(history, issuedAtMs)[target];
  const byLead = (value: (validMs: number) => number): Float64Array =>
    Float64Array.from({ length: leads }, (_, lead) =>
      value(validAtMs(target, issuedAtMs, ((lead + 1) * stepMs) / HOUR_MS)),
    );
  return {
    persistence: new Float64Array(leads).fill(lastKnown(known)),
    mean24h: new Float64Array(leads).fill(target === 'f107' ? NaN : meanBefore(known, issuedAtMs)),
    recurrence: byLead((validMs) => recurrent(known, validMs)),
    climatology: byLead((validMs) => (climatology ? climatologyAt(climatology, validMs) : NaN)),
  };
}

function lastKnown({ values }: Column): number {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] === values[i]) return values[i] as number;
  return NaN;
}

function meanBefore(known: Column, atMs: number): number {
  const steps = Math.round(DAY_MS / known.stepMs);
  let sum = 0;
  let n = 0;
  for (let back = 1; back <= steps; back++) {
    const value = valueAt(known, atMs - back * known.stepMs);
    if (value !== value) continue;
    sum += value;
    n++;
  }
  return n >= MIN_SHARE * steps ? sum / n : NaN;
}

function recurrent(known: Column, validMs: number): number {
  for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
    const value = valueAt(known, validMs - rotation * ROTATION_MS);
    if (value === value) return value;
  }
  return NaN;
}
