import { DAY_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { readShared, describeWithSharedData } from '../testing/shared-data.ts';
import { EPHEMERIS_SPAN, ttDays } from '../time/index.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { monthOf, nearest, plainLines, recorded, rowsOf, utc } from './testing.ts';

/** Catalogues of NASA (F. Espenak, J. Meeus): times in TD, whole seconds. */
const CATALOGUES = [1701, 1801, 1901, 2001, 2101];
/** Rounding, the thinned lunar theory (1″ at worst, 2 s of time) and the older one of the catalogue. */
const TIME_TOLERANCE_S = 5;
/** Of these the lunar theory is 3e-4; the catalogue has four digits. */
const MAGNITUDE_TOLERANCE = 6e-4;
/** Degrees; where the axis grazes the Earth its foot runs far for little. The catalogue rounds to 0.1. */
const PLACE_TOLERANCE = 0.3;

const KINDS: Record<string, string> = { P: 'partial', A: 'annular', T: 'total', H: 'hybrid' };
const ROW =
  /^\s*\d{5}\s+(\d{4}) (\w{3}) (\d\d)\s+(\d\d):(\d\d):(\d\d)\s+(-?\d+)\s+-?\d+\s+\d+\s+(\S+)\s+(-?[\d.]+)\s+([\d.]+)\s+([\d.]+)([NS])\s+([\d.]+)([EW])/;

interface Row {
  /** Days TT from J2000. */
  readonly peak: number;
  readonly peakMs: number;
  readonly kind: string | undefined;
  readonly magnitude: number;
  readonly latitude: number;
}

function catalogue(file: string): Row[] {
  return plainLines(readShared(file)).flatMap((line) => {
    const match = ROW.exec(line);
    if (!match) return [];
    const [, year, month, day, hour, minute, second, deltaT, type, , magnitude, latitude, side] = match;
    const dynamical = Date.UTC(+year!, monthOf(month!) - 1, +day!, +hour!, +minute!, +second!);
    return [
      {
        peak: (dynamical - Date.UTC(2000, 0, 1, 12)) / DAY_MS,
        peakMs: dynamical - 1000 * +deltaT!,
        kind: KINDS[type![0]!],
        magnitude: +magnitude!,
        latitude: side === 'N' ? +latitude! : -latitude!,
      },
    ];
  });
}

describeWithSharedData("solar eclipses against NASA's catalogues", () => {
  const files = recorded(CATALOGUES.map((year) => `reference/eclipse/se${year}.html`));

  it.each(files)('%s: every eclipse is found with its kind, and none is invented', (file) => {
    const century = +/\d{4}/.exec(file)![0];
    const toMs = Math.min(utc(century + 100) - 1, EPHEMERIS_SPAN.toMs);
    const rows = catalogue(file).filter((row) => row.peakMs <= toMs);
    expect(rows.length).toBeGreaterThan(220);
    const events = findSkyEvents({ kinds: ['solarEclipse'], fromMs: utc(century), toMs });
    expect(events.length).toBe(rows.length);
    rows.forEach((row) => {
      const event = nearest(events, row.peakMs);
      const label = new Date(row.peakMs).toISOString();
      expect(event?.subtype, label).toBe(row.kind);
      expect(Math.abs(ttDays(event!.peakMs!) - row.peak) * 86_400, label).toBeLessThan(TIME_TOLERANCE_S);
      expect(Math.abs(event!.magnitude! - row.magnitude), label).toBeLessThan(MAGNITUDE_TOLERANCE);
      expect(Math.abs(event!.latitude! - row.latitude), label).toBeLessThan(PLACE_TOLERANCE);
    });
  });
});

const LOCAL_KINDS: Record<string, string> = { P: 'partial', A: 'annular', T: 'total' };
/** Degrees; the reference rounds to 0.1, and one row to 1. */
const ALTITUDE_TOLERANCE = 0.6;
/** As above, and ΔT, which the reference guessed 5 s too long for 2024. */
const CONTACT_TOLERANCE_MS = 8000;

describeWithSharedData('solar eclipses at a place against eclipsewise.com', () => {
  const lines = rowsOf(() => readShared('reference/eclipse/local_solar_eclipse.txt').split('\n'));
  const rows = lines.filter((line) => /^-?\d/.test(line)).map((line) => line.trim().split(/\s+/));

  it.each(rows)('at %s %s the contacts and the altitude agree', (...row) => {
    const [latitude, longitude, kind, ...rest] = row;
    const times = rest.filter((word) => word.endsWith('Z')).map((word) => Date.parse(word));
    const peakMs = times[(times.length - 1) / 2]!;
    const [event, ...others] = findSkyEvents({
      kinds: ['solarEclipse'],
      observer: { latitude: +latitude!, longitude: +longitude!, elevation: 0 },
      fromMs: peakMs,
      toMs: peakMs,
    });
    expect(others).toEqual([]);
    expect(event!.subtype).toBe(LOCAL_KINDS[kind!]);
    expect(Math.abs(event!.timeMs - times[0]!)).toBeLessThan(CONTACT_TOLERANCE_MS);
    expect(Math.abs(event!.peakMs! - peakMs)).toBeLessThan(CONTACT_TOLERANCE_MS);
    expect(Math.abs(event!.timeEndMs! - times.at(-1)!)).toBeLessThan(CONTACT_TOLERANCE_MS);
    const altitude = +rest[rest.indexOf(rest.filter((word) => word.endsWith('Z'))[(times.length - 1) / 2]!) + 1]!;
    expect(Math.abs(event!.altitude! - altitude)).toBeLessThan(ALTITUDE_TOLERANCE);
  });
});

/** Skyfield with DE421 and its rise and set at -0.8333° are good to seconds; so are the contacts. */
const SKYFIELD_MS = 15_000;

describe('the solar eclipse of 2026-08-12', () => {
  const seenFrom = (latitude: number, longitude: number) =>
    findSkyEvents({
      kinds: ['solarEclipse'],
      observer: { latitude, longitude, elevation: 0 },
      fromMs: utc(2026, 8, 12),
      toMs: utc(2026, 8, 13),
    })[0]!;

  it('is partial in Palermo, where the Sun sets before the maximum', () => {
    const { subtype, title, peakMs, timeEndMs, magnitude, obscuration, text } = seenFrom(38.12, 13.36);
    expect([subtype, title]).toEqual(['partial', 'Partial solar eclipse']);
    expect(Math.abs(peakMs! - Date.UTC(2026, 7, 12, 18, 3, 50))).toBeLessThan(SKYFIELD_MS);
    expect(timeEndMs).toBeGreaterThan(peakMs!);
    expect(magnitude).toBeCloseTo(0.5, 2);
    expect(obscuration).toBeCloseTo(40, 0);
    expect(text).toContain('when it sets');
  });

  it('has its maximum in Venice with the Sun on the horizon, by the limb that sunset goes by', () => {
    const { peakMs, magnitude, text } = seenFrom(45.44, 12.33);
    expect(Math.abs(peakMs! - Date.UTC(2026, 7, 12, 18, 19, 35))).toBeLessThan(SKYFIELD_MS);
    expect(magnitude).toBeCloseTo(0.925, 2);
    expect(text).toContain('with the Sun 0° high');
    expect(text).not.toContain('below the horizon');
  });

  it('is total in Palma for 1 min 36 s', () => {
    const { subtype, text } = seenFrom(39.5696, 2.6502);
    expect(subtype).toBe('total');
    expect(text).toMatch(/total for 1 min 3[5-7] s/);
  });
});
