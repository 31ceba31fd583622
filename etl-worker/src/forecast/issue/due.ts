import { FORECAST_TARGETS, type ForecastTarget } from '@orrery/contract';
import { endOf, type Column } from '@orrery/forecast';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long after its end a step may be unknown before a forecast is made without it. NOAA estimates Kp within minutes
 * and F10.7 is measured four hours before its day is over; Kyoto's quick-look Dst comes an hour or two late as a rule.
 */
const PATIENCE_MS: Readonly<Record<ForecastTarget, number>> = {
  kp: 1.5 * HOUR_MS,
  solarWindSpeed: HOUR_MS / 2,
  f107: 12 * HOUR_MS,
  dst: 3 * HOUR_MS,
};

/**
 * After so long without a value the series is taken for one that nobody keeps any more: no forecast, not even one that
 * abstains.
 */
const GIVEN_UP_MS = 7 * DAY_MS;

/** A moment of issue, and whether the last step was still unknown then. */
export interface Due {
  readonly issuedAtMs: number;
  /** End of the last known step, where that is earlier than the moment of issue; else null. */
  readonly lastKnownMs: number | null;
}

/** End of the last step that has a value and is over by `nowMs`; null where there is none. */
export function knownUntil(column: Column, nowMs: number): number | null {
  const { startMs, stepMs, values } = column;
  const over = Math.floor((Math.min(nowMs, endOf(column)) - startMs) / stepMs);
  for (let i = over - 1; i >= 0; i--) if (!Number.isNaN(values[i])) return startMs + (i + 1) * stepMs;
  return null;
}

/**
 * The moment for which a forecast is due: the end of the last known step. Only where that is later than the target
 * bears with, the end of the last step that is over, known or not, so that the pace is kept and the forecast says what
 * it lacked. Steps that went by meanwhile are not made up for: nobody forecast then. Null where the series has no value
 * of the last week.
 */
export function dueAt(target: ForecastTarget, knownUntilMs: number | null, nowMs: number): Due | null {
  const { stepMs } = FORECAST_TARGETS[target];
  if (knownUntilMs === null || nowMs - knownUntilMs > GIVEN_UP_MS) return null;
  if (nowMs - knownUntilMs <= stepMs + PATIENCE_MS[target]) return { issuedAtMs: knownUntilMs, lastKnownMs: null };
  return { issuedAtMs: Math.floor(nowMs / stepMs) * stepMs, lastKnownMs: knownUntilMs };
}

/** How far back the last known step is searched. */
export const LOOK_BACK_MS = GIVEN_UP_MS + 2 * DAY_MS;
