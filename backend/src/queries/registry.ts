import { OrreryError, QUERY_TYPES, type QueryType } from '@orrery/contract';
import type { Config } from '../config.ts';
import type { Readers } from '../data/readers.ts';
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
import { createSpaceWeatherEventsHandler } from './spaceWeatherEvents/handler.ts';

export type Registry = ReadonlyMap<string, RegisteredHandler>;

/** A handler made callable with a query that has been checked against its schema. */
function register<T extends QueryType>(handler: QueryHandler<T>): RegisteredHandler {
  return {
    type: handler.type,
    answer: (query, context) => handler.run(query as Parameters<typeof handler.run>[0], context),
  };
}

/** Every query type of the contract with its handler; throws `defect` where one has none or two. */
export function createRegistry(config: Config, readers: Readers): Registry {
  const handlers: readonly RegisteredHandler[] = [
    register(createEphemerisHandler(config)),
    register(createSkyEventsHandler()),
    register(createSatelliteTrackHandler(readers.elements, config)),
    register(createSatellitePassesHandler(readers.elements, config)),
    register(createSatelliteElementsHandler(readers.elements, config)),
    register(createObservationsHandler(readers, config)),
    register(createSpaceWeatherEventsHandler(readers.documents, config)),
    register(createCloseApproachesHandler(readers.documents, config)),
    register(createFireballsHandler(readers.documents, config)),
    register(createImpactRisksHandler(readers.documents, config)),
    register(createForecastHandler(readers, config)),
    register(createForecastSkillHandler(readers, config)),
    register(createPipelineHandler(readers, config)),
  ];
  const registry = new Map(handlers.map((handler) => [handler.type, handler]));
  const missing = QUERY_TYPES.filter((type) => !registry.has(type));
  if (missing.length > 0 || registry.size !== handlers.length) {
    throw new OrreryError('defect', `Query types without exactly one handler: ${missing.join(', ') || 'a duplicate'}`);
  }
  return registry;
}
