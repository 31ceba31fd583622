import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLand, loadSkyData } from '../data.ts';
import { geoArea } from 'd3-geo';
import { spherical } from '../math/vector.ts';
import { createEarthModel, earthAt } from '../model/earth.ts';
import { createSkyModel, skyAt } from '../model/sky.ts';
import { createSolarSystemModel, solarSystemAt } from '../model/solarSystem.ts';
import { blindPen } from '../testing/page.ts';
import { auroraFrame, elementsFrame, ephemerisFrame, ISS } from '../testing/frames.ts';
import { nearestHit } from './canvas.ts';
import { drawEarth2D } from './earth2d.ts';
import { layoutLabels, overlap, type Label } from './labels.ts';
import { moonOutline } from './moon.ts';
import { cssColour, DARK, LIGHT, parseColour, ramp, skyColours, starColour, starRadius } from './palette.ts';
import { drawSky2D } from './sky2d.ts';
import { describeStar, starDirection } from './skyGlyphs.ts';
import { drawSolarSystem2D } from './solarSystem2d.ts';

const NOW = Date.UTC(2025, 3, 23, 20);
const SIZE = { width: 600, height: 400 };

/** Area of a closed outline by the shoelace formula. */
function areaOf(points: readonly (readonly [number, number])[]): number {
  const twice = points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

describe("the Moon's outline", () => {
  it('covers the lit share of the disc', () => {
    // A polygon of 96 corners in a circle lacks 0.2 % of it.
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (k) => {
        expect(Math.abs(areaOf(moonOutline(k)) / Math.PI - k)).toBeLessThan(0.003);
      }),
    );
  });

  it('has its limb towards +x and its horns at the poles', () => {
    const crescent = moonOutline(0.1);
    expect(Math.max(...crescent.map(([x]) => x))).toBeCloseTo(1, 6);
    expect(Math.min(...crescent.map(([x]) => x))).toBeGreaterThan(-1e-9);
    expect(crescent[0]).toEqual([expect.closeTo(0), -1]);
    expect(Math.min(...moonOutline(0.9).map(([x]) => x))).toBeCloseTo(-0.8, 2);
  });
});

describe('labels', () => {
  const label = fc.record({
    text: fc.string({ minLength: 1, maxLength: 12 }),
    x: fc.integer({ min: 0, max: 600 }),
    y: fc.integer({ min: 0, max: 400 }),
    gap: fc.integer({ min: 0, max: 10 }),
    colour: fc.constant('#fff'),
    priority: fc.integer({ min: 0, max: 100 }),
    area: fc.boolean(),
  });
  const measure = ({ text }: Label) => ({ width: text.length * 7, height: 14 });

  it('never overlap one another, a symbol or the edge', () => {
    const symbol = { left: 200, right: 260, top: 100, bottom: 160 };
    fc.assert(
      fc.property(fc.array(label, { maxLength: 60 }), (labels) => {
        const placed = layoutLabels(labels, measure, SIZE, [symbol]).map(({ box }) => box);
        placed.forEach((box, i) => {
          expect(overlap(box, symbol)).toBe(false);
          expect(box.left >= 0 && box.right <= SIZE.width && box.top >= 0 && box.bottom <= SIZE.height).toBe(true);
          for (const other of placed.slice(i + 1)) expect(overlap(box, other)).toBe(false);
        });
      }),
    );
  });

  it('stay on the background they are made for, unless their priority requires them', () => {
    const at = { x: 290, y: 200, gap: 4, colour: '#fff' };
    const leftHalf = (x: number): boolean => x < 300;
    const place = (text: string, priority: number) =>
      layoutLabels([{ ...at, text, priority }], measure, SIZE, [], leftHalf)[0]?.box;
    expect(place('star', 10)?.right).toBeLessThan(300);
    const narrow = (x: number): boolean => x > 288 && x < 292;
    expect(layoutLabels([{ ...at, text: 'star', priority: 10 }], measure, SIZE, [], narrow)).toEqual([]);
    expect(layoutLabels([{ ...at, text: 'planet', priority: 90 }], measure, SIZE, [], narrow)).toHaveLength(1);
  });

  it('of higher priority win', () => {
    const at = { x: 100, y: 100, gap: 0, colour: '#fff', area: true };
    const placed = layoutLabels(
      [
        { ...at, text: 'minor', priority: 1 },
        { ...at, text: 'major', priority: 2 },
      ],
      measure,
      SIZE,
    );
    expect(placed.map(({ label: { text } }) => text)).toEqual(['major']);
  });
});

describe('colours', () => {
  it.each([
    ['#fff', [1, 1, 1, 1]],
    ['#0000ff', [0, 0, 1, 1]],
    ['#00ff0080', [0, 1, 0, 128 / 255]],
    ['rgb(255, 0, 0)', [1, 0, 0, 1]],
    ['rgba(204, 204, 220, 0.5)', [0.8, 0.8, 220 / 255, 0.5]],
    ['hsl(120, 100%, 50%)', [0, 1, 0, 1]],
    ['tomato', [1, 99 / 255, 71 / 255, 1]],
    ['no colour', [0.5, 0.5, 0.5, 1]],
    ['#0f172800', [0, 0, 0, 0]],
  ] as const)('are read from %s', (css, expected) => {
    expect(parseColour(css)).toEqual(expected.map((value) => expect.closeTo(value, 6)));
  });

  it('fade in from nothing with the hue of what they become', () => {
    const [r, g, b, a] = ramp(
      [
        [0, '#ff000000'],
        [1, '#00ff00'],
      ],
      0.5,
    );
    expect([r, g, b, a]).toEqual([0, 1, 0, 0.5]);
  });

  it('survive writing and reading', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), ([r, g, b]) => {
        expect(parseColour(cssColour([r / 255, g / 255, b / 255, 1])).map((v) => Math.round(v * 255))).toEqual([
          r,
          g,
          b,
          255,
        ]);
      }),
    );
  });

  it('of stars go from blue to orange with B−V, and bright stars are larger', () => {
    const [hot, cool] = [starColour(-0.2), starColour(1.6)];
    expect(hot[2]).toBeGreaterThan(hot[0]);
    expect(cool[0]).toBeGreaterThan(cool[2]);
    expect(starRadius(-1.4)).toBeGreaterThan(starRadius(2));
    expect(starRadius(9)).toBeGreaterThan(0);
  });

  it.each([
    ['dark', DARK],
    ['light', LIGHT],
  ] as const)('of the sky keep letters readable in the %s theme at any height of the Sun', (_, palette) => {
    const luminance = ([r, g, b]: readonly number[]): number => {
      const linear = (v = 0): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    for (let altitude = -30; altitude <= 60; altitude += 1) {
      const { zenith, ink } = skyColours(palette, altitude);
      const [a, b] = [luminance(zenith), luminance(ink)].sort((x, y) => y - x);
      // WCAG 2.2 asks for 3:1 of large letters and graphics; names have a halo as well.
      expect(((a ?? 0) + 0.05) / ((b ?? 0) + 0.05)).toBeGreaterThan(3);
    }
  });
});

describe('the catalogues', () => {
  it('have Sirius first, five thousand stars, 88 constellations, of which the Snake is in two pieces', async () => {
    const { stars, constellations, milkyWay } = await loadSkyData();
    expect(stars.count).toBeGreaterThan(5000);
    expect(stars.names.get(0)).toBe('Sirius');
    expect(starDirection({ stars, constellations, milkyWay }, 0)).toEqual(
      [...spherical(101.287, -16.716)].map((v) => expect.closeTo(v, 3)),
    );
    expect(new Set(constellations.map(({ id }) => id)).size).toBe(88);
    expect(constellations.every(({ lines }) => lines.length > 0)).toBe(true);
    const brightness = (ra: number, dec: number): number =>
      Number(milkyWay.rows[Math.floor((90 - dec) / 2)]?.[Math.floor(ra / 2)]);
    expect(brightness(266.4, -28.9)).toBeGreaterThan(2);
    expect(brightness(192.9, 27.1)).toBe(0);
  });

  it('have land on 29 % of the globe', async () => {
    // Thinned outlines without tiny islands: a tolerance of half a percent of the globe.
    expect(geoArea(await loadLand()) / (4 * Math.PI)).toBeGreaterThan(0.285);
    expect(geoArea(await loadLand()) / (4 * Math.PI)).toBeLessThan(0.297);
  });
});

describe('flat pictures', () => {
  const PRAGUE = { latitude: 50.1, longitude: 14.4, elevation: 200 };
  const layers = {
    constellations: true,
    constellationNames: true,
    starNames: true,
    milkyWay: true,
    grid: true,
    satellites: true,
    graticule: true,
    night: true,
    tracks: true,
    footprints: true,
    aurora: true,
  };

  it('of the sky put a body in the south-west to the lower right', async () => {
    const frame = ephemerisFrame('venus', [NOW], { altitude: [45], azimuth: [225] }, PRAGUE);
    const model = createSkyModel([frame], { selected: [] });
    if (!model) throw new Error('no observer');
    const data = await loadSkyData();
    const state = skyAt(model, NOW);
    const hits = drawSky2D(blindPen(), { state, data, palette: DARK, layers }, SIZE);
    const venus = hits.find((hit) => hit.id === 'venus');
    expect(venus?.x).toBeCloseTo(300 + (176 / 2) * Math.SQRT1_2, 0);
    expect(venus?.y).toBeCloseTo(200 + (176 / 2) * Math.SQRT1_2, 0);
    expect(hits.some((hit) => hit.id === 'star:Capella')).toBe(true);
    expect(describeStar(data, state, 'star:Capella')?.altitude).toBeGreaterThan(20);
  });

  it('of the solar system put the vernal equinox to the right and keep everything inside', () => {
    const model = createSolarSystemModel([ephemerisFrame('neptune', [NOW], { x: [30], y: [0], z: [0] })], {
      moon: false,
    });
    for (const compressed of [true, false]) {
      const hits = drawSolarSystem2D(
        blindPen(),
        { state: solarSystemAt(model, NOW), palette: LIGHT, compressed, orbits: true },
        SIZE,
      );
      const neptune = hits.find((hit) => hit.id === 'neptune');
      expect(neptune?.x).toBeGreaterThan(400);
      expect(neptune?.x).toBeLessThan(SIZE.width);
      expect(neptune?.y).toBeCloseTo(200, 0);
    }
  });

  it('of the Earth have the Sun and the observer', async () => {
    const model = createEarthModel([elementsFrame([ISS])], { selected: [], observer: PRAGUE });
    const noon = Date.UTC(2025, 3, 23, 11);
    const input = { model, state: earthAt(model, noon), land: await loadLand(), palette: DARK, layers };
    const hits = drawEarth2D(blindPen(), input, SIZE);
    expect(hits.map((hit) => hit.id)).toEqual(expect.arrayContaining(['sun', 'observer']));
  });

  it('of the Earth draw the aurora once for a theme, and not when its layer is off', async () => {
    const model = createEarthModel([auroraFrame([[67, 10, 60]], NOW)], { selected: [] });
    const input = { model, state: earthAt(model, NOW), land: await loadLand(), palette: DARK, layers };
    const pictures: unknown[] = [];
    const pen = blindPen();
    pen.drawImage = (picture: unknown) => void pictures.push(picture);
    for (let i = 0; i < 2; i++) drawEarth2D(pen, input, SIZE);
    drawEarth2D(pen, { ...input, layers: { ...layers, aurora: false } }, SIZE);
    expect(pictures).toHaveLength(2);
    expect(pictures[0]).toBe(pictures[1]);
  });

  it('give the nearest object within reach', () => {
    const hits = [
      { id: 'a', x: 10, y: 10, radius: 2 },
      { id: 'b', x: 16, y: 10, radius: 2 },
    ];
    expect(nearestHit(hits, 14, 10)?.id).toBe('b');
    expect(nearestHit(hits, 100, 100)).toBeNull();
  });
});
