import fc from 'fast-check';
import { Body, Equator, Horizon, Observer as Place } from 'astronomy-engine';
import { OrreryError, type Observer, DAY_MS, HOUR_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { utcToTime } from '../time/index.ts';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import type { ElementSet } from './elements.ts';
import { parseOmm } from './omm.ts';
import { findPasses, type SatellitePass } from './passes.ts';
import { parseTleFile } from './tle.ts';
import { computeTrack } from './track.ts';

/** The bound of the brief for the elevation at rise and set; 1 ms of search leaves a thousandth of it. */
const EDGE_DEGREES = 0.01;

const BASE = {
  OBJECT_NAME: 'TEST',
  EPOCH: '2025-05-24T00:00:00.000000',
  NORAD_CAT_ID: 999_999_999,
  BSTAR: 0.0001,
};

/** Orbits from 300 km to beyond geosynchronous, circular to Molniya, perigee above 250 km. */
const orbit = fc
  .record({
    MEAN_MOTION: fc.oneof(fc.double({ min: 0.9, max: 3, noNaN: true }), fc.double({ min: 3, max: 15.9, noNaN: true })),
    perigeeKm: fc.double({ min: 6_630, max: 7_400, noNaN: true }),
    circular: fc.boolean(),
    INCLINATION: fc.double({ min: 0, max: 180, noNaN: true }),
    RA_OF_ASC_NODE: fc.double({ min: 0, max: 360, noNaN: true }),
    ARG_OF_PERICENTER: fc.double({ min: 0, max: 360, noNaN: true }),
    MEAN_ANOMALY: fc.double({ min: 0, max: 360, noNaN: true }),
  })
  .map(({ perigeeKm, circular, ...angles }): ElementSet => {
    // Kepler's third law: a³ = 42,241³ km³ at one revolution a day.
    const axis = 42_241 / angles.MEAN_MOTION ** (2 / 3);
    return parseOmm({ ...BASE, ...angles, ECCENTRICITY: circular ? 0.001 : Math.max(0, 1 - perigeeKm / axis) });
  });

const observers = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  elevation: fc.constant(100),
});

const elevationsAt = (elements: ElementSet, observer: Observer, timesMs: readonly number[]): Float64Array =>
  computeTrack({ elements, observer, timesMs: Float64Array.from(timesMs) }).elevation!;

/** Spans of a scan second by second above the minimum, as [from, to]. */
function scan(
  elements: ElementSet,
  observer: Observer,
  fromMs: number,
  toMs: number,
  minElevation: number,
): [number, number][] {
  const times = Array.from({ length: Math.floor((toMs - fromMs) / 1000) + 1 }, (_, i) => fromMs + 1000 * i);
  const elevation = elevationsAt(elements, observer, times);
  const spans: [number, number][] = [];
  times.forEach((t, i) => {
    if (!(elevation[i]! >= minElevation)) return;
    const last = spans.at(-1);
    if (last && last[1] === t - 1000) last[1] = t;
    else spans.push([t, t]);
  });
  return spans;
}

function expectEdges(elements: ElementSet, observer: Observer, pass: SatellitePass, minElevation: number): void {
  for (const edge of [pass.riseMs, pass.setMs]) {
    if (edge === null) continue;
    expect(Math.abs(elevationsAt(elements, observer, [edge])[0]! - minElevation)).toBeLessThan(EDGE_DEGREES);
  }
  const [at] = elevationsAt(elements, observer, [pass.culminationMs]);
  expect(at).toBeCloseTo(pass.maxElevation, 9);
}

/** Crossings are found to a millisecond, and a second of the scan may fall into that very one. */
const CROSSING_MS = 1;

/** Does the pass hold these seconds of the scan? */
const holds = (pass: SatellitePass, fromMs: number, toMs: number): boolean =>
  (pass.riseMs ?? -Infinity) <= fromMs + CROSSING_MS && (pass.setMs ?? Infinity) >= toMs - CROSSING_MS;

describe('passes', () => {
  it('are all found, none invented, against a scan second by second', () => {
    fc.assert(
      fc.property(orbit, observers, fc.constantFrom(0, 10, 30), (elements, observer, minElevation) => {
        const fromMs = elements.epochMs + 1_234;
        const toMs = fromMs + 8 * HOUR_MS;
        const { passes } = findPasses({ elements, observer, fromMs, toMs, minElevation, visibleOnly: false });
        const scanned = scan(elements, observer, fromMs, toMs, minElevation);
        for (const [a, b] of scanned) {
          const holding = passes.filter((p) => holds(p, a, b));
          expect(holding.length, `one pass holds ${new Date(a).toISOString()}`).toBe(1);
          if (a > fromMs) expect(a - holding[0]!.riseMs!).toBeLessThanOrEqual(1001);
          if (b <= toMs - 1000) expect(holding[0]!.setMs! - b).toBeLessThanOrEqual(1001);
        }
        for (const pass of passes) {
          expectEdges(elements, observer, pass, minElevation);
          const seconds = Math.min(pass.setMs ?? toMs, toMs) - Math.max(pass.riseMs ?? fromMs, fromMs);
          const found = scanned.some(([a, b]) => holds(pass, a, b));
          // What is shorter than a second may fall between two points of the scan.
          expect(found || seconds < 1_000).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('culminate at the highest moment between rise and set', () => {
    fc.assert(
      fc.property(orbit, observers, (elements, observer) => {
        const fromMs = elements.epochMs;
        const { passes } = findPasses({
          elements,
          observer,
          fromMs,
          toMs: fromMs + DAY_MS,
          minElevation: 5,
          visibleOnly: false,
        });
        for (const pass of passes) {
          if (pass.riseMs === null || pass.setMs === null) continue;
          const times = Array.from({ length: 201 }, (_, i) => pass.riseMs! + ((pass.setMs! - pass.riseMs!) * i) / 200);
          expect(Math.max(...elevationsAt(elements, observer, times))).toBeLessThanOrEqual(pass.maxElevation + 1e-4);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The Sun's altitude by astronomy-engine's own horizon, which this package's passes do not use. */
function sunAltitude(observer: Observer, timeMs: number): number {
  const place = new Place(observer.latitude, observer.longitude, observer.elevation);
  const equator = Equator(Body.Sun, utcToTime(timeMs), place, true, true);
  return Horizon(utcToTime(timeMs), place, equator.ra, equator.dec).altitude;
}

/** Solar parallax and the steps of 5 s leave this much at the edges of darkness and shadow. */
const VISIBLE_MS = 10_000;

describeWithSharedData('passes of recorded satellites', () => {
  const stations = (JSON.parse(readShared('satellites/carbsat_stations.json')) as unknown[]).map(parseOmm);
  const iss = stations.find((e) => e.noradId === 25544)!;
  const berlin = { latitude: 52.52, longitude: 13.405, elevation: 34 };
  const window = { fromMs: iss.epochMs, toMs: iss.epochMs + 7 * DAY_MS };
  const input = { elements: iss, observer: berlin, ...window, minElevation: 10, visibleOnly: false };
  const { passes } = findPasses(input);

  it('of the ISS over Berlin are five or six a day and minutes long', () => {
    expect(passes.length).toBeGreaterThan(25);
    expect(passes.length).toBeLessThan(45);
    for (const pass of passes) {
      const minutes = (pass.setMs! - pass.riseMs!) / 60_000;
      expect(minutes).toBeGreaterThan(0.1);
      expect(minutes).toBeLessThan(7.5);
      expect(pass.maxElevation).toBeGreaterThanOrEqual(10);
    }
  });

  it('are visible exactly when lit over a dark place, by the track and another altitude of the Sun', () => {
    const places = [
      berlin,
      { latitude: -26.2, longitude: 28, elevation: 1_700 },
      { latitude: 40, longitude: -105, elevation: 1_600 },
    ];
    const cases = stations.slice(0, 6).flatMap((elements) => places.map((observer) => ({ elements, observer })));
    let seen = 0;
    for (const { elements, observer } of cases) {
      for (const pass of findPasses({ ...input, elements, observer }).passes) {
        const times = Array.from(
          { length: Math.ceil((pass.setMs! - pass.riseMs!) / 5000) },
          (_, i) => pass.riseMs! + 5000 * i,
        );
        const { sunlit } = computeTrack({ elements, observer, timesMs: Float64Array.from(times) });
        const visible = times.filter((t, i) => sunlit[i] === true && sunAltitude(observer, t) < -6);
        expect(pass.visible || visible.length === 0).toBe(true);
        if (!pass.visible) continue;
        seen++;
        if (visible.length === 0) {
          expect(pass.visibleToMs! - pass.visibleFromMs!).toBeLessThan(VISIBLE_MS);
          continue;
        }
        expect(Math.abs(visible[0]! - pass.visibleFromMs!)).toBeLessThan(VISIBLE_MS);
        expect(Math.abs(visible.at(-1)! - pass.visibleToMs!)).toBeLessThan(VISIBLE_MS);
      }
    }
    expect(seen).toBeGreaterThan(50);
    const only = findPasses({ ...input, visibleOnly: true }).passes;
    expect(only).toEqual(passes.filter((p) => p.visible));
  });

  it('begun before the window or ending after it are whole', () => {
    const pass = passes[3]!;
    const middle = (pass.riseMs! + pass.setMs!) / 2;
    const cut = findPasses({ ...input, fromMs: middle - 1000, toMs: middle + 1000 });
    expect(cut.passes.length).toBe(1);
    expect(Math.abs(cut.passes[0]!.riseMs! - pass.riseMs!)).toBeLessThan(2);
    expect(Math.abs(cut.passes[0]!.setMs! - pass.setMs!)).toBeLessThan(2);
    expect(cut.passes[0]!.maxElevation).toBeCloseTo(pass.maxElevation, 4);
  });

  it('of a geostationary satellite are one without rise and set where it stands, none where it does not', () => {
    const { elements } = parseTleFile(readShared('satellites/carbsat_active_tle.dat'));
    const goes = elements.find((e) => e.name === 'GOES 19')!;
    const days = { fromMs: goes.epochMs, toMs: goes.epochMs + 2 * DAY_MS };
    const over = findPasses({
      ...input,
      elements: goes,
      observer: { latitude: 30, longitude: -80, elevation: 0 },
      ...days,
    });
    expect(over.passes.length).toBe(1);
    expect(over.passes[0]).toMatchObject({
      riseMs: null,
      setMs: null,
      riseAzimuth: null,
      setAzimuth: null,
      visible: true,
    });
    expect(over.passes[0]!.culminationMs).toBeGreaterThanOrEqual(days.fromMs);
    expect(over.passes[0]!.culminationMs).toBeLessThanOrEqual(days.toMs);
    expect(over.notices.map((n) => n.text).join()).toContain('without rise and set');
    const under = findPasses({
      ...input,
      elements: goes,
      observer: { latitude: 30, longitude: 100, elevation: 0 },
      ...days,
    });
    expect(under.passes).toEqual([]);
  });

  it('of a satellite that decays end with a notice instead of an error', () => {
    const falling = parseOmm({ ...iss.omm, MEAN_MOTION: 16.4, BSTAR: 0.02 });
    const { passes: left, notices } = findPasses({ ...input, elements: falling });
    expect(left.length).toBeLessThan(passes.length);
    expect(notices.map((n) => n.text).join()).toMatch(/no position from 2025-05-\d\dT.*: /);
  });

  it('are not searched on when nobody wants them any more', () => {
    const gone = new AbortController();
    gone.abort();
    expect(() => findPasses({ ...input, signal: gone.signal })).toThrow(OrreryError);
  });
});
