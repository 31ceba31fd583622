import { VERSION, type ServiceClock } from '@orrery/contract';
import type { Metrics } from '@orrery/telemetry';
import type { RequestHandler } from 'express';
import type { Config } from '../config.ts';
import type { Operator } from '../data/operator.ts';
import type { Readers } from '../data/readers.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Answering, Routes } from '../http/mount.ts';
import { createAdminHandlers } from './admin.ts';
import { catalogRoute } from './catalog.ts';
import { clockRoute, realClock } from './clock.ts';
import { healthRoute, readyRoute } from './health.ts';
import { metricsRoute } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { queryRoute } from './query.ts';
import { streamRoute } from './stream.ts';

export interface RouteDeps {
  readonly config: Config;
  readonly readers: Readers;
  /** What answers queries, in threads of its own. */
  readonly gateway: Gateway;
  /** Where the pipeline is part of this process; left out, it cannot be changed from here. */
  readonly operator?: Operator;
  /** The clock of a replay; left out, the clock is real. */
  readonly clock?: () => ServiceClock;
  readonly metrics: Metrics;
}

const answering = (scope: Answering['scope'], ...handlers: readonly RequestHandler[]): Answering => ({
  scope,
  handlers,
});

/** Answers that seldom change: kept by the client, asked about each time, 304 while they are the same. */
const revalidated: RequestHandler = (req, res, next) => {
  // fetch() adds `no-cache` to requests with a validator, and Express would then send everything again.
  if (req.headers['if-none-match'] !== undefined) delete req.headers['cache-control'];
  res.set('cache-control', 'no-cache');
  next();
};

/** All routes of the service and the scope that each needs. */
export function routesOf({ config, readers, gateway, operator, clock, metrics }: RouteDeps): Routes {
  const openApi = openApiDocument(VERSION);
  return {
    '/healthz': { get: answering('open', healthRoute) },
    // One word for everybody; what it says of each dependency needs `read`.
    '/readyz': { get: answering('open', readyRoute(readers)) },
    '/metrics': { get: answering('read', metricsRoute(metrics)) },
    '/api/v1/query': { post: answering('read', queryRoute(gateway, config.maxQueries)) },
    '/api/v1/catalog': { get: answering('read', revalidated, catalogRoute(gateway)) },
    '/api/v1/clock': { get: answering('read', clockRoute(clock ?? (() => realClock(readers.now)))) },
    '/api/v1/openapi.json': { get: answering('read', revalidated, (_req, res) => void res.json(openApi)) },
    '/api/v1/stream': { get: answering('read', streamRoute(gateway, config.maxStreams)) },
    ...(operator === undefined ? {} : adminRoutes(createAdminHandlers(operator))),
  };
}

const adminRoutes = (admin: ReturnType<typeof createAdminHandlers>): Routes => ({
  '/api/v1/admin/stops': { get: answering('admin', admin.stops) },
  '/api/v1/admin/stops/:provider/resume': { post: answering('admin', admin.resume) },
  '/api/v1/admin/keys': { get: answering('admin', admin.keys) },
  '/api/v1/admin/keys/:name': { post: answering('admin', admin.createKey) },
  '/api/v1/admin/keys/:name/revoke': { post: answering('admin', admin.revokeKey) },
});
