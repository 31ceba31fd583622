import { z } from 'zod';
import { REVISIONS } from './records.ts';
import { APPROACH_BODIES, SPACE_WEATHER_KIND_NAMES, type SpaceWeatherKind } from './space.ts';
import {
  BODIES,
  EVENT_KIND_NAMES,
  observerParameterSchema,
  QUANTITY_NAMES,
  type EventKind,
  type Quantity,
} from './sky.ts';

/** NORAD catalogue numbers have up to nine digits. */
export const MAX_NORAD_ID = 999_999_999;

const names = <T extends string>(list: readonly T[]) => z.enum(list as unknown as readonly [T, ...T[]]);
const listOf = <T extends z.ZodType>(item: T) => z.array(item).min(1);

/** Fields that every query has, those of the contract and those that Grafana adds to each. */
const common = {
  refId: z.string().min(1),
  maxDataPoints: z.number().int().min(1).optional(),
  intervalMs: z.number().min(1).optional(),
};
const computed = {
  ...common,
  times: z
    .array(z.number())
    .min(1)
    .optional()
    .meta({ description: 'Just these moments, epoch ms UTC, instead of a series' }),
};

const satelliteSelection = {
  satellites: listOf(z.union([z.number().int().min(1).max(MAX_NORAD_ID), z.string().min(1)])).optional()
    .meta({ description: 'NORAD ids or names' }), // prettier-ignore
  group: z.string().min(1).optional().meta({ description: 'A group of the catalog' }),
};

export const ephemerisQuerySchema = z.looseObject({
  ...computed,
  queryType: z.literal('ephemeris'),
  bodies: listOf(names(BODIES)),
  quantities: listOf(names<Quantity>(QUANTITY_NAMES)),
  observer: observerParameterSchema.optional(),
  equinox: z.enum(['date', 'J2000']).default('date'),
  refraction: z.boolean().default(false),
  light: z.enum(['apparent', 'astrometric']).default('apparent'),
});
export type EphemerisQuery = z.infer<typeof ephemerisQuerySchema>;

export const skyEventsQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('skyEvents'),
  kinds: listOf(names<EventKind>(EVENT_KIND_NAMES)),
  bodies: listOf(names(BODIES)).optional(),
  observer: observerParameterSchema.optional(),
});
export type SkyEventsQuery = z.infer<typeof skyEventsQuerySchema>;

export const satelliteTrackQuerySchema = z.looseObject({
  ...computed,
  ...satelliteSelection,
  queryType: z.literal('satelliteTrack'),
  observer: observerParameterSchema.optional(),
});
export type SatelliteTrackQuery = z.infer<typeof satelliteTrackQuerySchema>;

export const satellitePassesQuerySchema = z.looseObject({
  ...common,
  ...satelliteSelection,
  queryType: z.literal('satellitePasses'),
  observer: observerParameterSchema,
  minElevation: z.number().min(0).max(89).default(10),
  visibleOnly: z.boolean().default(false),
});
export type SatellitePassesQuery = z.infer<typeof satellitePassesQuerySchema>;

export const satelliteElementsQuerySchema = z.looseObject({
  ...common,
  ...satelliteSelection,
  queryType: z.literal('satelliteElements'),
});
export type SatelliteElementsQuery = z.infer<typeof satelliteElementsQuerySchema>;

export const AGGREGATES = ['mean', 'min', 'max', 'last'] as const;

export const observationsQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('observations'),
  series: listOf(z.string().min(1)),
  aggregate: z.enum(AGGREGATES).default('mean'),
  revision: z
    .enum(REVISIONS)
    .optional()
    .meta({ description: 'Values of just this revision; left out, the best revision of each moment' }),
  envelope: z
    .boolean()
    .default(true)
    .meta({ description: 'Fields `…Min` and `…Max` beside the value where several values share a point' }),
});
export type ObservationsQuery = z.infer<typeof observationsQuerySchema>;

export const closeApproachesQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('closeApproaches'),
  body: names(APPROACH_BODIES).default('earth'),
  maxDistanceLd: z.number().positive().optional().meta({ description: 'Nearer than so many lunar distances' }),
  minDiameterM: z
    .number()
    .min(0)
    .optional()
    .meta({ description: 'Metres; an object stays in when its largest likely diameter reaches this' }),
});
export type CloseApproachesQuery = z.infer<typeof closeApproachesQuerySchema>;

export const impactRisksQuerySchema = z.looseObject({ ...common, queryType: z.literal('impactRisks') });
export type ImpactRisksQuery = z.infer<typeof impactRisksQuerySchema>;

export const fireballsQuerySchema = z.looseObject({ ...common, queryType: z.literal('fireballs') });
export type FireballsQuery = z.infer<typeof fireballsQuerySchema>;

export const spaceWeatherEventsQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('spaceWeatherEvents'),
  kinds: listOf(names<SpaceWeatherKind>(SPACE_WEATHER_KIND_NAMES))
    .optional()
    .meta({ description: 'Left out: every kind' }),
});
export type SpaceWeatherEventsQuery = z.infer<typeof spaceWeatherEventsQuerySchema>;

export const PIPELINE_VIEWS = ['sources', 'runs', 'queues', 'quarantine', 'models', 'drift'] as const;

export const pipelineQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('pipeline'),
  view: z.enum(PIPELINE_VIEWS).default('sources'),
  source: z.string().min(1).optional().meta({ description: 'Only this source of the catalog' }),
  format: z
    .enum(['table', 'series'])
    .default('table')
    .meta({ description: 'View `runs` as a table, or records and rejects over time, a series per source' }),
});
export type PipelineQuery = z.infer<typeof pipelineQuerySchema>;

/** Every query type with its schema; the service registers a handler for each. */
export const QUERY_SCHEMAS = {
  ephemeris: ephemerisQuerySchema,
  skyEvents: skyEventsQuerySchema,
  satelliteTrack: satelliteTrackQuerySchema,
  satellitePasses: satellitePassesQuerySchema,
  satelliteElements: satelliteElementsQuerySchema,
  observations: observationsQuerySchema,
  spaceWeatherEvents: spaceWeatherEventsQuerySchema,
  closeApproaches: closeApproachesQuerySchema,
  fireballs: fireballsQuerySchema,
  impactRisks: impactRisksQuerySchema,
  pipeline: pipelineQuerySchema,
} as const;
export type QueryType = keyof typeof QUERY_SCHEMAS;
export const QUERY_TYPES = Object.keys(QUERY_SCHEMAS) as readonly QueryType[];
export type Query = z.infer<(typeof QUERY_SCHEMAS)[QueryType]>;

/** Keys that Grafana adds to a query and that mean nothing to the service. */
export const GRAFANA_QUERY_KEYS: readonly string[] = [
  'datasource',
  'datasourceId',
  'hide',
  'key',
  'timeRange',
  'metadata',
  'queryCachingTTL',
];

/** ISO 8601 (a zone is required) or epoch milliseconds, always UTC milliseconds afterwards. */
export const instantSchema = z.union([z.number(), z.string()]).transform((value, ctx) => {
  if (typeof value === 'number') return value;
  if (/^-?\d+$/.test(value)) return Number(value);
  const iso = /^[+-]?\d{4,6}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(value);
  const ms = iso ? Date.parse(value) : NaN;
  if (Number.isNaN(ms)) {
    ctx.addIssue({
      code: 'custom',
      message: 'Expected ISO 8601 with zone (2024-05-10T18:00:00Z) or epoch milliseconds',
    });
    return z.NEVER;
  }
  return ms;
});

/** The envelope of `POST /api/v1/query`. Queries are checked one by one, so that a wrong one fails alone. */
export const queryRequestSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    maxDataPoints: z.number().int().min(1).optional(),
    intervalMs: z.number().min(1).optional(),
    queries: z.array(z.looseObject({ refId: z.string().min(1), queryType: z.string().min(1) })).min(1),
  })
  .superRefine((request, ctx) => {
    if (request.to < request.from) {
      ctx.addIssue({ code: 'custom', path: ['to'], message: '`to` lies before `from`' });
    }
    const seen = new Set<string>();
    request.queries.forEach((query, i) => {
      if (seen.has(query.refId)) {
        ctx.addIssue({
          code: 'custom',
          path: ['queries', i, 'refId'],
          message: `refId "${query.refId}" is used twice`,
        });
      }
      seen.add(query.refId);
    });
  });
export type QueryRequest = z.infer<typeof queryRequestSchema>;
