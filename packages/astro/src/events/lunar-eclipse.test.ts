import { MINUTE_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { monthOf, nearest, plainLines, recorded, ROUNDING_MS, utc } from './testing.ts';

/** Catalogues of NASA (F. Espenak): times in UT to the minute, with a ΔT of the 1990s for the time after. */
const CATALOGUES = [1701, 1801, 1901, 2001, 2101];
const KINDS: Record<string, string> = { N: 'penumbral', P: 'partial', T: 'total' };
const ROW =
  /^\s*(\d{4}) (\w{3}) (\d\d)\s+(\d\d):(\d\d)\s+(\S+)\s+\d+\s+-?[\d.]+\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(\S+)\s+(\S+)/;
/** Rounding, 10 s of the lunar theory, and ΔT as it was estimated for the years before 1900. */
const TIME_TOLERANCE_MS = ROUNDING_MS + 15_000;
/** The catalogue rounds to 0.001; the lunar theory adds as much. */
const MAGNITUDE_TOLERANCE = 0.002;
/** Rounding to a minute of the semi-duration, doubled. */
const DURATION_TOLERANCE_MS = 1.5 * MINUTE_MS;

interface Row {
  readonly peakMs: number;
  readonly kind: string | undefined;
  readonly penumbral: number;
  readonly umbral: number;
}

function catalogue(file: string): Row[] {
  return plainLines(readShared(file)).flatMap((line) => {
    const match = ROW.exec(line);
    if (!match) return [];
    const [, year, month, day, hour, minute, type, penumbral, umbral] = match;
    const peakMs = Date.UTC(+year!, monthOf(month!) - 1, +day!, +hour!, +minute!);
    return [{ peakMs, kind: KINDS[type![0]!], penumbral: +penumbral!, umbral: +umbral! }];
  });
}

describeWithSharedData("lunar eclipses against NASA's catalogues", () => {
  const files = recorded(CATALOGUES.map((year) => `reference/eclipse/le${year}.html`));

  it.each(files)('%s: every eclipse is found with its kind and magnitude, and none is invented', (file) => {
    const century = +/\d{4}/.exec(file)![0];
    const rows = catalogue(file);
    expect(rows.length).toBeGreaterThan(220);
    const events = findSkyEvents({ kinds: ['lunarEclipse'], fromMs: utc(century), toMs: utc(century + 100) - 1 });
    expect(events.length).toBe(rows.length);
    for (const row of rows) {
      const event = nearest(events, row.peakMs);
      const label = new Date(row.peakMs).toISOString();
      expect(event?.subtype, label).toBe(row.kind);
      const magnitude = row.kind === 'penumbral' ? row.penumbral : row.umbral;
      expect(Math.abs(event!.magnitude! - magnitude), label).toBeLessThan(MAGNITUDE_TOLERANCE);
      // The catalogue of this century was made with a guess of ΔT that is a minute off by 2050.
      if (row.peakMs < utc(2015)) expect(Math.abs(event!.peakMs! - row.peakMs), label).toBeLessThan(TIME_TOLERANCE_MS);
    }
  });
});

describe('a lunar eclipse', () => {
  // 2022-05-16, F. Espenak: P1 01:32:07, P4 06:50:49, greatest 04:11:29 UTC.
  const [event] = findSkyEvents({ kinds: ['lunarEclipse'], fromMs: utc(2022, 5, 16), toMs: utc(2022, 5, 17) });

  it('lasts from first to last contact with the penumbra', () => {
    expect(event!.subtype).toBe('total');
    expect(Math.abs(event!.peakMs! - Date.UTC(2022, 4, 16, 4, 11, 29))).toBeLessThan(15_000);
    expect(Math.abs(event!.timeMs - Date.UTC(2022, 4, 16, 1, 32, 7))).toBeLessThan(DURATION_TOLERANCE_MS);
    expect(Math.abs(event!.timeEndMs! - Date.UTC(2022, 4, 16, 6, 50, 49))).toBeLessThan(DURATION_TOLERANCE_MS);
  });

  const at = (latitude: number, longitude: number, day = event!) =>
    findSkyEvents({
      kinds: ['lunarEclipse'],
      observer: { latitude, longitude, elevation: 0 },
      fromMs: day.timeMs,
      toMs: day.timeEndMs!,
    });

  it('says for a place how high the Moon stands', () => {
    expect(at(-20, -65)[0]!.altitude).toBeGreaterThan(80);
    expect(at(-20, -65)[0]!.text).toContain('above the horizon');
  });

  it('is none where the Moon is below the horizon all the time', () => {
    expect(at(20, 115)).toEqual([]);
    // Berlin: the total eclipse of 2021-05-26 is over before moonrise.
    const [pacific] = findSkyEvents({ kinds: ['lunarEclipse'], fromMs: utc(2021, 5, 26), toMs: utc(2021, 5, 27) });
    expect(pacific!.subtype).toBe('total');
    expect(at(52.5, 13.4, pacific)).toEqual([]);
  });

  it('ends for a place with the set of the Moon and is what was seen until then', () => {
    // Skyfield: the Moon sets in Berlin at 03:11 UTC; totality begins at 03:29.
    const [seen] = at(52.5, 13.4);
    expect(Math.abs(seen!.timeEndMs! - Date.UTC(2022, 4, 16, 3, 11))).toBeLessThan(MINUTE_MS);
    expect([seen!.subtype, seen!.title]).toEqual(['partial', 'Partial lunar eclipse']);
    expect(seen!.peakMs).toBe(seen!.timeEndMs);
    expect(seen!.magnitude).toBeLessThan(1);
    expect(seen!.text).toContain('until moonset');
  });
});
