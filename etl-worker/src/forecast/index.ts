import { createForecastMetrics, type Stoppable } from '@orrery/telemetry';
import type { Analysis } from '../stages/analysis.ts';
import type { Flow } from '../stages/context.ts';
import type { Source } from '../providers/source.ts';
import type { ForecastContext } from './context.ts';
import { checkDrift } from './drift/check.ts';
import { issue } from './issue/issue.ts';
import { createRequest, forecastAnalysis } from './issue/request.ts';
import { createMeasure } from './issue/rolling.ts';
import { createRegistry } from './registry/registry.ts';
import { registerShipped } from './registry/shipped.ts';
import { startForecastSchedule } from './schedule.ts';
import { threadRunner } from './training/run.ts';
import { processStages } from './training/stages.ts';

/** Version of the code on the cards of models trained by it. */
export const CODE_VERSION = '0.1.0';
/** Trainings by themselves are as reproducible as those by hand. */
const SEED = 1;

export interface Forecasting {
  /** Asks for forecasts after a load; for the process that has the role `transform`. */
  readonly analysis: Analysis;
  /** Registers the shipped models, does the jobs of models and keeps the schedule; the role `forecast`. */
  start(): Promise<Stoppable>;
}

/** Everything that runs models in the worker. */
export function createForecasting(flow: Flow, sources: readonly Source[]): Forecasting {
  const { stores, queue, stream, clock, logger } = flow;
  const registry = createRegistry(stores.documents, () => clock.now());
  const metrics = createForecastMetrics(flow.metrics.registry);
  const context: ForecastContext = { stores, queue, stream, registry, clock, logger, metrics };
  const look = createRequest(context);
  return {
    analysis: forecastAnalysis(look, sources),
    async start() {
      await registerShipped(registry, logger);
      queue.process('forecastIssue', (job) => issue(context, job));
      queue.process('forecastDrift', (job) => checkDrift(context, job));
      processStages(queue, context, { runner: threadRunner, neural: true, seed: SEED, codeVersion: CODE_VERSION });
      return startForecastSchedule(context, look, createMeasure(context));
    },
  };
}
