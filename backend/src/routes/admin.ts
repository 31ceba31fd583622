import { OrreryError } from '@orrery/contract';
import { Router, type RequestHandler } from 'express';
import type { Operator } from '../data/operator.ts';
import { jsonOnly, onlyMethods } from '../http/problem.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * What changes the pipeline, mounted behind the API key; without a key in the configuration only programs on this
 * machine may use it. JSON alone is taken, which a page of another site cannot send without asking first (CORS), and we
 * allow no site.
 */
export function adminRouter(operator: Operator, apiKey: string | undefined): Router {
  const router = Router();
  router.use(fromHere(apiKey));
  const stops: RequestHandler = async (_req, res) => void res.json({ stops: await operator.stops() });
  const resume: RequestHandler = async (req, res) =>
    void res.json({ resumed: await operator.resume(String(req.params['provider'])) });
  router.route('/stops').get(stops).all(onlyMethods('GET', 'HEAD'));
  router.route('/stops/:provider/resume').post(jsonOnly, resume).all(onlyMethods('POST'));
  return router;
}

function fromHere(apiKey: string | undefined): RequestHandler {
  return (req, _res, next) => {
    if (apiKey === undefined && !LOOPBACK.test(req.socket.remoteAddress ?? ''))
      throw new OrreryError('unauthorized', 'From another machine this needs an API key: set ORRERY_API_KEY.');
    next();
  };
}
