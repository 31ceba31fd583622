import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createMetrics, type Logger, type Stoppable } from '@orrery/telemetry';
import { createApp, type AppDeps } from './app.ts';
import type { Config } from './config.ts';
import { readersOfSources } from './data/legacy.ts';
import type { Fetcher } from './sources/fetcher.ts';
import { createSources, type Sources } from './sources/sources.ts';

/** A running service. */
export interface Service {
  readonly url: string;
  readonly sources: Sources;
  readonly logger: Logger;
  /** In order of start. */
  readonly parts: readonly Stoppable[];
}

/** Starts the service with the few sources that it pulls itself; rejects with the system's error (EADDRINUSE …) where it cannot listen. */
export async function startService(config: Config, fetcher?: Fetcher): Promise<Service> {
  const logger = createLogger('orrery', config.logLevel);
  const metrics = createMetrics();
  const sources = createSources(config, logger, metrics, fetcher);
  const http = await startHttp({ config, readers: readersOfSources(sources), logger, metrics });
  sources.start();
  return { url: http.url, sources, logger, parts: [sources, http] };
}

/** The HTTP side of the service. */
export interface HttpService extends Stoppable {
  readonly url: string;
}

/** Answers queries from the readers; rejects with the system's error (EADDRINUSE …) where it cannot listen. */
export async function startHttp(deps: AppDeps): Promise<HttpService> {
  const { config, logger } = deps;
  const server = createServer(createApp(deps));
  await listen(server, config);
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  logger.info({ url, replay: config.replayDir ?? null }, 'service is up');
  return { name: 'http', url, stop: () => close(server) };
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
