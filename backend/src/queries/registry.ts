import { QUERY_TYPES, type QueryType } from '@orrery/contract';
import type { Config } from '../config.ts';
import type { Readers } from '../data/readers.ts';
import { createAuroraHandler } from './aurora/handler.ts';
import { createCloseApproachesHandler } from './closeApproaches/handler.ts';
import { createEphemerisHandler } from './ephemeris/handler.ts';
import { createFireballsHandler } from './fireballs/handler.ts';
import { createForecastHandler } from './forecast/handler.ts';
import { createForecastSkillHandler } from './forecastSkill/handler.ts';
import type { QueryHandler, RegisteredHandler } from './handler.ts';
import { createImpactRisksHandler } from './impactRisks/handler.ts';
import { createObservationsHandler } from './observations/handler.ts';
import { createPipelineHandler } from './pipeline/handler.ts';
import { createSatelliteElementsHandler } from './satelliteElements/handler.ts';
import { createSatellitePassesHandler } from './satellitePasses/handler.ts';
import { createSatelliteTrackHandler } from './satelliteTrack/handler.ts';
import { createSkyEventsHandler } from './skyEvents/handler.ts';
import { createSmallBodiesHandler } from './smallBodies/handler.ts';
import { createSpaceWeatherAlertsHandler } from './spaceWeatherAlerts/handler.ts';
import { createSpaceWeatherEventsHandler } from './spaceWeatherEvents/handler.ts';

export type Registry = ReadonlyMap<string, RegisteredHandler>;

/** The work of every query type of the contract; one that is missing here does not compile. */
const HANDLERS: { readonly [T in QueryType]: (readers: Readers, config: Config) => QueryHandler<T> } = {
  ephemeris: (_, config) => createEphemerisHandler(config),
  skyEvents: () => createSkyEventsHandler(),
  satelliteTrack: ({ elements }, config) => createSatelliteTrackHandler(elements, config),
  satellitePasses: ({ elements }, config) => createSatellitePassesHandler(elements, config),
  satelliteElements: ({ elements }, config) => createSatelliteElementsHandler(elements, config),
  observations: createObservationsHandler,
  spaceWeatherEvents: ({ documents }, config) => createSpaceWeatherEventsHandler(documents, config),
  spaceWeatherAlerts: ({ documents }, config) => createSpaceWeatherAlertsHandler(documents, config),
  aurora: ({ documents }) => createAuroraHandler(documents),
  closeApproaches: ({ documents }, config) => createCloseApproachesHandler(documents, config),
  smallBodies: ({ documents }, config) => createSmallBodiesHandler(documents, config),
  fireballs: ({ documents }, config) => createFireballsHandler(documents, config),
  impactRisks: ({ documents }, config) => createImpactRisksHandler(documents, config),
  forecast: createForecastHandler,
  forecastSkill: createForecastSkillHandler,
  pipeline: createPipelineHandler,
};

/** A handler made callable with a query that has been checked against its schema. */
function register<T extends QueryType>(type: T, readers: Readers, config: Config): RegisteredHandler {
  const handler = HANDLERS[type](readers, config);
  return {
    answer: (query, context) => handler.run(query as Parameters<typeof handler.run>[0], context),
  };
}

/** The handler of each query type by its name. */
export function createRegistry(config: Config, readers: Readers): Registry {
  return new Map(QUERY_TYPES.map((type) => [type, register(type, readers, config)]));
}
