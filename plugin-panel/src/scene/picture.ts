import {
  createEarthModel,
  createOrbitSource,
  createSkyModel,
  createSolarSystemModel,
  describeStar,
  eventNear,
  earthAt,
  earthTable,
  flatEarth,
  flatSky,
  flatSolarSystem,
  frameKind,
  loadLand,
  loadSkyData,
  readEvents,
  skyAt,
  skyTable,
  solarSystemAt,
  solarSystemTable,
  type EarthModel,
  type ElementsCache,
  type FrameKind,
  type ObserverPlace,
  type SceneFrame,
  type SceneTable,
  type SceneView,
  type SkyData,
  type SkyModel,
  type SolarSystemModel,
} from '@orrery/scene';
import type { SkyPanelOptions } from '../types';

type MultiPolygon = Awaited<ReturnType<typeof loadLand>>;

/** Loaded once per panel and kept across refreshes. */
export interface Resources {
  readonly sky: SkyData;
  readonly land: MultiPolygon;
  readonly orbits: ReturnType<typeof createOrbitSource>;
  readonly elements: ElementsCache;
}

export async function loadResources(): Promise<Resources> {
  const [sky, land] = await Promise.all([loadSkyData(), loadLand()]);
  return { sky, land, orbits: createOrbitSource(), elements: new Map() };
}

export { eventNear, readEvents };

/** What is shown: a model with the options of its view. */
export type Picture =
  | { readonly kind: 'sky'; readonly model: SkyModel; readonly options: SkyPanelOptions; readonly resources: Resources }
  | {
      readonly kind: 'earth';
      readonly model: EarthModel;
      readonly options: SkyPanelOptions;
      readonly resources: Resources;
    }
  | {
      readonly kind: 'solarSystem';
      readonly model: SolarSystemModel;
      readonly options: SkyPanelOptions;
      readonly resources: Resources;
    };

const words = (text: string | undefined): readonly string[] => (text ?? '').split(',');

function placeOf({ latitude, longitude, place }: SkyPanelOptions): ObserverPlace | null {
  if (latitude === undefined || longitude === undefined || latitude === null || longitude === null) {
    return null;
  }
  return { latitude, longitude, elevation: 0, ...(place ? { name: place } : {}) };
}

const SATELLITES: ReadonlySet<FrameKind> = new Set(['satelliteElements', 'satelliteTrack']);

/** The picture of the frames; null if frames and options are not sufficient. */
export function createPicture(
  frames: readonly SceneFrame[],
  options: SkyPanelOptions,
  resources: Resources
): Picture | null {
  const satellites = { selected: words(options.selected), cache: resources.elements, observer: placeOf(options) };
  const shown = options.satellites ? frames : frames.filter((frame) => !SATELLITES.has(frameKind(frame)));
  switch (options.view) {
    case 'sky': {
      const model = createSkyModel(shown, satellites);
      return model && { kind: 'sky', model, options, resources };
    }
    case 'earth': {
      const model = createEarthModel(shown, satellites);
      const empty = model.satellites.length === 0 && !model.observer && !model.aurora;
      return empty ? null : { kind: 'earth', model, options, resources };
    }
    case 'solarSystem': {
      const model = createSolarSystemModel(frames, { moon: options.moon, orbits: resources.orbits });
      return model.bodies.length === 0 ? null : { kind: 'solarSystem', model, options, resources };
    }
  }
}

/** Message on what a picture lacks; null if it is complete. */
export function hintFor(picture: Picture): string | null {
  if (picture.kind === 'sky' && picture.model.bodies.length === 0) {
    return 'Add an ephemeris query with altitude and azimuth to see Sun, Moon and planets.';
  }
  if (
    picture.kind === 'earth' &&
    picture.model.satellites.length === 0 &&
    !picture.model.aurora &&
    picture.options.satellites
  ) {
    return 'Add a satelliteElements or satelliteTrack query to see satellites.';
  }
  return null;
}

/** The picture at a moment as rows. */
export function tableOf(picture: Picture, ms: number): SceneTable {
  switch (picture.kind) {
    case 'sky':
      return skyTable(picture.model, skyAt(picture.model, ms));
    case 'earth':
      return earthTable(picture.model, earthAt(picture.model, ms));
    case 'solarSystem':
      return solarSystemTable(picture.model, solarSystemAt(picture.model, ms));
  }
}

/** Description of an object: its name and its values. */
export interface Description {
  readonly name: string;
  readonly facts: ReadonlyArray<readonly [title: string, text: string]>;
}

export function describe(picture: Picture, table: SceneTable, id: string, ms: number): Description | null {
  if (picture.kind === 'sky' && id.startsWith('star:')) {
    const star = describeStar(picture.resources.sky, skyAt(picture.model, ms), id);
    return (
      star && {
        name: star.name,
        facts: [
          ['Altitude', `${star.altitude.toFixed(2)}°`],
          ['Azimuth', `${star.azimuth.toFixed(2)}°`],
          ['Magnitude', star.magnitude.toFixed(2)],
        ],
      }
    );
  }
  const row = table.rows.find((candidate) => candidate.id === id);
  if (!row) {
    return null;
  }
  const facts = table.columns.map((column, i) => [column.title, row.cells[i] ?? ''] as const);
  return { name: row.name, facts: facts.slice(1).filter(([, text]) => text !== '–') };
}

/** A view on the page that can take any picture of its kind. */
export interface LiveView
  extends Pick<
    SceneView<never, never>,
    'mount' | 'setTime' | 'setTheme' | 'resize' | 'highlight' | 'pick' | 'locate' | 'key' | 'dispose'
  > {
  readonly show: (picture: Picture) => void;
}

export interface ViewEvents {
  readonly onContext: (alive: boolean) => void;
  readonly onError: (error: unknown) => void;
}

const skyOptions = ({ options, resources }: Picture) => ({
  layers: options,
  data: resources.sky,
  facing: options.facing,
});
const earthOptions = ({ options, resources }: Picture) => ({ layers: options, land: resources.land });
const solarOptions = ({ options, resources }: Picture) => ({
  compressed: options.scale === 'compressed',
  orbits: options.orbits,
  stars: options.stars ? resources.sky : null,
});

function live<TModel, TOptions>(
  view: SceneView<TModel, TOptions>,
  take: (picture: Picture) => { readonly model: TModel; readonly options: TOptions } | null
): LiveView {
  return {
    mount: (container) => view.mount(container),
    setTime: (ms) => view.setTime(ms),
    setTheme: (palette) => view.setTheme(palette),
    resize: (width, height) => view.resize(width, height),
    highlight: (id) => view.highlight(id),
    pick: (x, y) => view.pick(x, y),
    locate: (id) => view.locate(id),
    key: (key) => view.key(key),
    dispose: () => view.dispose(),
    show: (picture) => {
      const taken = take(picture);
      if (!taken) {
        return;
      }
      view.configure(taken.options);
      view.update(taken.model);
    },
  };
}

const takeSky = (p: Picture) => (p.kind === 'sky' ? { model: p.model, options: skyOptions(p) } : null);
const takeEarth = (p: Picture) => (p.kind === 'earth' ? { model: p.model, options: earthOptions(p) } : null);
const takeSolar = (p: Picture) => (p.kind === 'solarSystem' ? { model: p.model, options: solarOptions(p) } : null);

/** A flat view for pictures of the kind. */
export function createFlatView(picture: Picture, { onError }: ViewEvents): LiveView {
  switch (picture.kind) {
    case 'sky':
      return live(flatSky(skyOptions(picture), onError), takeSky);
    case 'earth':
      return live(flatEarth(earthOptions(picture), onError), takeEarth);
    case 'solarSystem':
      return live(flatSolarSystem(solarOptions(picture), onError), takeSolar);
  }
}

/** A 3D view for pictures of the kind; three.js is loaded with the first. */
export async function createGlView(picture: Picture, events: ViewEvents): Promise<LiveView> {
  const gl = await import('@orrery/scene/gl');
  switch (picture.kind) {
    case 'sky':
      return live(new gl.SkyView(skyOptions(picture), events), takeSky);
    case 'earth':
      return live(new gl.EarthView(earthOptions(picture), events), takeEarth);
    case 'solarSystem':
      return live(new gl.SolarSystemView(solarOptions(picture), events), takeSolar);
  }
}
