import { DeltaT_EspenakMeeus, SetDeltaTFunction } from 'astronomy-engine';
import { EARTH_ORIENTATION, TT_MINUS_UT1_MS } from './earth-orientation.ts';

const MJD_OF_J2000 = 51544.5;
const { firstMjd, stepDays } = EARTH_ORIENTATION;

const FIRST_SECONDS = TT_MINUS_UT1_MS[0]! / 1000;
const LAST_SECONDS = TT_MINUS_UT1_MS.at(-1)! / 1000;
const LAST_INDEX = TT_MINUS_UT1_MS.length - 1;

const days = (year: number): number => (Date.UTC(year, 0, 1) - Date.UTC(2000, 0, 1, 12)) / 86_400_000;

/**
 * What is added to the model so that TT, UT1 and UTC run on without a step: -0.026 s until 1972, where UTC with leap
 * seconds begins and TT-UTC is 42.184 s, then evenly to 0.102 s on the first day of the table.
 */
const FROM = { day: days(1972), seconds: 42.184 - DeltaT_EspenakMeeus(days(1972)) };
const TO = { day: firstMjd - MJD_OF_J2000, seconds: FIRST_SECONDS - DeltaT_EspenakMeeus(firstMjd - MJD_OF_J2000) };
const modelCorrection = (ut1Days: number): number =>
  FROM.seconds + (TO.seconds - FROM.seconds) * Math.max(0, (ut1Days - FROM.day) / (TO.day - FROM.day));

/** Catmull-Rom through four samples; at the ends the outermost sample counts twice. */
function interpolated(position: number): number {
  const i = Math.min(Math.floor(position), LAST_INDEX - 1);
  const f = position - i;
  const b = TT_MINUS_UT1_MS[i]!;
  const c = TT_MINUS_UT1_MS[i + 1]!;
  const a = TT_MINUS_UT1_MS[i - 1] ?? b;
  const d = TT_MINUS_UT1_MS[i + 2] ?? c;
  return (b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)))) / 1000;
}

/**
 * TT-UT1 in seconds, continuous. From 1973 to the end of the IERS table within 4 ms of the daily series; later the last
 * value of the table, for with TT-UTC and UT1-UTC both held their difference stays; before 1973 the polynomials of
 * Espenak and Meeus, shifted by a tenth of a second at most (https://eclipse.gsfc.nasa.gov/SEhelp/deltatpoly2004.html).
 * @param ut1Days days of UT1 since 2000-01-01T12:00
 */
export function ttMinusUt1Seconds(ut1Days: number): number {
  const sinceTable = ut1Days + MJD_OF_J2000 - firstMjd;
  if (sinceTable < 0) {
    return DeltaT_EspenakMeeus(ut1Days) + modelCorrection(ut1Days);
  }
  const position = sinceTable / stepDays;
  return position >= LAST_INDEX ? LAST_SECONDS : interpolated(position);
}

/** Makes astronomy-engine use our TT-UT1 for every AstroTime it creates itself (AddDays, searches). */
export const useMeasuredEarthRotation = (): void => SetDeltaTFunction(ttMinusUt1Seconds);
