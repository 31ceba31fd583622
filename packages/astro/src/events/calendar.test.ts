import { describe, expect, it } from 'vitest';
import { BODIES, MINUTE_MS } from '@orrery/contract';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { nearest, rowsOf, utc } from './testing.ts';

/** Half of the minute is the reference's rounding; 7 s remain of the lunar theory and of the thinned ΔT. */
const MEASURED_TOLERANCE_MS = MINUTE_MS;
/** Before 1973 the reference's ΔT and that of the polynomials differ by some seconds more. */
const MODEL_TOLERANCE_MS = MINUTE_MS;
/** Our UTC keeps its distance from TT, the reference's (UT1) follows a forecast that is 80 s more by 2100. */
const FUTURE_TOLERANCE_MS = 1.5 * MINUTE_MS;

const toleranceAt = (ms: number): number =>
  ms < utc(1973) ? MODEL_TOLERANCE_MS : ms < utc(2051) ? MEASURED_TOLERANCE_MS : FUTURE_TOLERANCE_MS;

const lines = (file: string): string[][] =>
  readShared(file)
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

const PHASES = ['new', 'firstQuarter', 'full', 'lastQuarter'];

describeWithSharedData('phases of the Moon against the US Naval Observatory', () => {
  it('all agree to the minute', () => {
    const rows = lines('reference/moonphase/moonphases.txt').map(([quarter, time]) => ({
      subtype: PHASES[+quarter!],
      timeMs: Date.parse(time!),
    }));
    const years = new Set(rows.map(({ timeMs }) => new Date(timeMs).getUTCFullYear()));
    for (const year of years) {
      const events = findSkyEvents({ kinds: ['moonPhase'], fromMs: utc(year) - MINUTE_MS, toMs: utc(year + 1) });
      const ofYear = rows.filter(({ timeMs }) => new Date(timeMs).getUTCFullYear() === year);
      expect(Math.abs(events.length - ofYear.length)).toBeLessThanOrEqual(1);
      for (const { subtype, timeMs } of ofYear) {
        const event = nearest(events, timeMs);
        const label = new Date(timeMs).toISOString();
        expect(event?.subtype, label).toBe(subtype);
        expect(Math.abs(event!.timeMs - timeMs), label).toBeLessThanOrEqual(toleranceAt(timeMs));
      }
    }
  });
});

describeWithSharedData('equinoxes, solstices and apsides of the Earth against the US Naval Observatory', () => {
  const rows = rowsOf(() => lines('reference/seasons/seasons.txt'))
    .map(([time, name]) => ({ name: name!.toLowerCase(), timeMs: Date.parse(time!) }))
    .filter(({ timeMs }) => timeMs < utc(2101));

  it('seasons agree to the minute', () => {
    const events = findSkyEvents({ kinds: ['season'], fromMs: utc(1800), toMs: utc(2101) - 1 });
    const seasons = rows.filter(({ name }) => name === 'equinox' || name === 'solstice');
    expect(events.length).toBe(seasons.length);
    for (const { name, timeMs } of seasons) {
      const event = nearest(events, timeMs);
      expect(event?.subtype.toLowerCase()).toContain(name);
      const label = new Date(timeMs).toISOString();
      expect(Math.abs(event!.timeMs - timeMs), label).toBeLessThanOrEqual(toleranceAt(timeMs));
    }
  });

  /**
   * At an apsis the distance changes by 0.5 m/s after an hour; 1e-8 AU of neglected terms are 5 min. 335 s measured.
   */
  const APSIS_TOLERANCE_MS = 6 * MINUTE_MS;
  /** The reference has seven decimals; 1.28e-7 measured. */
  const DISTANCE_TOLERANCE_AU = 1.5e-7;

  it('perihelion and aphelion agree to minutes, their distances to the last decimal', () => {
    const events = findSkyEvents({ kinds: ['apsis'], bodies: ['sun'], fromMs: utc(1800), toMs: utc(2101) - 1 });
    const apsides = rows.filter(({ name }) => name === 'perihelion' || name === 'aphelion');
    expect(events.length).toBe(apsides.length);
    for (const { name, timeMs } of apsides) {
      const event = nearest(events, timeMs);
      expect(event?.subtype).toBe(name);
      expect(Math.abs(event!.timeMs - timeMs), new Date(timeMs).toISOString()).toBeLessThan(APSIS_TOLERANCE_MS);
    }
    for (const [kind, time, distance] of lines('reference/apsides/earth.txt')) {
      const event = nearest(events, Date.parse(time!));
      if (!event) continue;
      expect(event.subtype).toBe(kind === '0' ? 'perihelion' : 'aphelion');
      expect(Math.abs(event.distance! - +distance!), time).toBeLessThan(DISTANCE_TOLERANCE_AU);
    }
  });
});

describeWithSharedData('oppositions of 2018 against JPL', () => {
  /** The reference's minute and 1″ to 2.5″ in the places of the planets, at 1° a day; 62 s measured. */
  const TOLERANCE_MS = 1.5 * MINUTE_MS;
  /** 17″ in the place of Pluto, which follows astronomy-engine. */
  const PLUTO_TOLERANCE_MS = 8 * MINUTE_MS;

  it.each(rowsOf(() => lines('reference/longitude/opposition_2018.txt')))('at %s: %s', (time, name) => {
    const body = BODIES.find((candidate) => candidate === name!.toLowerCase())!;
    const events = findSkyEvents({ kinds: ['opposition'], bodies: [body], fromMs: utc(2018), toMs: utc(2019) });
    expect(events.length).toBe(1);
    expect(Math.abs(events[0]!.timeMs - Date.parse(time!))).toBeLessThan(
      body === 'pluto' ? PLUTO_TOLERANCE_MS : TOLERANCE_MS,
    );
  });
});

/** Rounding of the published distance, and as much of the lunar theory. */
const PERIGEE_TOLERANCE_KM = 1;

describe('apsides', () => {
  it('of the Moon: perigee and apogee take turns, 2024-03-10 the perigee of 356,895 km', () => {
    const events = findSkyEvents({ kinds: ['apsis'], bodies: ['moon'], fromMs: utc(2024), toMs: utc(2025) });
    expect(events.length).toBe(27);
    events.slice(1).forEach((event, i) => expect(event.subtype).not.toBe(events[i]!.subtype));
    const perigee = nearest(events, Date.UTC(2024, 2, 10, 7, 4))!;
    expect(perigee.subtype).toBe('perigee');
    expect(Math.abs(perigee.distance! * 149_597_870.7 - 356_895)).toBeLessThan(PERIGEE_TOLERANCE_KM);
  });

  it('of every planet: perihelion and aphelion take turns', () => {
    for (const body of ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus'] as const) {
      const events = findSkyEvents({ kinds: ['apsis'], bodies: [body], fromMs: utc(1900), toMs: utc(2100) });
      expect(events.length).toBeGreaterThan(3);
      events.slice(1).forEach((event, i) => expect(event.subtype, body).not.toBe(events[i]!.subtype));
    }
  });

  it('of Neptune and Pluto are one each in a century and more, though their distance wavers', () => {
    const list = (body: 'neptune' | 'pluto') =>
      findSkyEvents({ kinds: ['apsis'], bodies: [body], fromMs: utc(1860), toMs: utc(2060) });
    // Neptune: aphelion 1959, perihelion 2042 (its perihelion of 1876 opens the list); Pluto: aphelion 1866, perihelion
    // 1989.
    const years = (body: 'neptune' | 'pluto') =>
      list(body).map(({ timeMs, subtype }) => `${new Date(timeMs).getUTCFullYear()} ${subtype}`);
    expect(years('neptune')).toEqual(['1876 perihelion', '1959 aphelion', '2042 perihelion']);
    expect(years('pluto')).toEqual(['1866 aphelion', '1989 perihelion']);
  });
});
