import { expect, it } from 'vitest';
import { readShared, describeWithSharedData } from '../testing/shared-data.ts';
import { EPHEMERIS_SPAN } from '../time/index.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { monthOf, nearest, plainLines, recorded, rowsOf, utc } from './testing.ts';

/** Catalogues of NASA (F. Espenak, J. Meeus): times in TD, whole seconds; TD-UT in whole seconds, before 1800 estimated. */
const CATALOGUES = [1701, 1801, 1901, 2001, 2101];
/** 9 s by the shortened lunar theory of astronomy-engine (5″ at worst), 1 s by rounding, up to 2 s by ΔT. */
const TIME_TOLERANCE_MS = 15_000;
/** The theory again (1e-4), and the catalogue's own mix of Moon radii in partial eclipses. */
const MAGNITUDE_TOLERANCE = 0.001;
/** Half a degree: a place on the limb of the Earth is seen along the surface. */
const PLACE_TOLERANCE = 0.7;

const KINDS: Record<string, string> = { P: 'partial', A: 'annular', T: 'total', H: 'hybrid' };
const ROW =
  /^\s*\d{5}\s+(\d{4}) (\w{3}) (\d\d)\s+(\d\d):(\d\d):(\d\d)\s+(-?\d+)\s+-?\d+\s+\d+\s+(\S+)\s+(-?[\d.]+)\s+([\d.]+)\s+([\d.]+)([NS])\s+([\d.]+)([EW])/;

interface Row {
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
      expect(Math.abs(event!.magnitude! - row.magnitude), label).toBeLessThan(MAGNITUDE_TOLERANCE);
      expect(Math.abs(event!.latitude! - row.latitude), label).toBeLessThan(PLACE_TOLERANCE);
    });
  });

  it.each(files.filter((file) => file.includes('1901')))('%s: greatest eclipse to seconds', (file) => {
    const events = findSkyEvents({ kinds: ['solarEclipse'], fromMs: utc(1901), toMs: utc(2001) });
    for (const { peakMs } of catalogue(file)) {
      expect(Math.abs(nearest(events, peakMs)!.peakMs! - peakMs), new Date(peakMs).toISOString()).toBeLessThan(
        TIME_TOLERANCE_MS,
      );
    }
  });
});

const LOCAL_KINDS: Record<string, string> = { P: 'partial', A: 'annular', T: 'total' };
/** Degrees; the reference rounds to 0.1, and one row to 1. */
const ALTITUDE_TOLERANCE = 0.6;

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
    expect(Math.abs(event!.timeMs - times[0]!)).toBeLessThan(TIME_TOLERANCE_MS);
    expect(Math.abs(event!.peakMs! - peakMs)).toBeLessThan(TIME_TOLERANCE_MS);
    expect(Math.abs(event!.timeEndMs! - times.at(-1)!)).toBeLessThan(TIME_TOLERANCE_MS);
    const altitude = +rest[rest.indexOf(rest.filter((word) => word.endsWith('Z'))[(times.length - 1) / 2]!) + 1]!;
    expect(Math.abs(event!.altitude! - altitude)).toBeLessThan(ALTITUDE_TOLERANCE);
  });
});
