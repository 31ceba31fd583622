import { createHash, timingSafeEqual } from 'node:crypto';
import { OrreryError } from '@orrery/contract';
import type { RequestHandler } from 'express';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets requests pass that carry `Authorization: Bearer <apiKey>`; with no key configured, all. */
export function requireApiKey(apiKey: string | undefined): RequestHandler {
  const expected = apiKey === undefined ? null : digest(`Bearer ${apiKey}`);
  return (req, _res, next) => {
    if (expected !== null && !timingSafeEqual(digest(req.get('authorization') ?? ''), expected)) {
      throw new OrreryError('unauthorized', 'Send the API key of the service as `Authorization: Bearer <key>`.');
    }
    next();
  };
}
