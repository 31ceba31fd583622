import { createServer } from 'node:http';
import { VERSION } from '@orrery/contract';
import {
  baseOf,
  createOpenSession,
  createSources,
  movedProviders,
  readWorkerConfig,
  realClock,
  retentionOf,
  startWorker,
} from '@orrery/etl-worker';
import { awaitDistributedEngines } from '@orrery/engines/distributed';
import { createLogger, createMetrics, stopOnSignal, type Metrics, type Stoppable } from '@orrery/telemetry';

const STOP_TIMEOUT_MS = 20_000;

/**
 * A worker on servers: what it does is in ORRERY_ROLES and ORRERY_SINKS, so that any part can run as often as it takes.
 */
export async function startWorkerOnServers(): Promise<void> {
  const config = readWorkerConfig(process.env);
  const logger = createLogger('orrery-worker', config.logLevel);
  const metrics = createMetrics();
  const moved = movedProviders(config);
  if (moved.length > 0) logger.warn({ providers: moved }, 'providers are asked at other addresses than their own');
  const engines = await awaitDistributedEngines(config, logger);
  const sources = createSources().filter(({ info }) => config.sources?.includes(info.id) ?? true);
  const worker = await startWorker({
    ...engines,
    sources,
    roles: config.roles,
    sinks: config.sinks,
    forecasts: config.forecasts === 'on',
    clock: realClock,
    logger,
    metrics,
    openSession: createOpenSession({
      state: engines.stores.state,
      clock: realClock,
      logger,
      version: VERSION,
      contactUrl: config.contactUrl,
      nasaApiKey: config.nasaApiKey,
    }),
    retention: retentionOf(config),
    settings: { base: baseOf(config), nasaApiKey: config.nasaApiKey },
  });
  stopOnSignal([engines, worker, await serveMetrics(metrics, config.metricsPort)], logger, STOP_TIMEOUT_MS);
  process.stdout.write(`Orrery worker: ${sources.length} sources, ${config.roles.join(', ')}\n`);
}

/** `/metrics` for Prometheus and `/healthz` for the orchestrator. */
async function serveMetrics({ registry }: Metrics, port: number): Promise<Stoppable> {
  const server = createServer((req, res) => {
    if (req.url === '/healthz') return void res.end('ok\n');
    if (req.url !== '/metrics') return void res.writeHead(404).end();
    registry.metrics().then(
      (text) => res.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => res.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  return {
    name: 'metrics',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
