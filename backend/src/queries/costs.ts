import type { QueryOfType, QueryType } from '@orrery/contract';
import type { Cost, CostFacts, CostOf } from '../gateway/cost.ts';
import type { PreparedQuery, RequestSpan } from '../pool/task.ts';
import { ephemerisCost } from './ephemeris/cost.ts';
import { observationsCost } from './observations/cost.ts';
import { satelliteElementsCost } from './satelliteElements/cost.ts';
import { satellitePassesCost } from './satellitePasses/cost.ts';
import { satelliteTrackCost } from './satelliteTrack/cost.ts';
import { skyEventsCost } from './skyEvents/cost.ts';

/** A table from the stores: its length is limited by `maxObjects`, or by what there is. */
const TABLE: Cost = { coreMs: 50, bytes: 500_000 };
const table = (): Cost => TABLE;

/** What a query of each type takes; one that is missing here does not compile. */
const COSTS: { readonly [T in QueryType]: CostOf<QueryOfType<T>> } = {
  ephemeris: ephemerisCost,
  skyEvents: skyEventsCost,
  satelliteTrack: satelliteTrackCost,
  satellitePasses: satellitePassesCost,
  satelliteElements: satelliteElementsCost,
  observations: observationsCost,
  spaceWeatherEvents: table,
  spaceWeatherAlerts: table,
  aurora: table,
  closeApproaches: table,
  smallBodies: table,
  fireballs: table,
  impactRisks: table,
  forecast: table,
  forecastSkill: table,
  pipeline: table,
};

/** The cost of a query that has been checked against the schema of its type. */
export const costOf = ({ queryType, query }: PreparedQuery, span: RequestSpan, facts: CostFacts): Cost =>
  (COSTS[queryType as QueryType] as CostOf<unknown>)(query, span, facts);
