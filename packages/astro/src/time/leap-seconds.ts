/** TT-TAI, by definition (IAU 1991). */
const TT_MINUS_TAI_SECONDS = 32.184;

const utc = (year: number, month: 1 | 7): number => Date.UTC(year, month - 1, 1);

/**
 * Moments from which TAI-UTC is one second more than before, epoch ms UTC: 10 s on the first, 37 s since the last.
 * IERS Bulletin C; no leap second is announced after 2017-01-01.
 */
const STEPS_MS: readonly number[] = [
  utc(1972, 1),
  utc(1972, 7),
  utc(1973, 1),
  utc(1974, 1),
  utc(1975, 1),
  utc(1976, 1),
  utc(1977, 1),
  utc(1978, 1),
  utc(1979, 1),
  utc(1980, 1),
  utc(1981, 7),
  utc(1982, 7),
  utc(1983, 7),
  utc(1985, 7),
  utc(1988, 1),
  utc(1990, 1),
  utc(1991, 1),
  utc(1992, 7),
  utc(1993, 7),
  utc(1994, 7),
  utc(1996, 1),
  utc(1997, 7),
  utc(1999, 1),
  utc(2006, 1),
  utc(2009, 1),
  utc(2012, 7),
  utc(2015, 7),
  utc(2017, 1),
];

const TAI_MINUS_UTC_AT_FIRST_STEP = 10;

/** First moment of UTC with whole leap seconds, epoch ms; before it `ttMinusUtcSeconds` has no meaning. */
export const LEAP_SECONDS_FROM_MS = STEPS_MS[0]!;

const ttMinusUtcAfterStep = (index: number): number => TT_MINUS_TAI_SECONDS + TAI_MINUS_UTC_AT_FIRST_STEP + index;

/** Index of the last step at or before a moment; `momentOf` says where a step lies on the asker's scale. */
function lastStepBefore(moment: number, momentOf: (index: number) => number): number {
  let index = STEPS_MS.length - 1;
  while (index > 0 && moment < momentOf(index)) index--;
  return index;
}

/**
 * TT-UTC in seconds since 1972: 42.184 at first, 69.184 since 2017 and for all the future, as Skyfield and JPL Horizons
 * assume (nobody can know the leap seconds to come).
 */
export const ttMinusUtcSeconds = (utcMs: number): number =>
  ttMinusUtcAfterStep(lastStepBefore(utcMs, (i) => STEPS_MS[i]!));

/**
 * UTC in epoch ms of a moment in TT, given as ms since 1970-01-01T00:00 TT. Within an inserted second, for which epoch
 * milliseconds have no number, the answer is the midnight that ends it.
 */
export function utcMsFromTtMs(ttMs: number): number {
  const index = lastStepBefore(ttMs, (i) => STEPS_MS[i]! + 1000 * ttMinusUtcAfterStep(i - 1));
  return Math.max(ttMs - 1000 * ttMinusUtcAfterStep(index), STEPS_MS[index]!);
}
