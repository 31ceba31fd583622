import type { Metrics } from '@orrery/telemetry';
import type { RequestHandler } from 'express';

/** `GET /metrics`: for Prometheus. */
export const metricsRoute =
  ({ registry }: Metrics): RequestHandler =>
  async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  };
