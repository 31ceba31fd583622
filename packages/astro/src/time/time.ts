import { AstroTime } from 'astronomy-engine';
import { OrreryError, type Notice, DAY_MS } from '@orrery/contract';
import { ttMinusUt1Seconds, useMeasuredEarthRotation } from './delta-t.ts';
import { EARTH_ORIENTATION, TT_MINUS_UT1_MS } from './earth-orientation.ts';
import { LEAP_SECONDS_FROM_MS, ttMinusUtcSeconds, utcMsFromTtMs } from './leap-seconds.ts';

// Here, so that no AstroTime of this package can be made before: astronomy-engine keeps the function in its module.
useMeasuredEarthRotation();

const J2000_MS = Date.UTC(2000, 0, 1, 12);
const MJD_OF_UNIX_EPOCH = 40587;
const msOfMjd = (mjd: number): number => (mjd - MJD_OF_UNIX_EPOCH) * DAY_MS;
const { firstMjd, stepDays, lastMeasuredMjd } = EARTH_ORIENTATION;

/**
 * Span of the IERS table, epoch ms UTC: measured from `fromMs` to `measuredToMs`, predicted by the IERS until `toMs`.
 */
export const EARTH_ORIENTATION_SPAN = {
  fromMs: msOfMjd(firstMjd),
  measuredToMs: msOfMjd(lastMeasuredMjd),
  toMs: msOfMjd(firstMjd + (TT_MINUS_UT1_MS.length - 1) * stepDays),
} as const;

/**
 * Moments for which the ephemeris answers, epoch ms UTC, both included: 1700 to 2200, the span for which the series of
 * Moon and planets were shortened.
 */
export const EPHEMERIS_SPAN = { fromMs: Date.UTC(1700, 0, 1), toMs: Date.UTC(2200, 0, 1) } as const;

const daysSinceJ2000 = (ms: number): number => (ms - J2000_MS) / DAY_MS;

/** TT of a moment in UTC (epoch ms), days since J2000. */
export function ttDays(utcMs: number): number {
  const days = daysSinceJ2000(utcMs);
  const seconds = utcMs >= LEAP_SECONDS_FROM_MS ? ttMinusUtcSeconds(utcMs) : ttMinusUt1Seconds(days);
  return days + seconds / 86_400;
}

/** UT1 of a moment in TT, both in days since J2000, to a microsecond. */
export const ut1FromTt = (tt: number): number => tt - ttMinusUt1Seconds(tt - ttMinusUt1Seconds(tt) / 86_400) / 86_400;

/** A moment in TT, days since J2000, as the AstroTime of astronomy-engine. */
export function ttToTime(tt: number): AstroTime {
  const time = new AstroTime(ut1FromTt(tt));
  time.tt = tt;
  return time;
}

/**
 * A moment in UTC, epoch ms, as the AstroTime of astronomy-engine with `ut` = UT1 and exact `tt`, both in days since
 * J2000. Since 1972 TT = UTC + leap seconds + 32.184 s, frozen at 69.184 s for the future, and UT1 = TT -
 * ttMinusUt1Seconds. Before 1972 UTC is taken as UT1, which it followed within 0.1 s. `time.date` of the answer is UT1
 * and not UTC: to read a time use `timeToUtc`.
 */
export const utcToTime = (utcMs: number): AstroTime => ttToTime(ttDays(utcMs));

/** UTC, epoch ms with fraction, of an AstroTime: the inverse of `utcToTime` to better than 0.01 ms. */
export function timeToUtc(time: AstroTime): number {
  const ttMs = J2000_MS + time.tt * DAY_MS;
  const beforeLeapSeconds = J2000_MS + time.ut * DAY_MS;
  if (ttMs < LEAP_SECONDS_FROM_MS + 1000 * ttMinusUtcSeconds(LEAP_SECONDS_FROM_MS)) {
    return Math.min(beforeLeapSeconds, LEAP_SECONDS_FROM_MS);
  }
  return utcMsFromTtMs(ttMs);
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** What the reader should know where a range leaves the IERS table; empty inside it. Times in epoch ms UTC. */
export function earthOrientationNotice(fromMs: number, toMs: number): Notice[] {
  const notices: Notice[] = [];
  if (fromMs < EARTH_ORIENTATION_SPAN.fromMs) {
    const text = `Before ${day(EARTH_ORIENTATION_SPAN.fromMs)} the rotation of the Earth (UT1) is modelled, not measured: altitude, azimuth and hour angle are less certain the earlier the date.`;
    notices.push({ severity: 'info', text });
  }
  if (toMs > EARTH_ORIENTATION_SPAN.toMs) {
    const text = `After ${day(EARTH_ORIENTATION_SPAN.toMs)} the rotation of the Earth (UT1) is not known: UT1-UTC is held at its last predicted value and no leap second is assumed. Altitude, azimuth and hour angle may be off by some arc seconds within years, more later.`;
    notices.push({ severity: 'info', text });
  }
  return notices;
}

/** Throws OrreryError `outOfRange` naming the span where a range (epoch ms UTC) leaves `EPHEMERIS_SPAN`. */
export function assertCovered(fromMs: number, toMs: number): void {
  if (fromMs >= EPHEMERIS_SPAN.fromMs && toMs <= EPHEMERIS_SPAN.toMs) return;
  const asked = [fromMs, toMs].map((ms) => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms)));
  throw new OrreryError(
    'outOfRange',
    `The ephemeris covers ${day(EPHEMERIS_SPAN.fromMs)} to ${day(EPHEMERIS_SPAN.toMs)} UTC; asked was ${asked[0]} to ${asked[1]}. Choose a range inside.`,
  );
}
