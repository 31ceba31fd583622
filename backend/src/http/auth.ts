import { createHash, timingSafeEqual } from 'node:crypto';
import { OrreryError } from '@orrery/contract';
import type { RequestHandler } from 'express';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The scheme is the same in any case (RFC 9110, 11.1). */
const BEARER = /^bearer +(.+)$/i;

/** Lets requests pass that carry `Authorization: Bearer <apiKey>`; with no key configured, all. */
export function requireApiKey(apiKey: string | undefined): RequestHandler {
  const expected = apiKey === undefined ? null : digest(apiKey);
  return (req, _res, next) => {
    if (
      expected !== null &&
      !timingSafeEqual(digest(BEARER.exec(req.get('authorization') ?? '')?.[1] ?? ''), expected)
    ) {
      throw new OrreryError('unauthorized', 'Send the API key of the service as `Authorization: Bearer <key>`.');
    }
    next();
  };
}
