import { AstroTime } from 'astronomy-engine';
import { OrreryError } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { ttMinusUt1Seconds } from './delta-t.ts';
import { ttMinusUtcSeconds } from './leap-seconds.ts';
import {
  assertCovered,
  EARTH_ORIENTATION_SPAN,
  earthOrientationNotice,
  EPHEMERIS_SPAN,
  timeToUtc,
  ttDays,
  utcToTime,
} from './time.ts';

/** A double holds days since J2000 to 1e-11 in this span, which is a microsecond. */
const ROUND_TRIP_MS = 0.01;
/**
 * Tides of 13.7 and 27.6 days between samples 10 days apart (measured: 3.3 ms); 4 ms turn the sky by 0.06 arc seconds.
 */
const INTERPOLATION_SECONDS = 0.004;
/** One unit in the last place of days since J2000. */
const ROUNDING_DAYS = 1e-11;

const anyMs = fc.integer({ min: EPHEMERIS_SPAN.fromMs, max: EPHEMERIS_SPAN.toMs });
const MJD_OF_UNIX_EPOCH = 40587;
const MJD_OF_J2000 = 51544.5;

describe('time scales', () => {
  it('come back to the same UTC from any moment of the span', () => {
    fc.assert(
      fc.property(anyMs, (ms) => Math.abs(timeToUtc(utcToTime(ms)) - ms) < ROUND_TRIP_MS),
      { numRuns: 5000 },
    );
  });

  it('come back to the same UTC around every leap second and the seams of the table', () => {
    const seams = [Date.UTC(1972, 0, 1), Date.UTC(1972, 6, 1), Date.UTC(2017, 0, 1), EARTH_ORIENTATION_SPAN.fromMs];
    for (const seam of seams) {
      for (let ms = seam - 3000; ms <= seam + 3000; ms++) {
        expect(Math.abs(timeToUtc(utcToTime(ms)) - ms)).toBeLessThan(ROUND_TRIP_MS);
      }
    }
  });

  it('never run backwards', () => {
    fc.assert(
      fc.property(anyMs, fc.integer({ min: 1, max: 10_000 }), (ms, later) => {
        const [a, b] = [utcToTime(ms), utcToTime(ms + later)];
        return b.tt > a.tt && b.ut > a.ut && timeToUtc(b) > timeToUtc(a);
      }),
      { numRuns: 5000 },
    );
  });

  it('keep TT-UTC at the leap seconds of the IERS', () => {
    const at = (iso: string): number => ttMinusUtcSeconds(Date.parse(iso));
    expect(at('1972-01-01T00:00:00Z')).toBe(42.184);
    expect(at('1999-12-31T00:00:00Z')).toBe(64.184);
    expect(at('2016-12-31T23:59:59.999Z')).toBe(68.184);
    expect(at('2017-01-01T00:00:00Z')).toBe(69.184);
    expect(at('2150-01-01T00:00:00Z')).toBe(69.184);
  });

  it('give times that astronomy-engine makes itself the same TT', () => {
    fc.assert(
      fc.property(anyMs, (ms) => {
        const time = utcToTime(ms);
        return Math.abs(new AstroTime(time.ut).tt - time.tt) < ROUNDING_DAYS && time.tt === ttDays(ms);
      }),
    );
  });

  it('read an inserted second as the midnight that ends it', () => {
    const midnight = Date.UTC(2017, 0, 1);
    const time = utcToTime(midnight);
    const insideLeapSecond = new AstroTime(time);
    insideLeapSecond.tt -= 0.5 / 86_400;
    expect(timeToUtc(insideLeapSecond)).toBe(midnight);
  });

  it('do not step where the table begins or ends', () => {
    for (const ms of [EARTH_ORIENTATION_SPAN.fromMs, EARTH_ORIENTATION_SPAN.toMs]) {
      const day = (ms - Date.UTC(2000, 0, 1, 12)) / 86_400_000;
      expect(ttMinusUt1Seconds(day + 1e-6)).toBeCloseTo(ttMinusUt1Seconds(day - 1e-6), 6);
    }
  });
});

describe('spans', () => {
  it('are noted where the rotation of the Earth is not measured', () => {
    const { fromMs, toMs } = EARTH_ORIENTATION_SPAN;
    expect(earthOrientationNotice(fromMs, toMs)).toEqual([]);
    expect(earthOrientationNotice(fromMs - 1, toMs)).toMatchObject([
      { severity: 'info', text: expect.stringContaining('Before 1973-01-02') },
    ]);
    expect(earthOrientationNotice(fromMs - 1, toMs + 1)).toHaveLength(2);
  });

  it('refuse what the ephemeris does not cover, and say what it does', () => {
    expect(() => assertCovered(EPHEMERIS_SPAN.fromMs, EPHEMERIS_SPAN.toMs)).not.toThrow();
    for (const [from, to] of [
      [EPHEMERIS_SPAN.fromMs - 1, 0],
      [0, EPHEMERIS_SPAN.toMs + 1],
      [NaN, 0],
      [0, Infinity],
    ] as const) {
      const refused = (): void => assertCovered(from, to);
      expect(refused).toThrow(OrreryError);
      expect(refused).toThrow(/1700-01-01 to 2200-01-01/);
    }
  });
});

describeWithSharedData('TT-UT1 against the daily series of the IERS', () => {
  it('is within the stated error on every measured day', () => {
    let worst = 0;
    let days = 0;
    for (const line of readShared('reference/finals2000A.all').split('\n')) {
      if (line[57] !== 'I') continue;
      const mjd = Number(line.slice(7, 15));
      const ut1MinusUtc = Number(line.slice(58, 68));
      const expected = ttMinusUtcSeconds((mjd - MJD_OF_UNIX_EPOCH) * 86_400_000) - ut1MinusUtc;
      worst = Math.max(worst, Math.abs(ttMinusUt1Seconds(mjd - MJD_OF_J2000) - expected));
      days++;
    }
    expect(days).toBeGreaterThan(17_000);
    expect(worst).toBeLessThan(INTERPOLATION_SECONDS);
    expect(worst).toBeGreaterThan(0);
  });
});
