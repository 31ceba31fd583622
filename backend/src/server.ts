import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stoppable } from '@orrery/telemetry';
import { createApp, type AppDeps } from './app.ts';
import type { Config } from './config.ts';
import { createGateway } from './gateway/gateway.ts';
import { QUERY_THREAD } from './pool/thread-file.ts';

/** The HTTP side of the service. */
export interface HttpService extends Stoppable {
  readonly url: string;
}

/**
 * An idle connection stays open longer than the Go plugin keeps it (90 s, the SDK's default `IdleConnTimeout`), so that
 * the client closes it first: a request never meets a connection that is being closed.
 */
const KEEP_ALIVE_MS = 120_000;
/** The longest that a client may take to send its headers, and the whole of its request, ms. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** What an application needs, and the module of the threads that compute its answers. */
type HttpDeps = Omit<AppDeps, 'gateway'> & { readonly queryThread?: URL };

/** Answers queries from the readers; rejects with the system's error (EADDRINUSE …) where it cannot listen. */
export async function startHttp({ queryThread = QUERY_THREAD, ...deps }: HttpDeps): Promise<HttpService> {
  const { config, logger } = deps;
  const gateway = createGateway({ ...deps, queryThread });
  const server = createServer(createApp({ ...deps, gateway }));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  try {
    await listen(server, config);
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  logger.info({ url, replay: config.replayDir ?? null }, 'service is up');
  return { name: 'http', url, stop: () => close(server).then(() => gateway.stop()) };
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
