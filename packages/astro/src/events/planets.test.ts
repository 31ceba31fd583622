import type { AstroTime } from 'astronomy-engine';
import { Body as EngineBody, Ecliptic, Equator, GeoVector, Observer } from 'astronomy-engine';
import { describe, expect, it } from 'vitest';
import { QUANTITIES, QUANTITY_NAMES, type Body, type Quantity, DAY_MS, MINUTE_MS } from '@orrery/contract';
import { computeEphemeris } from '../ephemeris/index.ts';
import { utcToTime } from '../time/index.ts';
import { conjunctionPairs } from './conjunction.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { wrapped } from './sky.ts';
import { ENGINE_BODIES, nearest, utc } from './testing.ts';

/** The Moon and the Sun of astronomy-engine are shortened to some seconds of arc, ours are not. */
const ANGLE_TOLERANCE = 6 / 3600;
/** Its planets are up to 23″ beside ours, 1950 to 2060; ours are held to JPL by the tests of the ephemeris. */
const PLANET_ANGLE_TOLERANCE = 25 / 3600;
/** Interpolation, and the whole milliseconds of the moments in which the Moon moves 0.0005″. */
const EPHEMERIS_TOLERANCE = 0.01 / 3600;
/** Of two bodies both interpolated. */
const DIFFERENCE_TOLERANCE = 2 * EPHEMERIS_TOLERANCE;
/** At half a millisecond of rounding the sky turns 0.0075″. */
const TURNING_TOLERANCE = 0.02 / 3600;
/** Light time and aberration part the apparent longitudes by what Earth and planet move in 20 min. */
const OPPOSITION_DEGREES = 0.015;

/** What is plotted of a body at a moment, from the centre of the Earth. */
function plotted(body: Body, timeMs: number, observer?: { latitude: number; longitude: number; elevation: number }) {
  const quantities = QUANTITY_NAMES.filter((name) => observer || !QUANTITIES[name].needsObserver);
  const timesMs = Float64Array.of(timeMs);
  const columns = computeEphemeris({
    body,
    quantities,
    timesMs,
    observer,
    equinox: 'date',
    refraction: false,
    light: 'apparent',
  });
  return (quantity: Quantity): number => columns.get(quantity)![0]!;
}

describe('transits of Mercury and Venus', () => {
  // F. Espenak, transit catalogues of NASA: geocentric contacts to the minute.
  const KNOWN = [
    ['mercury', '2003-05-07T05:13', '2003-05-07T07:52', '2003-05-07T10:32'],
    ['venus', '2004-06-08T05:13', '2004-06-08T08:20', '2004-06-08T11:26'],
    ['mercury', '2006-11-08T19:12', '2006-11-08T21:41', '2006-11-09T00:10'],
    ['venus', '2012-06-05T22:09', '2012-06-06T01:29', '2012-06-06T04:49'],
    ['mercury', '2016-05-09T11:12', '2016-05-09T14:57', '2016-05-09T18:42'],
    ['mercury', '2019-11-11T12:35', '2019-11-11T15:20', '2019-11-11T18:04'],
  ] as const;
  /** Half a minute of rounding, and 1″ in the place of Mercury that moves 0.1″ a second; 40 s measured. */
  const TOLERANCE_MS = MINUTE_MS;

  it.each(KNOWN)('%s from %s', (body, start, peak, end) => {
    const [event] = findSkyEvents({
      kinds: ['planetTransit'],
      fromMs: utc(+peak.slice(0, 4)),
      toMs: utc(+peak.slice(0, 4) + 1),
    });
    expect(event!.body).toBe(body);
    expect(Math.abs(event!.timeMs - Date.parse(`${start}Z`))).toBeLessThan(TOLERANCE_MS);
    expect(Math.abs(event!.peakMs! - Date.parse(`${peak}Z`))).toBeLessThan(TOLERANCE_MS);
    expect(Math.abs(event!.timeEndMs! - Date.parse(`${end}Z`))).toBeLessThan(TOLERANCE_MS);
  });

  it('happen in the years of the catalogue and in no other', () => {
    const years = (body: Body) =>
      findSkyEvents({ kinds: ['planetTransit'], bodies: [body], fromMs: utc(1901), toMs: utc(2101) - 1 }).map((event) =>
        new Date(event.peakMs!).getUTCFullYear(),
      );
    expect(years('mercury')).toEqual([
      1907, 1914, 1924, 1927, 1937, 1940, 1953, 1957, 1960, 1970, 1973, 1986, 1993, 1999, 2003, 2006, 2016, 2019, 2032,
      2039, 2049, 2052, 2062, 2065, 2078, 2085, 2095, 2098,
    ]);
    expect(years('venus')).toEqual([2004, 2012]);
  });
});

/** 0.1″ in the places of Jupiter and Saturn, that pass at 17″ an hour; 8 s measured. */
const SKYFIELD_TOLERANCE_MS = 20_000;

describe('conjunctions', () => {
  it('are among the bodies given; of a single body with every other; never of Sun and Moon', () => {
    expect(conjunctionPairs(['jupiter', 'venus'])).toEqual([['venus', 'jupiter']]);
    expect(conjunctionPairs(['mars'])).toHaveLength(9);
    expect(conjunctionPairs(['sun', 'moon'])).toEqual([]);
    expect(conjunctionPairs(['moon', 'sun', 'venus'])).toEqual([
      ['moon', 'venus'],
      ['venus', 'sun'],
    ]);
  });

  it('have equal right ascensions of date by astronomy-engine, too, or with the Sun equal longitudes', () => {
    const centre = (body: Body, time: AstroTime) => {
      const vector = GeoVector(ENGINE_BODIES[body], time, true);
      return Ecliptic(vector).elon;
    };
    const events = findSkyEvents({ kinds: ['conjunction'], fromMs: utc(2021), toMs: utc(2022) });
    expect(events.length).toBeGreaterThan(120);
    for (const { body, otherBody, timeMs, title } of events) {
      const time = utcToTime(timeMs);
      if (otherBody === 'sun') {
        expect(Math.abs(wrapped(centre(body, time) - centre('sun', time))), title).toBeLessThan(PLANET_ANGLE_TOLERANCE);
        continue;
      }
      // Seen from the pole right ascensions are those of the centre but for the Earth's small flattening.
      const pole = new Observer(90, 0, 0);
      const [a, b] = [body, otherBody!].map((of) => Equator(ENGINE_BODIES[of], time, pole, true, true).ra * 15);
      expect(Math.abs(wrapped(a! - b!)), title).toBeLessThan(PLANET_ANGLE_TOLERANCE);
    }
  });

  it('of Jupiter and Saturn: 0.1° apart on 2020-12-21, three times in 1981', () => {
    const list = (fromMs: number, toMs: number) =>
      findSkyEvents({ kinds: ['conjunction'], bodies: ['jupiter', 'saturn'], fromMs, toMs });
    const [great, ...others] = list(utc(2020), utc(2022));
    expect(others).toEqual([]);
    expect(new Date(great!.timeMs).toISOString().slice(0, 10)).toBe('2020-12-21');
    expect(great!.separation).toBeCloseTo(0.104, 2);
    expect(great!.title).toMatch(/^Jupiter 6\.\d′ south of Saturn$/);
    expect(list(utc(1980), utc(1982)).map(({ timeMs }) => new Date(timeMs).toISOString().slice(0, 7))).toEqual([
      '1981-01',
      '1981-02',
      '1981-07',
    ]);
  });

  it.each([
    ['jupiter', 'saturn', '2020-12-21T13:32:05Z'],
    ['venus', 'jupiter', '2023-03-02T10:40:47Z'],
    ['venus', 'jupiter', '2024-05-23T09:30:19Z'],
  ] as const)('of %s and %s at %s as by Skyfield with DE421', (body, otherBody, time) => {
    const timeMs = Date.parse(time);
    const around = { fromMs: timeMs - DAY_MS, toMs: timeMs + DAY_MS };
    const [event] = findSkyEvents({ kinds: ['conjunction'], bodies: [body, otherBody], ...around });
    expect(Math.abs(event!.timeMs - timeMs)).toBeLessThan(SKYFIELD_TOLERANCE_MS);
  });

  it('of the inner planets with the Sun are inferior and superior in turn', () => {
    const events = findSkyEvents({
      kinds: ['conjunction'],
      bodies: ['sun', 'mercury'],
      fromMs: utc(2020),
      toMs: utc(2030),
    });
    expect(events.length).toBeGreaterThanOrEqual(62);
    events.slice(1).forEach((event, i) => expect(event.subtype).not.toBe(events[i]!.subtype));
    expect(new Set(events.map(({ subtype }) => subtype))).toEqual(new Set(['inferior', 'superior']));
  });
});

describe('greatest elongations', () => {
  it('of Venus: 2023-06-04 45.4° east, 2023-10-23 46.4° west', () => {
    const events = findSkyEvents({ kinds: ['maxElongation'], bodies: ['venus'], fromMs: utc(2023), toMs: utc(2024) });
    expect(events.map(({ subtype, elongation }) => `${subtype} ${elongation!.toFixed(1)}`)).toEqual([
      'east 45.4',
      'west 46.4',
    ]);
    expect(Math.abs(events[0]!.timeMs - Date.UTC(2023, 5, 4, 11))).toBeLessThan(DAY_MS / 12);
    expect(Math.abs(events[1]!.timeMs - Date.UTC(2023, 9, 23, 23))).toBeLessThan(DAY_MS / 12);
  });
});

describe('nodes of the Moon', () => {
  it('take turns, and the Moon is on the ecliptic at each', () => {
    const events = findSkyEvents({ kinds: ['moonNode'], fromMs: utc(2024), toMs: utc(2025) });
    expect(events.length).toBe(27);
    events.slice(1).forEach((event, i) => expect(event.subtype).not.toBe(events[i]!.subtype));
    for (const { timeMs } of events) {
      const { elat } = Ecliptic(GeoVector(EngineBody.Moon, utcToTime(timeMs), true));
      expect(Math.abs(elat)).toBeLessThan(ANGLE_TOLERANCE);
    }
    expect(nearest(events, utc(2024, 4, 8))!.subtype).toBe('ascending');
  });
});

describe('events and the plotted ephemeris agree', () => {
  const range = { fromMs: utc(2019, 6), toMs: utc(2021) };
  const apart = (a: number, b: number): number => Math.abs(wrapped(a - b));

  it('at conjunctions: equal right ascensions, with the Sun equal longitudes; distance and elongation are the plotted', () => {
    const events = findSkyEvents({ kinds: ['conjunction'], ...range });
    expect(events.length).toBeGreaterThan(180);
    for (const { body, otherBody, timeMs, title, elongation, distance, magnitude } of events) {
      const [first, second] = [plotted(body, timeMs), plotted(otherBody!, timeMs)];
      const angle: Quantity = otherBody === 'sun' ? 'eclipticLongitude' : 'rightAscension';
      expect(apart(first(angle), second(angle)), title).toBeLessThan(DIFFERENCE_TOLERANCE);
      expect(first('distance') / distance! - 1, title).toBeCloseTo(0, 7);
      const fromSun = otherBody === 'sun' ? first : second;
      expect(Math.abs(fromSun('elongation') - elongation!), title).toBeLessThan(DIFFERENCE_TOLERANCE);
      if (magnitude !== null) expect(magnitude, title).toBeCloseTo(first('magnitude'), 5);
    }
  });

  it('at oppositions: Earth and planet in one heliocentric longitude, so that the elongation is near its maximum', () => {
    const events = findSkyEvents({ kinds: ['opposition'], ...range });
    expect(events.length).toBeGreaterThan(6);
    for (const { body, timeMs, title, elongation, distance, magnitude } of events) {
      const [planet, sun] = [plotted(body, timeMs), plotted('sun', timeMs)];
      expect(planet('elongation'), title).toBeCloseTo(elongation!, 5);
      expect(planet('distance'), title).toBeCloseTo(distance!, 6);
      expect(planet('magnitude'), title).toBeCloseTo(magnitude!, 5);
      const ahead = apart(planet('eclipticLongitude') + 180, sun('eclipticLongitude'));
      expect(ahead, title).toBeLessThan(OPPOSITION_DEGREES);
    }
  });

  it('at greatest elongations and apsides: the plotted curve turns there', () => {
    const turns = (body: Body, quantity: (of: (name: Quantity) => number) => number, timeMs: number, sign: number) => {
      const [before, here, after] = [-DAY_MS, 0, DAY_MS].map((ms) => sign * quantity(plotted(body, timeMs + ms)));
      return here! > before! && here! > after!;
    };
    for (const { body, timeMs, elongation } of findSkyEvents({ kinds: ['maxElongation'], ...range })) {
      expect(turns(body, (of) => of('elongation'), timeMs, 1)).toBe(true);
      expect(plotted(body, timeMs)('elongation')).toBeCloseTo(elongation!, 5);
    }
    const planets: Body[] = ['mercury', 'venus', 'mars'];
    for (const { body, timeMs, subtype, distance } of findSkyEvents({ kinds: ['apsis'], bodies: planets, ...range })) {
      const fromSun = (of: (name: Quantity) => number): number => Math.hypot(of('x'), of('y'), of('z'));
      expect(turns(body, fromSun, timeMs, subtype === 'aphelion' ? 1 : -1)).toBe(true);
      expect(fromSun(plotted(body, timeMs))).toBeCloseTo(distance!, 8);
    }
  });

  it('at rise, set and culmination: the plotted altitude and hour angle of the place', () => {
    const observer = { latitude: 48.21, longitude: 16.37, elevation: 0 };
    const bodies: Body[] = ['venus', 'jupiter', 'moon'];
    const events = findSkyEvents({
      kinds: ['rise', 'set', 'transit'],
      bodies,
      observer,
      fromMs: utc(2020),
      toMs: utc(2020, 2),
    });
    expect(events.length).toBeGreaterThan(250);
    for (const { kind, body, timeMs, azimuth, altitude } of events) {
      const seen = plotted(body, timeMs, observer);
      expect(apart(seen('azimuth'), azimuth!)).toBeLessThan(TURNING_TOLERANCE);
      const radius = body === 'moon' ? seen('angularDiameter') / 7200 : 0;
      if (kind === 'transit') expect(Math.abs(seen('hourAngle'))).toBeLessThan(TURNING_TOLERANCE);
      else expect(Math.abs(seen('altitude') + radius + 34 / 60)).toBeLessThan(TURNING_TOLERANCE);
      if (kind === 'transit') expect(Math.abs(seen('altitude') - altitude!)).toBeLessThan(TURNING_TOLERANCE);
    }
  });
});
