import { VERSION } from '@orrery/contract';
import { createForecastMetrics, type Stoppable } from '@orrery/telemetry';
import { repeat } from '../schedule.ts';
import type { Flow } from '../stages/context.ts';
import type { ForecastContext } from './context.ts';
import { checkDrift } from './drift/check.ts';
import { issue } from './issue/issue.ts';
import { createRequest } from './issue/request.ts';
import { createMeasure } from './issue/rolling.ts';
import { createRegistry } from './registry/registry.ts';
import { registerShipped } from './registry/shipped.ts';
import { threadRunner } from './training/run.ts';
import { processStages } from './training/stages.ts';
import { createTurn, TURN_MS } from './turn.ts';

export { driftOf } from './drift/check.ts';
export { readHistoryFiles } from './history/files.ts';
export { readOfficialFile } from './history/official-file.ts';
export { readOfficials } from './history/official.ts';
export { readHistory } from './history/read.ts';
export { documentOf } from './issue/issue.ts';
export { createRegistry, type Registry } from './registry/registry.ts';
export { registerShipped, shippedBytes } from './registry/shipped.ts';
export { compareModels } from './training/compare.ts';
export { LEAST_HELD_OUT_MS, spansFor, type Dataset } from './training/dataset.ts';
export { evaluateOn, trainOn } from './training/work.ts';

/** Scheduled trainings use a fixed seed, so that they can be repeated by hand. */
const SEED = 1;
/** Real time: a fast replay takes a turn once a second. */
const MIN_PAUSE_MS = 1000;

/**
 * Starts the role `forecast`: registers the shipped models, processes the jobs of models and runs the schedule.
 */
export async function startForecasting(flow: Flow): Promise<Stoppable> {
  const { stores, queue, stream, clock, logger } = flow;
  const registry = createRegistry(stores, () => clock.now());
  const metrics = createForecastMetrics(flow.metrics.registry);
  const context: ForecastContext = { stores, queue, stream, registry, clock, logger, metrics };
  await registerShipped(registry, logger);
  queue.process('forecastIssue', (job) => issue(context, job));
  queue.process('forecastDrift', (job) => checkDrift(context, job));
  processStages(queue, context, { runner: threadRunner, neural: true, seed: SEED, codeVersion: VERSION });
  return repeat({
    name: 'forecast schedule',
    pauseMs: () => Math.max(MIN_PAUSE_MS, clock.realMs(TURN_MS)),
    turn: createTurn(context, createRequest(context), createMeasure(context)),
    failed: (error) => logger.warn({ err: error }, 'forecasts could not be requested; next attempt within a minute'),
  });
}
