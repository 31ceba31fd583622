import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { constants } from 'node:zlib';
import type { Logger } from '@orrery/telemetry';
import { auditActs } from './access/audit.ts';
import { identifyCaller } from './access/callers.ts';
import { limitRate } from './access/rate-limit.ts';
import { fromHere } from './http/from-here.ts';
import { mount } from './http/mount.ts';
import { observeRequests } from './http/observe.ts';
import { noSuchRoute, problemHandler } from './http/problem.ts';
import { routesOf, type RouteDeps } from './routes/routes.ts';

export interface AppDeps extends RouteDeps {
  readonly logger: Logger;
}

/** The service as an Express application; it neither listens nor starts anything. */
export function createApp(deps: AppDeps): Express {
  const { config, readers, logger, metrics } = deps;
  const app = express();
  app.use(observeRequests(logger, metrics));
  // Whether a name is always asked by TLS says who ends TLS: the proxy.
  app.use(helmet({ strictTransportSecurity: false }));
  app.use(fromHere(config));
  app.use(identifyCaller(config, readers.state));
  app.use(limitRate(config.maxRequestsPerMinute));
  // Answers are numbers in text: the fastest level already takes most of them away.
  app.use(compression({ level: constants.Z_BEST_SPEED }));
  mount(app, routesOf(deps), { body: express.json({ limit: config.maxBodyBytes }), audit: auditActs(logger) });
  app.use(noSuchRoute);
  app.use(problemHandler(logger, config.maxBodyBytes));
  return app;
}
