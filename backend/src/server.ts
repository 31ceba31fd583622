import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stoppable } from '@orrery/telemetry';
import { createApp, type AppDeps } from './app.ts';
import type { Config } from './config.ts';

/** The HTTP side of the service. */
export interface HttpService extends Stoppable {
  readonly url: string;
}

/**
 * An idle connection stays open longer than the Go plugin keeps it (90 s, the SDK's default `IdleConnTimeout`), so that
 * the client closes it first: a request never meets a connection that is being closed.
 */
const KEEP_ALIVE_MS = 120_000;

/** Answers queries from the readers; rejects with the system's error (EADDRINUSE …) where it cannot listen. */
export async function startHttp(deps: AppDeps): Promise<HttpService> {
  const { config, logger } = deps;
  const server = createServer(createApp(deps));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
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
