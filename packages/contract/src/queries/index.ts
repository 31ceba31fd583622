import { z } from 'zod';
import { FORECAST_BASELINES, FORECAST_FIELD_NAMES, FORECAST_TARGET_NAMES } from './forecasts.ts';
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
  satellites: listOf(z.union([z.number().int().min(1).max(MAX_NORAD_ID), z.string().min(1)]))
    .optional()
    .meta({ description: 'NORAD ids or names' }),
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

export const FORECAST_FORMATS = ['series', 'marks'] as const;
export const FORECAST_MARKS = ['now', 'issued'] as const;

export const forecastQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('forecast'),
  target: names(FORECAST_TARGET_NAMES),
  issuedAt: instantSchema
    .optional()
    .meta({ description: 'The last forecast issued at or before this moment; left out, the latest' }),
  leadHours: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'With it: what was forecast that many hours ahead, for every moment of the range' }),
  model: z.string().min(1).optional().meta({ description: 'Only forecasts of this kind of model' }),
  version: z.string().min(1).optional().meta({ description: 'Only forecasts of this version of a model' }),
  fields: listOf(names(FORECAST_FIELD_NAMES))
    .optional()
    .meta({ description: 'Only these number fields: an alert rule wants one' }),
  format: z
    .enum(FORECAST_FORMATS)
    .default('series')
    .meta({ description: '`marks`: a table for annotations, now and the moment of issue' }),
  kinds: listOf(names(FORECAST_MARKS)).optional().meta({ description: 'Only these marks' }),
});
export type ForecastQuery = z.infer<typeof forecastQuerySchema>;

export const SKILL_FORMATS = ['table', 'series', 'reliability'] as const;
export const SKILL_BASES = ['auto', 'issued', 'heldOut'] as const;

export const forecastSkillQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('forecastSkill'),
  target: names(FORECAST_TARGET_NAMES),
  baseline: names(FORECAST_BASELINES).default('persistence'),
  format: z
    .enum(SKILL_FORMATS)
    .default('table')
    .meta({ description: 'A row per lead, errors over time, or what came of what was said to be likely' }),
  basis: z.enum(SKILL_BASES).default('auto').meta({
    description:
      'Scores of the forecasts issued in the range, or of the held-out years; `auto`: the former where they are enough',
  }),
  leadHours: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Just this lead; a series has 24 h where none is named' }),
  version: z.string().min(1).optional().meta({ description: 'Only forecasts of this version of a model' }),
});
export type ForecastSkillQuery = z.infer<typeof forecastSkillQuerySchema>;

export const PIPELINE_VIEWS = ['sources', 'runs', 'queues', 'quarantine', 'models', 'drift'] as const;

export const pipelineQuerySchema = z.looseObject({
  ...common,
  queryType: z.literal('pipeline'),
  view: z.enum(PIPELINE_VIEWS).default('sources'),
  source: z.string().min(1).optional().meta({ description: 'Only this source of the catalog' }),
  format: z.enum(['table', 'series']).default('table').meta({
    description: 'View `runs`, `models` or `drift` as a table, or its numbers over time: a series per source or target',
  }),
  target: names(FORECAST_TARGET_NAMES)
    .optional()
    .meta({ description: 'Only this target, in the views of models and drift' }),
  fields: listOf(z.string().min(1))
    .optional()
    .meta({ description: 'Only these number fields of a series: an alert rule wants one' }),
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
  forecast: forecastQuerySchema,
  forecastSkill: forecastSkillQuerySchema,
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
