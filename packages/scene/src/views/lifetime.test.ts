import { PerspectiveCamera, Scene } from 'three';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadLand, loadSkyData } from '../data.ts';
import { createEarthModel } from '../model/earth.ts';
import { createSkyModel } from '../model/sky.ts';
import { createSolarSystemModel } from '../model/solarSystem.ts';
import { DARK, LIGHT } from '../paint/palette.ts';
import { auroraFrame, elementsFrame, ephemerisFrame, ISS, moments } from '../testing/frames.ts';
import { asContainer, countingRenderer, FakePage, type Ledger } from '../testing/page.ts';
import { EarthView } from './EarthView.ts';
import { SkyView } from './SkyView.ts';
import { SolarSystemView } from './SolarSystemView.ts';
import type { SceneView } from './view.ts';
import type { ViewSetup } from './base.ts';

const NOW = Date.UTC(2025, 3, 23, 20);
const TIMES = moments(NOW - 3_600_000, NOW + 3_600_000, 9);
const column = (value: number): readonly number[] => TIMES.map(() => value);
const PRAGUE = { latitude: 50.1, longitude: 14.4, elevation: 200 };
const FRAMES = [
  ephemerisFrame(
    'jupiter',
    TIMES,
    { altitude: column(30), azimuth: column(250), x: column(1), y: column(5), z: column(2) },
    PRAGUE,
  ),
  elementsFrame([ISS]),
  auroraFrame([[67, 10, 60]], NOW),
];
const LAYERS = {
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

interface Case {
  readonly create: (setup: ViewSetup) => SceneView<never, never>;
  readonly model: unknown;
}

async function cases(): Promise<readonly (readonly [string, Case])[]> {
  const [data, land] = await Promise.all([loadSkyData(), loadLand()]);
  const sky = createSkyModel(FRAMES, { selected: [] });
  const earth = createEarthModel(FRAMES, { selected: [] });
  const solar = createSolarSystemModel(FRAMES, { moon: true });
  return [
    [
      'sky',
      {
        model: sky,
        create: (s) => new SkyView({ layers: LAYERS, data, facing: 'zenith' }, s) as SceneView<never, never>,
      },
    ],
    ['Earth', { model: earth, create: (s) => new EarthView({ layers: LAYERS, land }, s) as SceneView<never, never> }],
    [
      'solar system',
      {
        model: solar,
        create: (s) =>
          new SolarSystemView({ compressed: true, orbits: true, stars: data }, s) as SceneView<never, never>,
      },
    ],
  ];
}

const kept = (ledger: Ledger): Ledger => new Map([...ledger].filter(([, count]) => count !== 0));

/** Objects that three keeps until the context is freed: four blank textures and its frame buffers. */
function emptyRenderer(): Ledger {
  const ledger: Ledger = new Map();
  const canvas = new FakePage().createElement();
  const renderer = countingRenderer(ledger)(canvas as unknown as HTMLCanvasElement);
  renderer.render(new Scene(), new PerspectiveCamera());
  renderer.dispose();
  return ledger;
}

let frames: (() => void)[] = [];
const nextFrame = (): number => {
  const due = frames;
  frames = [];
  for (const draw of due) draw();
  return due.length;
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});
afterEach(() => vi.unstubAllGlobals());

describe.each(await cases())('the %s view', (_, { create, model }) => {
  const open = (setup: ViewSetup = {}) => {
    const ledger: Ledger = new Map();
    const page = new FakePage();
    const container = page.createElement();
    const view = create({ createRenderer: countingRenderer(ledger), ...setup });
    view.mount(asContainer(container));
    view.resize(640, 400);
    view.setTheme(DARK);
    view.setTime(NOW);
    view.update(model as never);
    return { ledger, page, container, view };
  };

  it('draws once for many changes and not at all without one', () => {
    const { view } = open();
    expect(nextFrame()).toBe(1);
    expect(nextFrame()).toBe(0);
    view.setTime(NOW);
    expect(nextFrame()).toBe(0);
    view.setTime(NOW + 60_000);
    view.key('ArrowLeft');
    expect(nextFrame()).toBe(1);
    view.dispose();
  });

  it('leaves nothing on the graphics card and nothing in the page', () => {
    const { view, ledger, page, container } = open();
    for (let i = 0; i < 5; i++) {
      view.setTime(NOW + i * 600_000);
      view.setTheme(i % 2 === 0 ? LIGHT : DARK);
      nextFrame();
    }
    expect(ledger.get('Buffer')).toBeGreaterThan(0);
    expect(ledger.get('Program')).toBeGreaterThan(0);
    view.dispose();
    expect(nextFrame()).toBe(0);
    expect(kept(ledger)).toEqual(kept(emptyRenderer()));
    expect(container.children).toEqual([]);
    expect(page.made.map((element) => element.listening)).toEqual(page.made.map(() => 0));
  });

  it('does not grow on the card as time advances', () => {
    const { view, ledger } = open();
    nextFrame();
    const before = new Map(ledger);
    for (let i = 1; i <= 20; i++) {
      view.setTime(NOW + i * 60_000);
      nextFrame();
    }
    expect(ledger.get('Buffer')).toBe(before.get('Buffer'));
    expect(ledger.get('Texture')).toBe(before.get('Texture'));
    view.dispose();
  });

  it('stops drawing while the context is lost, reports it, and draws again when it is restored', () => {
    const heard: boolean[] = [];
    const { view, page } = open({ onContext: (alive) => heard.push(alive) });
    nextFrame();
    const canvas = page.made.find((element) => element.listeners.has('webglcontextlost'));
    canvas?.dispatch('webglcontextlost');
    view.setTime(NOW + 60_000);
    expect(nextFrame()).toBe(0);
    canvas?.dispatch('webglcontextrestored');
    expect(nextFrame()).toBe(1);
    expect(heard).toEqual([false, true]);
    view.dispose();
  });

  it('finds the objects that it has drawn', () => {
    const { view } = open();
    nextFrame();
    const ids = ['jupiter', 'observer', '25544', 'sun', 'earth'];
    const found = ids.map((id) => view.locate(id)).filter((hit) => hit !== null);
    expect(found.length).toBeGreaterThan(0);
    for (const hit of found) expect(view.pick(hit.x, hit.y)).not.toBeNull();
    view.dispose();
  });
});
