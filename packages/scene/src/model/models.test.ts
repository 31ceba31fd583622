import { DAY_MS } from '@orrery/contract';
import fc from 'fast-check';
import { Body, Equator, HelioVector, Horizon, Illumination, MakeTime, Observer, Refraction } from 'astronomy-engine';
import { describe, expect, it } from 'vitest';
import { angleBetween, cross, dot, horizontal, length, spherical, toHorizontal, type Vec3 } from '../math/vector.ts';
import { ephemerisFrame, elementsFrame, ISS, moments } from '../testing/frames.ts';
import { quantityAt, quantityText, readBodies } from './bodies.ts';
import { createSkyModel, placeName, skyAt, skyTable, tangentToward, compassPoint } from './sky.ts';
import { createSolarSystemModel, MOON_STRETCH, solarSystemAt, solarSystemTable } from './solarSystem.ts';

const START = Date.UTC(2025, 3, 1);
const PRAGUE = { latitude: 50.1, longitude: 14.4, elevation: 200, name: 'Prague' };
const SITE = new Observer(PRAGUE.latitude, PRAGUE.longitude, PRAGUE.elevation);

function seen(body: Body, ms: number) {
  const time = MakeTime(new Date(ms));
  const { ra, dec, dist } = Equator(body, time, SITE, true, true);
  return { ...Horizon(time, SITE, ra, dec), distance: dist };
}

function fromHorizon(id: string, body: Body, times: readonly number[]) {
  const rows = times.map((ms) => seen(body, ms));
  return ephemerisFrame(
    id,
    times,
    {
      altitude: rows.map((row) => row.altitude),
      azimuth: rows.map((row) => row.azimuth),
      distance: rows.map((row) => row.distance),
    },
    PRAGUE,
  );
}

function helio(id: string, body: Body, times: readonly number[]) {
  const rows = times.map((ms) => HelioVector(body, MakeTime(new Date(ms))));
  return ephemerisFrame(id, times, { x: rows.map((v) => v.x), y: rows.map((v) => v.y), z: rows.map((v) => v.z) });
}

describe('bodies of the frames', () => {
  it('keep only samples with a time and a value, in order', () => {
    const [mars] = readBodies([
      ephemerisFrame('Mars', [30, 10, 20], { magnitude: [3, 1, null], azimuth: [359, 1, 0] }),
    ]);
    expect(mars?.id).toBe('mars');
    expect(mars?.quantities.get('magnitude')?.series).toEqual({ timesMs: [10, 30], values: [1, 3] });
    expect(mars && quantityAt(mars, 'elongation', 10)).toBeNull();
    expect(mars && quantityText(mars, 'elongation', 10)).toBe('–');
  });

  it('of several frames are merged, using the first column of a quantity', () => {
    const bodies = readBodies([
      ephemerisFrame('moon', [0], { altitude: [1] }),
      ephemerisFrame('moon', [0], { altitude: [2], magnitude: [-12] }),
    ]);
    expect(bodies).toHaveLength(1);
    expect([...(bodies[0]?.quantities.keys() ?? [])]).toEqual(['altitude', 'magnitude']);
    expect(bodies[0] && quantityAt(bodies[0], 'altitude', 0)).toBe(1);
  });
});

describe('the sky', () => {
  /**
   * Cubic interpolation of the Moon's topocentric place over two-hour steps: its parallax varies daily by up to 1°,
   * whose fourth difference at that step is about 0.002°.
   */
  const INTERPOLATION_DEGREES = 0.01;

  it('interpolates the Moon correctly between samples two hours apart, in which altitudes change by 25°', () => {
    const model = createSkyModel([fromHorizon('moon', Body.Moon, moments(START, START + DAY_MS, 13))], {
      selected: [],
    });
    for (let ms = START + 600_000; ms < START + DAY_MS; ms += 1_260_000) {
      const found = model && skyAt(model, ms).bodies[0]?.direction;
      const expected = seen(Body.Moon, ms);
      expect(angleBetween(found ?? [0, 0, 0], horizontal(expected.altitude, expected.azimuth))).toBeLessThan(
        INTERPOLATION_DEGREES,
      );
    }
  });

  it('uses right ascension and declination if altitude and azimuth are missing', () => {
    const times = moments(START, START + DAY_MS, 25);
    const rows = times.map((ms) => Equator(Body.Jupiter, MakeTime(new Date(ms)), SITE, false, true));
    const frame = ephemerisFrame(
      'jupiter',
      times,
      { rightAscension: rows.map((row) => row.ra * 15), declination: rows.map((row) => row.dec) },
      PRAGUE,
    );
    const model = createSkyModel([frame], { selected: [] });
    const ms = START + DAY_MS / 3 + 1234;
    const expected = seen(Body.Jupiter, ms);
    const found = model && skyAt(model, ms).bodies[0]?.direction;
    expect(angleBetween(found ?? [0, 0, 0], horizontal(expected.altitude, expected.azimuth))).toBeLessThan(0.01);
  });

  it('uses the equator that the frame names, and applies refraction if the frame does', () => {
    const times = moments(START, START + DAY_MS, 25);
    const frameOf = (custom: Readonly<Record<string, unknown>>) => {
      const ofDate = custom['equinox'] === 'date';
      const rows = times.map((ms) => Equator(Body.Jupiter, MakeTime(new Date(ms)), SITE, ofDate, true));
      const columns = { rightAscension: rows.map((row) => row.ra * 15), declination: rows.map((row) => row.dec) };
      const frame = ephemerisFrame('jupiter', times, columns, PRAGUE);
      return { ...frame, meta: { custom: { ...frame.meta?.custom, ...custom } } };
    };
    const directionOf = (custom: Readonly<Record<string, unknown>>, ms: number): Vec3 => {
      const model = createSkyModel([frameOf(custom)], { selected: [] });
      return (model && skyAt(model, ms).bodies[0]?.direction) ?? [0, 0, 0];
    };
    const ms = START + DAY_MS / 2;
    const expected = seen(Body.Jupiter, ms);
    for (const equinox of ['date', 'J2000']) {
      const found = directionOf({ equinox }, ms);
      // The equators of 2000 and 2025 are 0.35° apart.
      expect(angleBetween(found, horizontal(expected.altitude, expected.azimuth))).toBeLessThan(0.01);
    }
    const setting = times.find((at) => Math.abs(seen(Body.Jupiter, at).altitude - 5) < 6) ?? 0;
    const { altitude } = seen(Body.Jupiter, setting);
    const raised = toHorizontal(directionOf({ equinox: 'date', refraction: true }, setting)).altitude;
    expect(raised - altitude).toBeCloseTo(Refraction('normal', altitude), 2);
  });

  it('needs an observer, from the frames or from the options, the frames first', () => {
    const frame = fromHorizon('sun', Body.Sun, moments(START, START + DAY_MS, 5));
    const elsewhere = { latitude: 0, longitude: 0, elevation: 0 };
    expect(createSkyModel([elementsFrame([ISS])], { selected: [] })).toBeNull();
    expect(createSkyModel([], { selected: [], observer: elsewhere })?.observer).toEqual(elsewhere);
    expect(createSkyModel([frame], { selected: [], observer: elsewhere })?.observer).toEqual(PRAGUE);
  });

  it('leaves out bodies outside the time of their samples', () => {
    const model = createSkyModel([fromHorizon('mars', Body.Mars, moments(START, START + DAY_MS, 25))], {
      selected: [],
    });
    expect(model && skyAt(model, START + DAY_MS * 2).bodies).toEqual([]);
    expect(model && skyAt(model, START + DAY_MS / 2).bodies.map((body) => body.id)).toEqual(['mars']);
  });

  it('uses the Sun for the brightness of the sky even if no frame contains it', () => {
    const model = createSkyModel([], { selected: [], observer: PRAGUE });
    const ms = Date.UTC(2025, 3, 23, 11, 0);
    expect(model && skyAt(model, ms).sunAltitude).toBeCloseTo(seen(Body.Sun, ms).altitude, 1);
  });

  it('takes the lit share of the Moon from the frames, else computes it', () => {
    const ms = Date.UTC(2025, 3, 4, 20);
    const times = moments(ms - DAY_MS, ms + DAY_MS, 9);
    const observer = { selected: [], observer: PRAGUE };
    const computed = createSkyModel([], observer);
    const given = createSkyModel(
      [
        ephemerisFrame(
          'moon',
          times,
          { altitude: times.map(() => 20), azimuth: times.map(() => 200), illuminated: times.map(() => 42) },
          PRAGUE,
        ),
      ],
      observer,
    );
    expect(computed && skyAt(computed, ms).moon.illuminated).toBeCloseTo(
      Illumination(Body.Moon, MakeTime(new Date(ms))).phase_fraction,
      6,
    );
    expect(given && skyAt(given, ms).moon.illuminated).toBeCloseTo(0.42, 6);
  });

  it("points the Moon's bright limb as in Meeus, example 48.a", () => {
    const moon = spherical(134.6885, 13.7684);
    const sun = spherical(20.6579, 8.6964);
    const limb = tangentToward(moon, sun);
    const east = spherical(134.6885 + 90, 0);
    const north = cross(moon, east);
    const positionAngle = (Math.atan2(dot(limb, east), dot(limb, north)) * 180) / Math.PI + 360;
    expect(positionAngle).toBeCloseTo(285.0, 1);
  });

  it('points the limb across the line of sight, whatever the places of Sun and Moon', () => {
    const anywhere = fc
      .tuple(fc.integer({ min: 0, max: 359 }), fc.integer({ min: -89, max: 89 }))
      .map(([a, b]): Vec3 => spherical(a, b));
    fc.assert(
      fc.property(anywhere, anywhere, (moon, sun) => {
        fc.pre(length(cross(moon, sun)) > 1e-3);
        const limb = tangentToward(moon, sun);
        expect(Math.abs(dot(limb, moon))).toBeLessThan(1e-9);
        expect(length(limb)).toBeCloseTo(1, 9);
        expect(dot(limb, sun)).toBeGreaterThan(0);
      }),
    );
  });

  it('is a table with altitude, compass point and the quantities of the frames', () => {
    const ms = START + DAY_MS / 2;
    const model = createSkyModel([fromHorizon('sun', Body.Sun, moments(START, START + DAY_MS, 25))], { selected: [] });
    const table = model && skyTable(model, skyAt(model, ms));
    expect(table?.caption).toBe('The sky at Prague');
    expect(table?.columns.map((column) => column.title)).toEqual(['Name', 'Altitude', 'Azimuth', 'Distance']);
    const { altitude, azimuth } = seen(Body.Sun, ms);
    expect(table?.rows[0]?.cells[1]).toBe(altitude.toFixed(2));
    expect(table?.rows[0]?.cells[2]).toBe(`${azimuth.toFixed(2)} ${compassPoint(azimuth)}`);
  });

  it('has the space station above the horizon only for observers that it passes', () => {
    const ms = Date.UTC(2025, 3, 23, 19, 30);
    const frames = [elementsFrame([ISS])];
    const below = createSkyModel(frames, { selected: [], observer: PRAGUE });
    expect(below && skyAt(below, ms).satellites).toEqual([]);
    // By these elements it stands over about 34° S, 76° W then.
    const under = createSkyModel(frames, { selected: [], observer: { latitude: -34, longitude: -76, elevation: 0 } });
    const [station] = under ? skyAt(under, ms).satellites : [];
    expect(station && toHorizontal(station.direction).altitude).toBeGreaterThan(20);
    expect(station?.rangeKm).toBeGreaterThan(400);
  });

  it('names a place by name or by coordinates', () => {
    expect(placeName(PRAGUE)).toBe('Prague');
    expect(placeName({ latitude: -33.9, longitude: 151.2, elevation: 0 })).toBe('33.90° S, 151.20° E');
  });
});

describe('the solar system', () => {
  const times = moments(START, START + 20 * DAY_MS, 21);
  /** A day's step of Mercury, the fastest: the cubic's remainder is below 1e-6 AU. */
  const INTERPOLATION_AU = 1e-5;

  it('converts the frames to the ecliptic and interpolates between days', () => {
    const model = createSolarSystemModel([helio('mercury', Body.Mercury, times)], { moon: true });
    const ms = START + 7.37 * DAY_MS;
    const found = solarSystemAt(model, ms).objects.find((object) => object.id === 'mercury');
    const { x, y, z } = HelioVector(Body.Mercury, MakeTime(new Date(ms)));
    expect(length(found?.position ?? [0, 0, 0])).toBeCloseTo(Math.hypot(x, y, z), 5);
    // Mercury's orbit is inclined by 7.0°: its ecliptic latitude never exceeds that, its declination does.
    const latitude = (Math.asin((found?.position[2] ?? 9) / Math.hypot(x, y, z)) * 180) / Math.PI;
    expect(Math.abs(latitude)).toBeLessThan(7.01);
    const tilt = ((84381.406 / 3600) * Math.PI) / 180;
    expect(Math.abs((found?.position[1] ?? 9) - (y * Math.cos(tilt) + z * Math.sin(tilt)))).toBeLessThan(
      INTERPOLATION_AU,
    );
  });

  it('adds the Earth, which is not in the frames, and the Sun at the centre', () => {
    const model = createSolarSystemModel([helio('mars', Body.Mars, times)], { moon: true });
    const state = solarSystemAt(model, START + DAY_MS);
    expect(state.objects.map((object) => object.id)).toEqual(['sun', 'earth', 'mars']);
    expect(length(state.objects[1]?.position ?? [0, 0, 0])).toBeCloseTo(1, 1);
    expect(state.objects[0]?.position).toEqual([0, 0, 0]);
  });

  it('draws the Moon farther from the Earth, gives its true distance, and can leave it out', () => {
    const frames = [helio('moon', Body.Moon, times)];
    const state = solarSystemAt(createSolarSystemModel(frames, { moon: true }), START + DAY_MS);
    const at = (id: string): Vec3 => state.objects.find((object) => object.id === id)?.position ?? [0, 0, 0];
    const [moon, earth] = [at('moon'), at('earth')];
    const way = Math.hypot(moon[0] - earth[0], moon[1] - earth[1], moon[2] - earth[2]) / MOON_STRETCH;
    expect(way * 149_597_870.7).toBeGreaterThan(356_000);
    expect(way * 149_597_870.7).toBeLessThan(407_000);
    const table = solarSystemTable(createSolarSystemModel(frames, { moon: true }), state);
    expect(Number.parseFloat(table.rows.find((row) => row.id === 'moon')?.cells[1] ?? '')).toBeCloseTo(1, 1);
    const without = solarSystemAt(createSolarSystemModel(frames, { moon: false }), START + DAY_MS);
    expect(without.objects.some((object) => object.id === 'moon')).toBe(false);
  });

  it('has no bodies if x, y or z is missing', () => {
    const frame = ephemerisFrame('mars', [0], { x: [1], y: [1] });
    expect(createSolarSystemModel([frame], { moon: true }).bodies).toEqual([]);
  });

  it('samples an orbit once in ten years', () => {
    const model = createSolarSystemModel([helio('venus', Body.Venus, times)], { moon: true });
    expect(model.orbits('venus', START)).toBe(model.orbits('venus', START + 30 * DAY_MS));
    expect(model.orbits('sun', START)).toBeNull();
  });
});
