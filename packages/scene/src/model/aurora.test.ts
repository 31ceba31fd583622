import { describe, expect, it } from 'vitest';
import { auroraColour, auroraPixels } from '../paint/aurora.ts';
import { DARK, LIGHT } from '../paint/palette.ts';
import { auroraFrame } from '../testing/frames.ts';
import { AURORA_GRID, auroraAt, likeliest, readAurora } from './aurora.ts';
import { createEarthModel, earthAt, earthTable } from './earth.ts';

const NOW = Date.UTC(2025, 0, 12, 22, 51);
const TROMSO = { latitude: 69.65, longitude: 18.96, elevation: 0, name: 'Tromsø' };
/** Latitude, longitude 0 to 359 as the service counts them, and percent. */
const CELLS = [
  [70, 19, 24],
  [67, 200, 31],
  [-72, 90, 12],
  [0, 0, 0],
] as const;
/** One step of a screen: a fully transparent colour has no hue to mix. */
const BARELY = 0.005;
const FRAME = auroraFrame(CELLS, NOW);

describe('the aurora oval', () => {
  it('is read into a grid by whole degrees, whatever the order and the count of longitudes', () => {
    const oval = readAurora([FRAME]);
    expect(oval?.forecastMs).toBe(NOW);
    expect(oval && auroraAt(oval, TROMSO)).toBe(24);
    expect(oval && auroraAt(oval, { latitude: 67, longitude: -160, elevation: 0 })).toBe(31);
    expect(oval && auroraAt(oval, { latitude: -72, longitude: 90, elevation: 0 })).toBe(12);
    expect(oval?.percent.reduce((sum, value) => sum + value, 0)).toBe(24 + 31 + 12);
  });

  it('is null without its frame, with a frame of other places, or with an empty one', () => {
    const track = { ...FRAME, meta: { custom: { queryType: 'fireballs' } } };
    expect([readAurora([]), readAurora([track]), readAurora([auroraFrame([], NOW)])]).toEqual([null, null, null]);
  });

  it('has its most likely place in each hemisphere', () => {
    const oval = readAurora([FRAME])!;
    expect(likeliest(oval, 'north')).toEqual({ latitude: 67, longitude: -160, percent: 31 });
    expect(likeliest(oval, 'south')).toEqual({ latitude: -72, longitude: 90, percent: 12 });
    expect(likeliest(readAurora([auroraFrame([[60, 0, 0]], NOW)])!, 'north')).toBeNull();
  });

  it.each([
    ['dark', DARK],
    ['light', LIGHT],
  ] as const)('is more opaque the more likely it is, and invisible where it is unlikely (%s)', (_, palette) => {
    const opacities = Array.from({ length: 101 }, (__, percent) => auroraColour(palette, percent)[3]);
    expect(opacities[1]).toBeLessThan(BARELY);
    for (let i = 1; i <= 100; i++) expect(opacities[i]!).toBeGreaterThanOrEqual(opacities[i - 1]!);
    const pixels = auroraPixels(readAurora([FRAME])!, palette);
    const pixelOf = (latitude: number, longitude: number): number =>
      pixels[((90 - latitude) * AURORA_GRID.width + longitude + 180) * 4 + 3]!;
    expect(pixelOf(67, -160)).toBeGreaterThan(100);
    expect(pixelOf(0, 0)).toBeLessThan(255 * BARELY);
  });

  it('has rows in the table of the Earth, and a column of its own only there', () => {
    const model = createEarthModel([FRAME], { selected: [], observer: TROMSO });
    const table = earthTable(model, earthAt(model, NOW));
    expect(table.columns.at(-1)?.title).toBe('Chance of aurora');
    expect(table.rows.map(({ id, cells }) => [id, cells.at(-1)])).toEqual([
      ['sun', '–'],
      ['observer', '24 %'],
      ['aurora:north', '31 %'],
      ['aurora:south', '12 %'],
    ]);
    const without = createEarthModel([], { selected: [], observer: TROMSO });
    expect(earthTable(without, earthAt(without, NOW)).columns.map(({ id }) => id)).not.toContain('aurora');
  });
});
