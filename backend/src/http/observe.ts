import type { Logger, Metrics } from '@orrery/telemetry';
import type { RequestHandler } from 'express';

/** One log line and one duration per request, labelled by route pattern, never by the path a client made up. */
export function observeRequests(logger: Logger, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const startedMs = performance.now();
    res.once('close', () => {
      const durationMs = performance.now() - startedMs;
      const route = routePattern(req.route as unknown);
      const status = res.writableFinished ? res.statusCode : 499;
      metrics.httpSeconds.observe({ method: req.method, route, status: String(status) }, durationMs / 1000);
      logger.debug({ method: req.method, path: req.path, status, durationMs: Math.round(durationMs) }, 'request');
    });
    next();
  };
}

function routePattern(route: unknown): string {
  return typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none';
}
