import { FORECAST_TARGET_NAMES, FORECAST_TARGETS } from './forecasts.ts';
import type { QueryType } from './queries.ts';

/** A query as it stands in a dashboard: its variables are not filled in yet. */
export type DraftQuery = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const observedOf = ({ target }: DraftQuery): readonly string[] =>
  FORECAST_TARGET_NAMES.filter((name) => name === target).map((name) => FORECAST_TARGETS[name].series);

/** What each query type reads of what sources provide; computed sky and the pipeline itself read nothing. */
const READS: Readonly<Record<QueryType, (query: DraftQuery) => readonly string[]>> = {
  ephemeris: () => [],
  skyEvents: () => [],
  satelliteTrack: () => ['elements'],
  satellitePasses: () => ['elements'],
  satelliteElements: () => ['elements'],
  observations: ({ series }) => listOf(series),
  spaceWeatherEvents: () => ['spaceWeatherEvent'],
  closeApproaches: () => ['closeApproach'],
  fireballs: () => ['fireball'],
  impactRisks: () => ['sentryObject'],
  forecast: observedOf,
  forecastSkill: observedOf,
  pipeline: () => [],
};

const isQueryType = (value: unknown): value is QueryType => typeof value === 'string' && Object.hasOwn(READS, value);

/**
 * Names of the series and collections that a query reads, as sources provide them; a name that is a variable
 * (`$series`) is given as it stands. Empty for what needs no source, and for unknown query types.
 */
export const readsOf = (query: DraftQuery): readonly string[] => {
  const { queryType } = query;
  return isQueryType(queryType) ? READS[queryType](query) : [];
};
