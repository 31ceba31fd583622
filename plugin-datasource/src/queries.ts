import type { QueryType } from '@orrery/contract';
import { DEFAULT_OBSERVER } from './observer.ts';
import type { OrreryQuery, QueryFields } from './types.ts';

interface QueryTypeInfo {
  readonly label: string;
  readonly description: string;
  /** Every field of the type beside the common ones. */
  readonly fields: ReadonlyArray<keyof QueryFields>;
  /**
   * What a query of this type starts with: something worth seeing at once. Fields left out have the service's default.
   */
  readonly start: QueryFields;
  /** Groups of alternatives; of each at least one must be filled before the query can run. */
  readonly required: ReadonlyArray<ReadonlyArray<keyof QueryFields>>;
}

/** NORAD number of the International Space Station, the satellite that everybody knows. */
const ISS = 25544;

const SELECTION = ['satellites', 'group'] as const;

/** The query types that have an editor, in the order in which they are offered. */
export const QUERY_TYPES: Readonly<Record<QueryType, QueryTypeInfo>> = {
  ephemeris: {
    label: 'Ephemeris',
    description: 'Where Sun, Moon and planets are, and how they look: one series per body',
    fields: ['bodies', 'quantities', 'observer', 'equinox', 'refraction', 'light', 'times'],
    start: { bodies: ['sun', 'moon'], quantities: ['altitude'], observer: DEFAULT_OBSERVER },
    required: [['bodies'], ['quantities']],
  },
  skyEvents: {
    label: 'Sky events',
    description: 'Rise, set, twilight, phases, eclipses, conjunctions: a table, also for annotations',
    fields: ['kinds', 'bodies', 'observer'],
    start: { kinds: ['rise', 'set', 'moonPhase'], bodies: ['sun', 'moon'], observer: DEFAULT_OBSERVER },
    required: [['kinds']],
  },
  satelliteTrack: {
    label: 'Satellite track',
    description: 'Place, height and speed of satellites: one series per satellite',
    fields: [...SELECTION, 'observer', 'times'],
    start: { satellites: [ISS] },
    required: [SELECTION],
  },
  satellitePasses: {
    label: 'Satellite passes',
    description: 'When satellites pass over a place: a table',
    fields: [...SELECTION, 'observer', 'minElevation', 'visibleOnly'],
    start: { satellites: [ISS], observer: DEFAULT_OBSERVER },
    required: [SELECTION, ['observer']],
  },
  satelliteElements: {
    label: 'Satellite elements',
    description: 'Orbital elements of satellites, for the 3D panel: a table',
    fields: SELECTION,
    start: { group: 'stations' },
    required: [SELECTION],
  },
  observations: {
    label: 'Observations',
    description: 'Measured series of space weather, such as the Kp index or the solar wind',
    fields: ['series', 'aggregate', 'revision', 'envelope'],
    start: { series: ['kp'] },
    required: [['series']],
  },
  spaceWeatherEvents: {
    label: 'Space weather events',
    description: 'Flares, coronal mass ejections, geomagnetic storms: a table, also for annotations',
    fields: ['kinds'],
    start: {},
    required: [],
  },
  closeApproaches: {
    label: 'Close approaches',
    description: 'Asteroids and comets that pass the Earth, the Moon or a planet: a table',
    fields: ['body', 'maxDistanceLd', 'minDiameterM'],
    start: {},
    required: [],
  },
  fireballs: {
    label: 'Fireballs',
    description: 'Bright meteors with energy, speed and place: a table',
    fields: [],
    start: {},
    required: [],
  },
  impactRisks: {
    label: 'Impact risks',
    description: "Objects of JPL's Sentry list, the most noteworthy first: a table",
    fields: [],
    start: {},
    required: [],
  },
  forecast: {
    label: 'Forecast',
    description: 'What is said of the days ahead, with bands and the probability of storms, as it was issued',
    fields: ['target', 'issuedAt', 'leadHours', 'model', 'version', 'fields', 'kinds', 'format'],
    start: { target: 'kp' },
    required: [['target']],
  },
  forecastSkill: {
    label: 'Forecast skill',
    description: 'How good forecasts were against simple ones: by lead, over time, and whether probabilities came true',
    fields: ['target', 'baseline', 'basis', 'leadHours', 'version', 'format'],
    start: { target: 'kp' },
    required: [['target']],
  },
  pipeline: {
    label: 'Pipeline',
    description: 'How the service itself is: sources, runs, queues, quarantine, forecast models and their drift',
    fields: ['view', 'source', 'target', 'fields', 'format'],
    start: { view: 'sources' },
    required: [],
  },
};

export const DEFAULT_QUERY: Pick<OrreryQuery, 'queryType'> & QueryFields = {
  queryType: 'ephemeris',
  ...QUERY_TYPES.ephemeris.start,
};

/** Annotations start with what changes the light of a night. */
export const DEFAULT_ANNOTATION_QUERY: Pick<OrreryQuery, 'queryType'> & QueryFields = {
  queryType: 'skyEvents',
  ...QUERY_TYPES.skyEvents.start,
};

/** The query with a type: one that was never edited gets the default query. */
export function withDefaults(query: OrreryQuery, defaults = DEFAULT_QUERY): OrreryQuery {
  return query.queryType ? query : { ...defaults, ...query, queryType: defaults.queryType };
}

/** The query as another type: fields that the new type has stay, the others go, what is missing starts afresh. */
export function changeType(query: OrreryQuery, queryType: QueryType): OrreryQuery {
  const { fields, start, required } = QUERY_TYPES[queryType];
  const belonging = new Set<string>(fields.filter((field) => field !== 'kinds' || sameKinds(query, queryType)));
  const all = new Set<string>(Object.values(QUERY_TYPES).flatMap((type) => type.fields));
  const kept = Object.fromEntries(Object.entries(query).filter(([key]) => belonging.has(key) || !all.has(key)));
  const changed: OrreryQuery = { ...kept, refId: query.refId, queryType };
  const missing = required.filter((alternatives) => !alternatives.some((field) => isFilled(changed[field])));
  // What a type starts with may need its place: altitudes mean nothing at the centre of the Earth.
  const wanted = missing.length > 0 ? [...missing.flat(), 'observer' as const] : [];
  return {
    ...changed,
    ...pick(
      start,
      wanted.filter((field) => !isFilled(changed[field]))
    ),
  };
}

/** Both event types call their list `kinds`; the names of one mean nothing to the other. */
const sameKinds = (query: OrreryQuery, queryType: QueryType) => query.queryType === queryType;

function pick(from: QueryFields, fields: ReadonlyArray<keyof QueryFields>): QueryFields {
  return Object.fromEntries(fields.filter((field) => field in from).map((field) => [field, from[field]]));
}

const isFilled = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '');

/** Whether the query says enough to be sent; unknown types are the service's to refuse. */
export function isComplete(query: OrreryQuery): boolean {
  const type = QUERY_TYPES[query.queryType];
  return type === undefined || type.required.every((fields) => fields.some((field) => isFilled(query[field])));
}

/** One line for the collapsed editor: "Ephemeris: sun, moon · altitude". */
export function displayText(query: OrreryQuery): string {
  const parts = [
    query.bodies,
    query.kinds,
    query.quantities,
    query.satellites,
    query.group && [query.group],
    query.series,
    query.target && [query.target],
    query.fields,
    query.view && [query.view],
    query.source && [query.source],
    query.body && [query.body],
  ]
    .filter((list): list is string[] => Array.isArray(list) && list.length > 0)
    .map((list) => list.join(', '));
  const label = QUERY_TYPES[query.queryType]?.label ?? query.queryType;
  return parts.length > 0 ? `${label}: ${parts.join(' · ')}` : label;
}
