import type { Logger } from '@orrery/telemetry';
import type { RequestHandler } from 'express';
import { callerOf } from './callers.ts';

/** One log line for each act of an administrator, also for one that was refused: who, from where, what, the result. */
export function auditActs(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const { method, path } = req;
    res.once('close', () => {
      const audit = {
        who: callerOf(res).id,
        address: req.ip ?? null,
        act: `${method} ${path}`,
        status: res.statusCode,
      };
      logger.info({ audit }, 'act of an administrator');
    });
    next();
  };
}
