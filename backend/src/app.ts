import { VERSION } from '@orrery/contract';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { constants } from 'node:zlib';
import type { Logger, Metrics } from '@orrery/telemetry';
import { buildCatalog } from './catalog/catalog.ts';
import type { Config } from './config.ts';
import { requireApiKey } from './http/auth.ts';
import { observeRequests } from './http/observe.ts';
import { noSuchRoute, problemHandler } from './http/problem.ts';
import { createRegistry } from './queries/registry.ts';
import { adminRouter } from './routes/admin.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { openApiDocument } from './routes/openapi.ts';
import { queryRoute } from './routes/query.ts';
import { streamRoute } from './routes/stream.ts';
import type { Operator } from './data/operator.ts';
import type { Readers } from './data/readers.ts';

export interface AppDeps {
  readonly config: Config;
  readonly readers: Readers;
  /** Where the pipeline is part of this process; left out, it cannot be changed from here. */
  readonly operator?: Operator;
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
export function createApp({ config, readers, operator, logger, metrics }: AppDeps): Express {
  const app = express();
  const answer = { registry: createRegistry(config, readers), metrics, logger };
  const openApi = openApiDocument(VERSION);
  app.disable('x-powered-by');
  app.use(observeRequests(logger, metrics));
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
  api.post('/query', queryRoute(answer, config.maxQueries));
  api.get('/catalog', revalidated, async (_req, res) => void res.json(await buildCatalog(readers)));
  api.get('/openapi.json', revalidated, (_req, res) => void res.json(openApi));
  api.get('/stream', streamRoute(answer));
  if (operator !== undefined) api.use('/admin', adminRouter(operator, config.apiKey));
  app.use('/api/v1', api);
  app.use(noSuchRoute);
  app.use(problemHandler(logger, config.maxBodyBytes));
  return app;
}
