import { DAY_MS, MINUTE_MS } from '@orrery/contract';
import { eciToGeodetic, gstime } from 'satellite.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { ecefToGeodetic } from '../earth/geodetic.ts';
import { gmst82 } from '../earth/sidereal-time.ts';
import { WGS84_FLATTENING, WGS84_RADIUS_KM } from '../earth/wgs84.ts';
import { lookAt, stationOf, toEarthFixed } from './earth-fixed.ts';
import type { ElementSet } from './elements.ts';
import { parseOmm } from './omm.ts';
import { createPropagator } from './propagator.ts';
import { createSun, isSunlit, shadowMargin } from './sunlight.ts';
import { parseTle } from './tle.ts';
import { computeTrack } from './track.ts';

const stations = (): ElementSet[] =>
  (JSON.parse(readShared('satellites/carbsat_stations.json')) as unknown[]).map(parseOmm);
const minutesFrom = (fromMs: number, count: number, stepMs = MINUTE_MS): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => fromMs + i * stepMs);

/** The library reads a Julian date whose float64 steps by 40 µs, 3e-9 rad. */
const GMST_RAD = 5e-9;
/** What three rounds of Bowring leave: 1 mm in position. */
const GEODETIC_KM = 1e-6;

describe('the turn to the Earth', () => {
  it('follows the GMST of the library, which has the same formula at coarser time', () => {
    fc.assert(
      fc.property(fc.double({ min: -20_000, max: 30_000, noNaN: true }), (days) => {
        const difference = Math.abs(gmst82(days) - gstime(days + 2_451_545)) % (2 * Math.PI);
        expect(Math.min(difference, 2 * Math.PI - difference)).toBeLessThan(GMST_RAD);
      }),
    );
  });

  it('finds the geodetic place from which a position was made, from 300 km under ground to beyond the Moon', () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -179.999, max: 179.999, noNaN: true }),
      elevation: fc.double({ min: -300_000, max: 5e8, noNaN: true }),
    });
    fc.assert(
      fc.property(place, (p) => {
        const found = { latitude: 0, longitude: 0, altitude: 0 };
        ecefToGeodetic(Float64Array.from(stationOf(p).position), found);
        const back = stationOf({ ...found, elevation: found.altitude * 1000 }).position;
        const off = Math.hypot(...back.map((v, i) => v - stationOf(p).position[i]!));
        expect(off).toBeLessThan(GEODETIC_KM);
        expect(found.altitude).toBeCloseTo(p.elevation / 1000, 5);
      }),
    );
  });

  it('agrees with the library in geodetic place and gives an Earth-fixed velocity that is the change of position', () => {
    const teme = Float64Array.of(4_000, -3_000, 4_500, 4.5, 6, 0.2);
    const [a, b] = [new Float64Array(6), new Float64Array(6)];
    toEarthFixed(teme, 1, a);
    const found = { latitude: 0, longitude: 0, altitude: 0 };
    ecefToGeodetic(a, found);
    const theirs = eciToGeodetic({ x: 4_000, y: -3_000, z: 4_500 }, 1);
    expect(found.latitude).toBeCloseTo((theirs.latitude * 180) / Math.PI, 7);
    expect(found.altitude).toBeCloseTo(theirs.height, 4);
    const dt = 0.001;
    const moved = teme.map((v, i) => (i < 3 ? v + dt * teme[i + 3]! : v));
    toEarthFixed(moved, 1 + dt * 7.292115146706979e-5, b);
    for (let i = 0; i < 3; i++) expect((b[i]! - a[i]!) / dt).toBeCloseTo(a[i + 3]!, 5);
  });

  it('looks straight up at what stands overhead, and north, east and away as they are', () => {
    const home = { latitude: 50, longitude: 14, elevation: 300 };
    const look = { elevation: 0, azimuth: 0, range: 0, rangeRate: 0 };
    const at = (
      latitude: number,
      longitude: number,
      elevation: number,
      v: readonly number[] = [0, 0, 0],
    ): typeof look => {
      lookAt(stationOf(home), Float64Array.of(...stationOf({ latitude, longitude, elevation }).position, ...v), look);
      return look;
    };
    const up = stationOf(home).horizon.slice(6);
    expect(
      at(
        50,
        14,
        400_300,
        up.map((v) => 2 * v),
      ),
    ).toMatchObject({
      range: expect.closeTo(400, 6),
      rangeRate: expect.closeTo(2, 9),
    });
    expect(look.elevation).toBeGreaterThan(89.9999);
    expect(Math.sin((at(51, 14, 400_000).azimuth * Math.PI) / 180)).toBeCloseTo(0, 9);
    expect(look.elevation).toBeGreaterThan(60);
    expect(at(50, 14.5, 400_000).azimuth).toBeCloseTo(90, 0);
    expect(at(49, 14, 400_000).azimuth).toBeCloseTo(180, 6);
  });
});

/** Whether a straight line from the satellite to a point meets the ellipsoid: a quadratic, nothing of the cone. */
function hidden(from: readonly number[], to: readonly number[]): boolean {
  const axes = [WGS84_RADIUS_KM, WGS84_RADIUS_KM, WGS84_RADIUS_KM * (1 - WGS84_FLATTENING)];
  const [p, d] = [from.map((v, i) => v / axes[i]!), to.map((v, i) => (v - from[i]!) / axes[i]!)];
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const nearest = -dot(p, d) / dot(d, d);
  return nearest > 0 && dot(p, p) - nearest * nearest * dot(d, d) < 1;
}

/** Whether any of 720 points on the limb of the Sun, or its middle, is seen from the satellite. */
function anySunSeen(position: readonly number[], sun: readonly number[]): boolean {
  const away = sun.map((v) => v / Math.hypot(...sun)) as [number, number, number];
  const e = [-away[1], away[0], 0].map((v) => v / Math.hypot(away[0], away[1]));
  const n = [away[1] * e[2]! - away[2] * e[1]!, away[2] * e[0]! - away[0] * e[2]!, away[0] * e[1]! - away[1] * e[0]!];
  const limb = Array.from({ length: 720 }, (_, k) => {
    const a = (k * Math.PI) / 360;
    return sun.map((v, i) => v + 695_700 * (Math.cos(a) * e[i]! + Math.sin(a) * n[i]!));
  });
  return [sun, ...limb].some((point) => !hidden(position, point));
}

/** Cone and rays are told apart only this close to the edge: 720 points on the limb, a flat disc for the Sun. */
const SHADOW_EDGE_RAD = 1e-5;

describeWithSharedData('the track of the ISS from a recording', () => {
  const iss = stations().find((e) => e.noradId === 25544)!;
  const observer = { latitude: 52.52, longitude: 13.405, elevation: 34 };
  const track = computeTrack({ elements: iss, timesMs: minutesFrom(iss.epochMs, 3 * 1440), observer });

  it('stays within what its orbit allows', () => {
    const [lat, alt, speed] = [track.latitude, track.altitude, track.speed].map((c) => [
      Math.min(...c),
      Math.max(...c),
    ]);
    // Inclination 51.64°, geodetic latitude up to 0.2° more; heights of 2025: 408–426 km; speeds 7.65–7.67 km/s.
    expect(lat![1]).toBeGreaterThan(51.6);
    expect(lat![1]).toBeLessThan(51.9);
    expect(lat![0]).toBeLessThan(-51.6);
    expect(alt![0]).toBeGreaterThan(405);
    expect(alt![1]).toBeLessThan(445);
    expect(speed![0]).toBeGreaterThan(7.64);
    expect(speed![1]).toBeLessThan(7.68);
    expect(Math.max(...track.range!)).toBeLessThan(2 * 6378 + 450);
    expect(Math.max(...track.elevation!)).toBeGreaterThan(10);
    expect(track.failures).toEqual([]);
  });

  it('is dark for about 35 of 92 minutes, as near the equinox of its beta angle', () => {
    const lit = track.sunlit.filter((s) => s === true).length / track.sunlit.length;
    expect(lit).toBeGreaterThan(0.55);
    expect(lit).toBeLessThan(0.75);
  });

  it('has a range rate that is the change of the range', () => {
    const fine = computeTrack({ elements: iss, timesMs: minutesFrom(iss.epochMs, 600, 1_000), observer });
    for (let i = 1; i < 599; i++) {
      const slope = (fine.range![i + 1]! - fine.range![i - 1]!) / 2;
      expect(fine.rangeRate![i]).toBeCloseTo(slope, 2);
    }
  });

  it('carries its age and the limits of UT1 as notices', () => {
    const late = computeTrack({ elements: iss, timesMs: Float64Array.of(iss.epochMs + 40 * DAY_MS) });
    expect(late.notices.map((n) => n.text).join()).toContain('ISS (ZARYA) (25544)');
    expect(late.notices.some((n) => n.severity === 'warning')).toBe(true);
    expect(late.elevation).toBeUndefined();
    expect(track.notices.filter((n) => n.severity === 'warning')).toEqual([]);
  });

  it('is sunlit where rays from the satellite reach the Sun past the ellipsoid', () => {
    let dark = 0;
    const sunAt = createSun();
    const [state, sun] = [new Float64Array(6), new Float64Array(3)];
    for (const elements of stations().slice(0, 12)) {
      const propagator = createPropagator(elements);
      for (let k = 0; k < 400; k++) {
        const timeMs = elements.epochMs + k * 47_000;
        if (propagator.into(timeMs, state) !== 0) continue;
        sunAt(timeMs, sun);
        if (Math.abs(shadowMargin(state, sun)) < SHADOW_EDGE_RAD) continue;
        expect(isSunlit(state, sun), `${elements.name} ${k}`).toBe(anySunSeen([...state.slice(0, 3)], [...sun]));
        if (!isSunlit(state, sun)) dark++;
      }
    }
    expect(dark).toBeGreaterThan(1_000);
  });
});

describe('the Sun of the shadow', () => {
  it('stands at the March equinox of 2025 on the equator, and is interpolated within 0.02″', () => {
    const sunAt = createSun();
    const sun = new Float64Array(3);
    sunAt(Date.UTC(2025, 2, 20, 9, 1, 30), sun);
    // The Sun's declination changes by 1″ a minute then.
    expect(Math.abs(Math.atan2(sun[2]!, sun[0]!)) * 206_265).toBeLessThan(3);
    const between = new Float64Array(3);
    const hour = Date.UTC(2025, 5, 1);
    const [before, after] = [new Float64Array(3), new Float64Array(3)];
    sunAt(hour, before);
    sunAt(hour + 2 * 3_600_000, after);
    sunAt(hour + 3_600_000, between);
    const chord = Math.hypot(...between.map((v, i) => v - (before[i]! + after[i]!) / 2));
    // Twice the interval has four times the error; 0.02″ of 1 AU is 14.5 km.
    expect(chord / 4).toBeLessThan(14.5);
  });
});

describe('a decayed satellite', () => {
  // Case 28872 of the verification set: sub-orbital, lost after 50 minutes.
  const decaying = parseTle(
    'MINOTAUR R/B',
    '1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534',
    '2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708',
  );

  it('is missing from the moment it is gone, with the reason', () => {
    const timesMs = minutesFrom(decaying.epochMs, 14, 5 * MINUTE_MS);
    const track = computeTrack({ elements: decaying, timesMs, observer: { latitude: 0, longitude: 0, elevation: 0 } });
    expect(track.failures).toMatchObject([{ code: 6, count: 3, firstIndex: 11, lastIndex: 13 }]);
    expect([...track.latitude.slice(9)].map(Number.isNaN)).toEqual([false, false, true, true, true]);
    expect([...track.elevation!.slice(10)].map(Number.isNaN)).toEqual([false, true, true, true]);
    expect(track.sunlit.slice(11)).toEqual([null, null, null]);
    expect(track.notices.map((n) => n.text).join()).toMatch(/MINOTAUR.*3 of 14 moments.*decayed/);
  });
});
