import {
  STATE,
  type CollectionName,
  type DocumentRecord,
  type Observation,
  type Revision,
  type RunRecord,
  type SeriesEntry,
  type SourceEntry,
  HOUR_MS,
} from '@orrery/contract';
import { ISS } from './iss.ts';
import { emptyStores, type StoreLists } from './store-lists.ts';

/** The day of the filled stores: what they hold lies around it. */
export const NOON = Date.parse('2025-05-25T12:00:00Z');

export const observationOf = (
  series: string,
  timeMs: number,
  value: number | null,
  revision: Revision = 'nowcast',
): Observation => ({ kind: 'observation', series, timeMs, value, revision, source: 'test', retrievedAtMs: NOON });

export const documentOf = (
  collection: CollectionName,
  id: string,
  timeMs: number,
  body: object,
  more: Partial<DocumentRecord> = {},
): DocumentRecord => ({
  kind: 'document',
  collection,
  id,
  timeMs,
  timeEndMs: null,
  title: id,
  linked: [],
  body: JSON.stringify(body),
  source: 'test',
  retrievedAtMs: NOON,
  ...more,
});

/** The group `stations`, fetched at that time, with the International Space Station alone in it. */
export const stationsOf = (retrievedAtMs: number): DocumentRecord[] => [
  documentOf('elements', `${ISS.NORAD_CAT_ID}:${ISS.EPOCH}`, Date.parse(`${ISS.EPOCH.slice(0, 23)}Z`), ISS, {
    retrievedAtMs,
  }),
  documentOf(
    'satelliteGroup',
    'stations',
    retrievedAtMs,
    { group: 'stations', noradIds: [ISS.NORAD_CAT_ID] },
    { retrievedAtMs },
  ),
];

export const seriesEntryOf = (id: string, cadenceMs: number, more: Partial<SeriesEntry> = {}): SeriesEntry => ({
  id,
  title: id.toUpperCase(),
  unit: 'none',
  source: 'A test',
  sourceId: 'wind',
  description: `${id} of a test`,
  cadenceMs,
  ...more,
});

export const sourceEntryOf = (id: string, more: Partial<SourceEntry> = {}): SourceEntry => ({
  id,
  title: `The ${id}`,
  publisher: 'NOAA',
  terms: 'Public domain.',
  address: 'https://example.org',
  cadenceMs: HOUR_MS,
  politeness: 'Once an hour.',
  provider: 'swpc',
  ...more,
});

export const runOf = (source: string, startedMs: number, more: Partial<RunRecord> = {}): RunRecord => ({
  source,
  dueMs: startedMs,
  startedMs,
  durationMs: 250,
  requests: 1,
  bytes: 4096,
  raws: [],
  records: 60,
  rejects: 0,
  complete: true,
  claimed: null,
  gaps: 0,
  newestMs: startedMs - 120_000,
  outcome: 'loaded',
  error: null,
  ...more,
});

export const runState = (run: RunRecord) => ({
  key: STATE.runs.key(run.source, run.dueMs),
  value: run,
  atMs: run.startedMs,
});

/** Stores with a little of everything that the query types of the pipeline read. */
export function filledStores(): StoreLists {
  const stores = emptyStores();
  stores.documents.push(...events(), ...approaches(), ...impacts());
  stores.quarantine.push({
    id: 'q1',
    source: 'wind',
    reason: 'speed: -1 is not within 100 … 4000',
    raw: '["…",-1]',
    atMs: NOON,
  });
  stores.state.push(
    { key: STATE.sources.key(), value: ['wind', 'kp', 'neows'].map((id) => sourceEntryOf(id)), atMs: NOON },
    { key: STATE.series.key(), value: [seriesEntryOf('wind', 60_000), seriesEntryOf('kp', 3 * HOUR_MS)], atMs: NOON },
    runState(runOf('wind', NOON)),
    runState(runOf('wind', NOON - HOUR_MS, { records: 58, rejects: 2 })),
    runState(
      runOf('kp', NOON - HOUR_MS, {
        outcome: 'failed',
        complete: false,
        newestMs: null,
        error: 'no whole answer within 30 s',
      }),
    ),
  );
  return stores;
}

function events(): DocumentRecord[] {
  const flare = {
    kind: 'flare',
    magnitude: 'M1.8',
    magnitudeValue: 1.8e-5,
    peakMs: NOON + 600_000,
    location: 'N03E77',
    activeRegion: 14515,
    note: '',
  };
  const storm = { kind: 'geomagneticStorm', magnitude: 'Kp 7', magnitudeValue: 7 };
  const linked = ['2025-05-24T20:00:00-CME-001'];
  return [
    documentOf('spaceWeatherEvent', 'FLR-001', NOON, flare, {
      title: 'Flare M1.8',
      timeEndMs: NOON + 1_200_000,
      linked,
    }),
    documentOf('spaceWeatherEvent', 'GST-001', NOON - 2 * HOUR_MS, storm, { title: 'Geomagnetic storm, Kp 7' }),
    documentOf('spaceWeatherEvent', 'CME-001', NOON - 3 * HOUR_MS, { kind: 'cme', magnitude: '1200 km/s' }),
    documentOf('spaceWeatherEvent', 'FLR-000', NOON - 90 * 24 * HOUR_MS, flare),
  ];
}

function approaches(): DocumentRecord[] {
  const near = {
    designation: '2025 KF',
    fullName: '(2025 KF)',
    body: 'earth',
    distanceAu: 0.0007745,
    velocity: 11.6,
    sigma: 1,
    absoluteMagnitude: 28.07,
  };
  const sized = {
    ...near,
    designation: '2003 MH4',
    distanceAu: 0.0447,
    absoluteMagnitude: 19.5,
    diameterMin: 300,
    diameterMax: 700,
    hazardous: true,
  };
  return [
    documentOf('closeApproach', 'cad:2025 KF:earth:2025-05-25', NOON, near),
    documentOf('closeApproach', 'neows:2025 KF:earth:2025-05-25', NOON + 60_000, {
      ...near,
      hazardous: false,
      sigma: null,
    }),
    documentOf('closeApproach', 'cad:2003 MH4:earth:2025-05-25', NOON + HOUR_MS, sized),
    documentOf('closeApproach', 'cad:2001 A:moon:2025-05-25', NOON, { ...near, designation: '2001 A', body: 'moon' }),
  ];
}

function impacts(): DocumentRecord[] {
  const fireball = {
    energy: 3.7,
    impactEnergy: 0.13,
    latitude: -22.9,
    longitude: 57.1,
    altitude: 33.1,
    velocity: 31.3,
  };
  const bennu = {
    designation: '101955',
    fullName: '101955 Bennu (1999 RQ36)',
    impactProbability: 5.7e-4,
    palermoCumulative: -1.4,
    palermoMax: -1.59,
    torinoMax: null,
    diameter: 490,
    absoluteMagnitude: 20.63,
    velocity: 5.99,
    potentialImpacts: 157,
    yearFrom: 2178,
    yearTo: 2290,
  };
  return [
    documentOf('fireball', '2025-05-25T12:00:00Z', NOON, fireball),
    documentOf('fireball', '2025-05-25T13:00:00Z', NOON + HOUR_MS, { energy: 2, latitude: null, longitude: null }),
    documentOf('sentryObject', '2010 RF12', 0, { designation: '2010 RF12', palermoCumulative: -2.97 }),
    documentOf('sentryObject', '101955', 0, bennu),
  ];
}
