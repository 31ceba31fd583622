import {
  BODIES,
  EVENT_KINDS,
  QUANTITIES,
  QUERIES,
  SPACE_WEATHER_KINDS,
  type Catalog,
  type CatalogGroup,
  type CatalogSatellite,
} from '@orrery/contract';
import { SITES } from '../sites/sites.ts';
import type { ElementsStore } from '../data/elements.ts';
import type { Readers } from '../data/readers.ts';
import { forecastChoices } from './forecasts.ts';
import { bodyTitle } from './names.ts';

const GROUP_TITLES: Readonly<Record<string, string>> = {
  stations: 'Space stations',
  visual: 'Brightest',
  weather: 'Weather',
  goes: 'GOES',
  noaa: 'NOAA',
  resource: 'Earth resources',
  amateur: 'Amateur radio',
  'gps-ops': 'GPS',
  galileo: 'Galileo',
  geo: 'Geostationary',
  starlink: 'Starlink',
  active: 'All active',
};

/** Satellites of a group that the catalog names; larger groups are asked for by id or name. */
const MAX_NAMED = 500;

/** What can be asked, as of now: satellite groups name their satellites once their elements are here. */
export async function buildCatalog({
  elements: store,
  catalog,
  documents,
  state,
}: Pick<Readers, 'elements' | 'catalog' | 'documents' | 'state'>): Promise<Catalog> {
  const [series, sources, forecasts] = await Promise.all([
    catalog.series(),
    catalog.sources(),
    forecastChoices({ documents, state }),
  ]);
  return {
    queryTypes: Object.entries(QUERIES).map(([id, { title, group, description }]) => ({
      id,
      title,
      group,
      description,
    })),
    bodies: BODIES.map((id) => ({ id, title: bodyTitle(id) })),
    quantities: Object.entries(QUANTITIES).map(([id, quantity]) => ({ id, ...quantity })),
    eventKinds: Object.entries(EVENT_KINDS).map(([id, kind]) => ({ id, ...kind })),
    sites: SITES,
    satelliteGroups: await Promise.all(store.groups.map((id) => groupOf(store, id))),
    series: series.map(({ id, title, unit, source, description }) => ({ id, title, unit, source, description })),
    spaceWeatherKinds: Object.entries(SPACE_WEATHER_KINDS).map(([id, { title }]) => ({ id, title })),
    sources: sources.map(({ id, title, publisher, terms }) => ({ id, title, source: publisher, description: terms })),
    ...forecasts,
  };
}

/**
 * Satellites that can be named before the elements of their group are here, so that a variable has something to offer.
 */
const WELL_KNOWN: Readonly<Record<string, readonly CatalogSatellite[]>> = {
  stations: [
    { noradId: 25544, name: 'ISS (ZARYA)' },
    { noradId: 48274, name: 'CSS (TIANHE)' },
  ],
  visual: [{ noradId: 20580, name: 'HST' }],
  weather: [
    { noradId: 37849, name: 'SUOMI NPP' },
    { noradId: 43013, name: 'NOAA 20' },
    { noradId: 43689, name: 'METOP-C' },
  ],
};

async function groupOf(store: ElementsStore, id: string): Promise<CatalogGroup> {
  const { elements } = await store.group(id);
  const named = elements.slice(0, MAX_NAMED).map(({ noradId, name }) => ({ noradId, name }));
  const satellites = named.length > 0 ? named : (WELL_KNOWN[id] ?? []);
  return { id, title: GROUP_TITLES[id] ?? id, satellites };
}
