import type { PanelOptionsEditorBuilder } from '@grafana/data';
import type { SkyPanelOptions, SkyViewKind } from './types';

type Builder = PanelOptionsEditorBuilder<SkyPanelOptions>;

const shows =
  (...views: readonly SkyViewKind[]) =>
  (options: SkyPanelOptions): boolean =>
    views.includes(options.view);

const VIEW_LABELS: Readonly<Record<SkyViewKind, { readonly label: string; readonly description: string }>> = {
  sky: { label: 'Sky', description: 'The sky over a place' },
  earth: { label: 'Earth', description: 'The globe with day, night and satellites' },
  solarSystem: { label: 'Solar system', description: 'The planets around the Sun' },
};
const VIEWS = Object.entries(VIEW_LABELS).map(([value, label]) => ({ value: value as SkyViewKind, ...label }));

function addPicture(builder: Builder): void {
  builder
    .addRadio({
      path: 'view',
      name: 'View',
      defaultValue: 'sky',
      settings: { options: VIEWS },
    })
    .addRadio({
      path: 'picture',
      name: 'Picture',
      description: 'Auto draws in 3D if the browser can, else flat.',
      defaultValue: 'auto',
      settings: {
        options: [
          { value: 'auto', label: 'Auto' },
          { value: '3d', label: '3D' },
          { value: '2d', label: '2D' },
          { value: 'table', label: 'Table' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'timeBar', name: 'Time slider', defaultValue: true });
}

function addObserver(builder: Builder): void {
  const category = ['Observer'];
  const showIf = shows('sky', 'earth');
  builder
    .addNumberInput({
      path: 'latitude',
      name: 'Latitude',
      description: 'Degrees north, for queries without an observer.',
      category,
      showIf,
      settings: { min: -90, max: 90, step: 0.01, placeholder: 'from the query' },
    })
    .addNumberInput({
      path: 'longitude',
      name: 'Longitude',
      description: 'Degrees east.',
      category,
      showIf,
      settings: { min: -180, max: 360, step: 0.01, placeholder: 'from the query' },
    })
    .addTextInput({ path: 'place', name: 'Name of the place', category, showIf });
}

function addSky(builder: Builder): void {
  const common = { category: ['Sky'], showIf: shows('sky') };
  builder
    .addSelect({
      path: 'facing',
      name: 'Looking to',
      description: 'Overhead shows the whole dome as a sky chart: north up, east left.',
      defaultValue: 'zenith',
      ...common,
      settings: {
        options: [
          { value: 'zenith', label: 'Overhead' },
          { value: 'north', label: 'North' },
          { value: 'east', label: 'East' },
          { value: 'south', label: 'South' },
          { value: 'west', label: 'West' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'constellations', name: 'Constellation lines', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'constellationNames', name: 'Constellation names', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'starNames', name: 'Star names', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'milkyWay', name: 'Milky Way', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'grid', name: 'Altitude circles', defaultValue: true, ...common });
}

function addSatellites(builder: Builder): void {
  const category = ['Satellites'];
  const showIf = shows('sky', 'earth');
  const onEarth = shows('earth');
  builder
    .addBooleanSwitch({ path: 'satellites', name: 'Show satellites', defaultValue: true, category, showIf })
    .addTextInput({
      path: 'selected',
      name: 'Label and follow',
      description:
        'Names, parts of names or NORAD ids, separated by commas. Empty: all, if there are no more than six.',
      category,
      showIf,
      settings: { placeholder: 'ISS, 20580' },
    })
    .addBooleanSwitch({ path: 'tracks', name: 'Tracks', defaultValue: true, category, showIf: onEarth })
    .addBooleanSwitch({
      path: 'footprints',
      name: 'Footprints',
      description: 'Where the followed satellites are above the horizon.',
      defaultValue: false,
      category,
      showIf: onEarth,
    });
}

function addEarth(builder: Builder): void {
  const common = { category: ['Earth'], showIf: shows('earth') };
  builder
    .addBooleanSwitch({ path: 'night', name: 'Day and night', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'graticule', name: 'Graticule', defaultValue: true, ...common })
    .addBooleanSwitch({
      path: 'aurora',
      name: 'Aurora',
      description: 'The chance of aurora, if a query returns it.',
      defaultValue: true,
      ...common,
    });
}

function addSolarSystem(builder: Builder): void {
  const common = { category: ['Solar system'], showIf: shows('solarSystem') };
  builder
    .addRadio({
      path: 'scale',
      name: 'Distances',
      description: 'Compressed keeps directions and brings the outer planets nearer.',
      defaultValue: 'compressed',
      ...common,
      settings: {
        options: [
          { value: 'compressed', label: 'Compressed' },
          { value: 'real', label: 'To scale' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'orbits', name: 'Orbits', defaultValue: true, ...common })
    .addBooleanSwitch({ path: 'moon', name: 'Moon', defaultValue: true, ...common })
    .addBooleanSwitch({
      path: 'stars',
      name: 'Stars',
      description: 'In the dark theme.',
      defaultValue: true,
      ...common,
    });
}

/** The panel's options, by category; those of other views are hidden. */
export function buildOptions(builder: Builder): void {
  for (const add of [addPicture, addObserver, addSky, addSatellites, addEarth, addSolarSystem]) {
    add(builder);
  }
}
