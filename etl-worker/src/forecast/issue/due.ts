import { FORECAST_TARGETS, type ForecastTarget, DAY_MS, HOUR_MS } from '@orrery/contract';
import { endOf, type Column } from '@orrery/forecast';

/**
 * How long after its end a step may be unknown before a forecast is issued without it. NOAA estimates Kp within minutes
 * and F10.7 is measured four hours before the end of its day; quick-look Dst of Kyoto is usually an hour or two late.
 */
const PATIENCE_MS: Readonly<Record<ForecastTarget, number>> = {
  kp: 1.5 * HOUR_MS,
  solarWindSpeed: HOUR_MS / 2,
  f107: 12 * HOUR_MS,
  dst: 3 * HOUR_MS,
};

/** After so long without a value the series counts as ended, and no forecast is issued. */
const GIVEN_UP_MS = 7 * DAY_MS;

/** A time of issue, and whether the last step was unknown then. */
export interface Due {
  readonly issuedAtMs: number;
  /** End of the last known step, where that is earlier than the moment of issue; else null. */
  readonly lastKnownMs: number | null;
}

/** End of the last step that has a value and has ended by `nowMs`; null where there is none. */
export function knownUntil(column: Column, nowMs: number): number | null {
  const { startMs, stepMs, values } = column;
  const over = Math.floor((Math.min(nowMs, endOf(column)) - startMs) / stepMs);
  for (let i = over - 1; i >= 0; i--) if (!Number.isNaN(values[i])) return startMs + (i + 1) * stepMs;
  return null;
}

/**
 * The time of issue that is due: the end of the last known step; or, once the target waited longer than allowed, the
 * end of the last step that has ended, so that the pace is kept. Missed steps are not made up for. Null where the
 * series has no value of the last week.
 */
export function dueAt(target: ForecastTarget, knownUntilMs: number | null, nowMs: number): Due | null {
  const { stepMs } = FORECAST_TARGETS[target];
  if (knownUntilMs === null || nowMs - knownUntilMs > GIVEN_UP_MS) return null;
  if (nowMs - knownUntilMs <= stepMs + PATIENCE_MS[target]) return { issuedAtMs: knownUntilMs, lastKnownMs: null };
  return { issuedAtMs: Math.floor(nowMs / stepMs) * stepMs, lastKnownMs: knownUntilMs };
}

/** How far back the last known step is searched. */
export const LOOK_BACK_MS = GIVEN_UP_MS + 2 * DAY_MS;
