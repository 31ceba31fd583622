import { OrreryError } from '@orrery/contract';
import { rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { callerOf } from './callers.ts';

const WINDOW_MS = 60_000;

/** Refuses a caller, that is a key or an address, more requests in a minute: 429. Each process counts for itself. */
export const limitRate = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_req, res) => callerOf(res).id,
    handler: (_req, res, next) => {
      const retryAfterSeconds = Number(res.getHeader('retry-after') ?? WINDOW_MS / 1000);
      const message = `More than ${perMinute} requests in a minute (maxRequestsPerMinute); ask again later.`;
      next(new OrreryError('tooManyRequests', message, [], { retryAfterSeconds }));
    },
  });
