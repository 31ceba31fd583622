import { VERSION } from '@orrery/contract';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { constants } from 'node:zlib';
import type { ServiceClock } from '@orrery/contract';
import type { Logger, Metrics } from '@orrery/telemetry';
import type { Config } from './config.ts';
import { requireApiKey } from './http/auth.ts';
import { fromHere } from './http/from-here.ts';
import { observeRequests } from './http/observe.ts';
import { jsonOnly, noSuchRoute, onlyMethods, problemHandler } from './http/problem.ts';
import type { Gateway } from './gateway/gateway.ts';
import { adminRouter } from './routes/admin.ts';
import { catalogRoute } from './routes/catalog.ts';
import { clockRoute, realClock } from './routes/clock.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { openApiDocument } from './routes/openapi.ts';
import { queryRoute } from './routes/query.ts';
import { streamRoute } from './routes/stream.ts';
import type { Operator } from './data/operator.ts';
import type { Readers } from './data/readers.ts';

export interface AppDeps {
  readonly config: Config;
  readonly readers: Readers;
  /** What answers queries, in threads of its own. */
  readonly gateway: Gateway;
  /** Where the pipeline is part of this process; left out, it cannot be changed from here. */
  readonly operator?: Operator;
  /** The clock of a replay; left out, the clock is real. */
  readonly clock?: () => ServiceClock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Answers that seldom change: kept by the client, asked about each time, 304 while they are the same. */
const revalidated: RequestHandler = (req, res, next) => {
  // fetch() adds `no-cache` to requests with a validator, and Express would then send everything again.
  if (req.headers['if-none-match'] !== undefined) delete req.headers['cache-control'];
  res.set('cache-control', 'no-cache');
  next();
};

/** The service as an Express application; it neither listens nor starts anything. */
export function createApp({ config, readers, gateway, operator, clock, logger, metrics }: AppDeps): Express {
  const app = express();
  const openApi = openApiDocument(VERSION);
  app.use(observeRequests(logger, metrics));
  // Whether a name is always asked by TLS says who ends TLS: the proxy.
  app.use(helmet({ strictTransportSecurity: false }));
  app.use(fromHere(config));
  // Answers are numbers in text: the fastest level already takes most of them away.
  app.use(compression({ level: constants.Z_BEST_SPEED }));
  app.get('/healthz', healthRoute);
  app.get('/readyz', readyRoute(readers));
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  const api = express.Router();
  api.use(requireApiKey(config.apiKey));
  api.use(express.json({ limit: config.maxBodyBytes }));
  const reading = onlyMethods('GET', 'HEAD');
  api.route('/query').post(jsonOnly, queryRoute(gateway, config.maxQueries)).all(onlyMethods('POST'));
  api.route('/catalog').get(revalidated, catalogRoute(gateway)).all(reading);
  api
    .route('/clock')
    .get(clockRoute(clock ?? (() => realClock(readers.now))))
    .all(reading);
  api
    .route('/openapi.json')
    .get(revalidated, (_req, res) => void res.json(openApi))
    .all(reading);
  api.route('/stream').get(streamRoute(gateway, config.maxStreams)).all(reading);
  if (operator !== undefined) api.use('/admin', adminRouter(operator, config.apiKey));
  app.use('/api/v1', api);
  app.use(noSuchRoute);
  app.use(problemHandler(logger, config.maxBodyBytes));
  return app;
}
